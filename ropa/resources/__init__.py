"""The register as sheets, docs/workbook.md; each comes after those whose codes it names."""

from collections.abc import Collection, Iterator
from typing import Any

from ropa.resources import activity, notice, organisation, purpose, rule, transfer, vendor
from ropa.resources.narrow import ActivitiesScope
from ropa.resources.order import Order
from ropa.resources.past import PastScope, end_of, first_day_of
from ropa.resources.scope import OrganisationResource, OrganisationScope

__all__ = (
    "SHEETS",
    "ActivitiesScope",
    "OrganisationResource",
    "OrganisationScope",
    "PastScope",
    "end_of",
    "first_day_of",
    "read_rows",
)

SHEETS: dict[str, type[OrganisationResource]] = {
    "organisation": organisation.OrganisationSheet,
    "entities": organisation.EntitySheet,
    "contacts": organisation.ContactSheet,
    "groups": activity.GroupSheet,
    "activities": activity.ActivitySheet,
    "activity_links": activity.LinkSheet,
    "activity_sources": activity.SourceSheet,
    "activity_channels": activity.ChannelSheet,
    "activity_measures": activity.MeasureSheet,
    "purposes": purpose.PurposeSheet,
    "statements": purpose.StatementSheet,
    "data_subjects": purpose.DataSubjectSheet,
    "data_categories": purpose.DataCategorySheet,
    "legal_bases": purpose.LegalBasisSheet,
    "special_conditions": purpose.SpecialConditionSheet,
    "recipients": purpose.RecipientSheet,
    "consequences": purpose.ConsequenceSheet,
    "rules": rule.RuleSheet,
    "purpose_rules": rule.PurposeRuleSheet,
    "balancing_tests": activity.BalancingSheet,
    "dpia_screenings": activity.ScreeningSheet,
    "cross_cutting": activity.CrossCuttingSheet,
    "rights": notice.RightSheet,
    "notices": notice.NoticeSheet,
    "notice_versions": notice.NoticeVersionSheet,
    "notice_activities": notice.NoticeActivitySheet,
    "vendors": vendor.VendorSheet,
    "vendor_aliases": vendor.AliasSheet,
    "vendor_locations": vendor.LocationSheet,
    "vendor_uses": vendor.UseSheet,
    "customers": vendor.CustomerSheet,
    "customer_activities": activity.CustomerActivitySheet,
    "agreements": vendor.AgreementSheet,
    "agreement_clauses": vendor.ClauseSheet,
    "vendor_chain": vendor.ChainSheet,
    "vendor_assessments": vendor.AssessmentSheet,
    "joint_controllers": activity.JointControllerSheet,
    "transfers": transfer.TransferSheet,
    "safeguards": transfer.SafeguardSheet,
    "transfer_purposes": transfer.TransferPurposeSheet,
    "no_transfers": transfer.NoTransferSheet,
    "transfer_assessments": transfer.TransferAssessmentSheet,
}


def read_rows(
    scope: OrganisationScope, names: Collection[str] = ()
) -> Iterator[tuple[str, OrganisationResource, list[Any]]]:
    """Yield name, resource and rows of every sheet, or of those with these names.

    The order of the rows is the same on every database. One sheet comes after the other, so
    that no more than one need be in memory.
    """
    order = Order()
    for name, kind in SHEETS.items():
        if names and name not in names:
            continue
        resource = kind(scope)
        yield name, resource, order.sort(kind._meta.model, resource.existing())
