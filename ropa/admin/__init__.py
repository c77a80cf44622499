"""Pages of the register, and what the home page says of it."""

from typing import cast

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.admin import BackOfficeSite
from ropa.admin.activity import ActivityGroupAdmin, ProcessingActivityAdmin
from ropa.admin.adequacy import AdequacyDecisionAdmin
from ropa.admin.agreement import AgreementAdmin, CustomerAdmin
from ropa.admin.approval import (
    ActivityApprovalAdmin,
    ActivityReviewAdmin,
    ReviewReminderAdmin,
)
from ropa.admin.catalogue import (
    DataCategoryAdmin,
    DataSubjectCategoryAdmin,
    MeasureAdmin,
    RecipientClassAdmin,
)
from ropa.admin.exports import EXPORTS
from ropa.admin.gaps import GAPS
from ropa.admin.list_import import VendorListImportAdmin
from ropa.admin.merging import CatalogueMergeAdmin
from ropa.admin.notice import NoticeAdmin, OfferedRightAdmin
from ropa.admin.organisation import ContactAdmin, LegalEntityAdmin, OrganisationAdmin
from ropa.admin.pack import AuthorityPackAdmin
from ropa.admin.panels import PANELS
from ropa.admin.purpose import PurposeAdmin
from ropa.admin.register_import import IMPORT, RegisterImportAdmin
from ropa.admin.rule import RetentionRuleAdmin
from ropa.admin.screening import BalancingTestAdmin, DpiaScreeningAdmin
from ropa.admin.source import VendorListEntryAdmin, VendorSourceAdmin
from ropa.admin.standing_panels import STANDING_PANELS
from ropa.admin.transfer import SafeguardAdmin, TransferAdmin
from ropa.admin.vendor import VendorAdmin, VendorUseAdmin
from ropa.admin.version import NoticeVersionAdmin

__all__ = (
    "ActivityApprovalAdmin",
    "ActivityGroupAdmin",
    "ActivityReviewAdmin",
    "AdequacyDecisionAdmin",
    "AgreementAdmin",
    "AuthorityPackAdmin",
    "BalancingTestAdmin",
    "CatalogueMergeAdmin",
    "ContactAdmin",
    "CustomerAdmin",
    "DataCategoryAdmin",
    "DataSubjectCategoryAdmin",
    "DpiaScreeningAdmin",
    "LegalEntityAdmin",
    "MeasureAdmin",
    "NoticeAdmin",
    "NoticeVersionAdmin",
    "OfferedRightAdmin",
    "OrganisationAdmin",
    "ProcessingActivityAdmin",
    "PurposeAdmin",
    "RecipientClassAdmin",
    "RegisterImportAdmin",
    "RetentionRuleAdmin",
    "ReviewReminderAdmin",
    "SafeguardAdmin",
    "TransferAdmin",
    "VendorAdmin",
    "VendorListEntryAdmin",
    "VendorListImportAdmin",
    "VendorSourceAdmin",
    "VendorUseAdmin",
)

site = cast(BackOfficeSite, admin.site)
for maker, place in (*PANELS, *STANDING_PANELS):
    site.add_panel(maker, place=place)
site.add_shortcut(
    _("Import a vendor list"), "admin:ropa_vendor_import", permission="ropa.import_vendor"
)
site.add_shortcut(
    _("New activity from a template"),
    "admin:ropa_starters",
    permission="ropa.add_processingactivity",
)
site.add_page(EXPORTS)
site.add_page(IMPORT)
site.add_page(GAPS)
