"""The register as sheets, docs/workbook.md; each comes after those whose codes it names."""

from ropa.resources import activity, notice, organisation, purpose, rule, transfer, vendor
from ropa.resources.scope import OrganisationResource, OrganisationScope

__all__ = ("SHEETS", "OrganisationResource", "OrganisationScope")

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
    "rights": notice.RightSheet,
    "notices": notice.NoticeSheet,
    "notice_versions": notice.NoticeVersionSheet,
    "vendors": vendor.VendorSheet,
    "vendor_aliases": vendor.AliasSheet,
    "vendor_locations": vendor.LocationSheet,
    "vendor_uses": vendor.UseSheet,
    "customers": vendor.CustomerSheet,
    "agreements": vendor.AgreementSheet,
    "transfers": transfer.TransferSheet,
    "safeguards": transfer.SafeguardSheet,
    "transfer_purposes": transfer.TransferPurposeSheet,
}
