"""Pages of the register, and what the home page says of it."""

from typing import cast

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.admin import BackOfficeSite
from ropa.admin.abroad_panel import ABROAD_PANELS
from ropa.admin.activity import ActivityGroupAdmin, ProcessingActivityAdmin
from ropa.admin.adequacy import AdequacyDecisionAdmin
from ropa.admin.agreement import AgreementAdmin, CustomerAdmin
from ropa.admin.approval import (
    ActivityApprovalAdmin,
    ActivityReviewAdmin,
    ReviewReminderAdmin,
)
from ropa.admin.assessment_panels import ASSESSMENT_PANELS
from ropa.admin.catalogue import (
    DataCategoryAdmin,
    DataSubjectCategoryAdmin,
    MeasureAdmin,
    RecipientClassAdmin,
)
from ropa.admin.chain import SubProcessingAdmin
from ropa.admin.exports import EXPORTS
from ropa.admin.gaps import GAPS
from ropa.admin.impact import ImpactDecisionAdmin
from ropa.admin.list_import import VendorListImportAdmin
from ropa.admin.listing import SubProcessorListAdmin
from ropa.admin.listing_requests import SubProcessorListRequestAdmin
from ropa.admin.merging import CatalogueMergeAdmin
from ropa.admin.notice import NoticeAdmin, OfferedRightAdmin
from ropa.admin.organisation import ContactAdmin, LegalEntityAdmin, OrganisationAdmin
from ropa.admin.pack import AuthorityPackAdmin
from ropa.admin.panels import PANELS
from ropa.admin.pictures import PICTURES
from ropa.admin.purpose import PurposeAdmin
from ropa.admin.questionnaire import QuestionnaireAdmin
from ropa.admin.register_import import IMPORT, RegisterImportAdmin
from ropa.admin.reminders import AgreementReminderAdmin, ChangeReminderAdmin
from ropa.admin.rule import RetentionRuleAdmin
from ropa.admin.screening import BalancingTestAdmin, DpiaScreeningAdmin
from ropa.admin.source import VendorListEntryAdmin, VendorSourceAdmin
from ropa.admin.standing_panels import STANDING_PANELS
from ropa.admin.task import TaskAdmin
from ropa.admin.transfer import SafeguardAdmin, TransferAdmin
from ropa.admin.transfer_assessment import TransferAssessmentAdmin
from ropa.admin.transfers_to_confirm import TO_CONFIRM
from ropa.admin.vendor import VendorAdmin, VendorUseAdmin
from ropa.admin.vendor_change import VendorChangeAdmin
from ropa.admin.vendor_change_panel import CHANGE_PANELS
from ropa.admin.vendor_merging import VendorMergeAdmin
from ropa.admin.vendor_pairs import PAIRS, DistinctVendorsAdmin
from ropa.admin.version import NoticeVersionAdmin
from ropa.admin.what_if import WHAT_IF

__all__ = (
    "ActivityApprovalAdmin",
    "ActivityGroupAdmin",
    "ActivityReviewAdmin",
    "AdequacyDecisionAdmin",
    "AgreementAdmin",
    "AgreementReminderAdmin",
    "AuthorityPackAdmin",
    "BalancingTestAdmin",
    "CatalogueMergeAdmin",
    "ChangeReminderAdmin",
    "ContactAdmin",
    "CustomerAdmin",
    "DataCategoryAdmin",
    "DataSubjectCategoryAdmin",
    "DistinctVendorsAdmin",
    "DpiaScreeningAdmin",
    "ImpactDecisionAdmin",
    "LegalEntityAdmin",
    "MeasureAdmin",
    "NoticeAdmin",
    "NoticeVersionAdmin",
    "OfferedRightAdmin",
    "OrganisationAdmin",
    "ProcessingActivityAdmin",
    "PurposeAdmin",
    "QuestionnaireAdmin",
    "RecipientClassAdmin",
    "RegisterImportAdmin",
    "RetentionRuleAdmin",
    "ReviewReminderAdmin",
    "SafeguardAdmin",
    "SubProcessingAdmin",
    "SubProcessorListAdmin",
    "SubProcessorListRequestAdmin",
    "TaskAdmin",
    "TransferAdmin",
    "TransferAssessmentAdmin",
    "VendorAdmin",
    "VendorChangeAdmin",
    "VendorListEntryAdmin",
    "VendorListImportAdmin",
    "VendorMergeAdmin",
    "VendorSourceAdmin",
    "VendorUseAdmin",
)

site = cast(BackOfficeSite, admin.site)
for maker, place in (*PANELS, *STANDING_PANELS, *ABROAD_PANELS, *CHANGE_PANELS, *ASSESSMENT_PANELS):
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
site.add_page(WHAT_IF)
site.add_page(TO_CONFIRM)
site.add_page(PAIRS)
site.add_page(PICTURES)
