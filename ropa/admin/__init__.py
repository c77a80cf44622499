"""Pages of the register, and what the home page says of it."""

from typing import cast

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.admin import BackOfficeSite
from ropa.admin.activity import ActivityGroupAdmin, ProcessingActivityAdmin
from ropa.admin.agreement import AgreementAdmin, CustomerAdmin
from ropa.admin.catalogue import (
    DataCategoryAdmin,
    DataSubjectCategoryAdmin,
    MeasureAdmin,
    RecipientClassAdmin,
)
from ropa.admin.notice import NoticeAdmin, OfferedRightAdmin
from ropa.admin.organisation import ContactAdmin, LegalEntityAdmin, OrganisationAdmin
from ropa.admin.panels import PANELS
from ropa.admin.purpose import PurposeAdmin
from ropa.admin.rule import RetentionRuleAdmin
from ropa.admin.transfer import SafeguardAdmin, TransferAdmin
from ropa.admin.vendor import VendorAdmin, VendorUseAdmin

__all__ = (
    "ActivityGroupAdmin",
    "AgreementAdmin",
    "ContactAdmin",
    "CustomerAdmin",
    "DataCategoryAdmin",
    "DataSubjectCategoryAdmin",
    "LegalEntityAdmin",
    "MeasureAdmin",
    "NoticeAdmin",
    "OfferedRightAdmin",
    "OrganisationAdmin",
    "ProcessingActivityAdmin",
    "PurposeAdmin",
    "RecipientClassAdmin",
    "RetentionRuleAdmin",
    "SafeguardAdmin",
    "TransferAdmin",
    "VendorAdmin",
    "VendorUseAdmin",
)

site = cast(BackOfficeSite, admin.site)
for maker, place in PANELS:
    site.add_panel(maker, place=place)
site.add_shortcut(
    _("Import a vendor list"), "admin:ropa_vendor_import", permission="ropa.import_vendor"
)
