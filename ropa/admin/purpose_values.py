"""The rows of a purpose line: a table for each facet, in the tab of its facet."""

from django.utils.translation import gettext_lazy as _

from config.admin import ValueInline
from ropa.admin.gate import UseFormSet
from ropa.models import (
    Consequence,
    LegalBasis,
    PurposeDataCategory,
    PurposeDataSubject,
    PurposeRecipient,
    PurposeRule,
    PurposeStatement,
    SpecialCategoryCondition,
    TransferPurpose,
    VendorUse,
)

PURPOSES = _("Purposes")
DATA = _("Data")
BASIS = _("Legal basis")
RECIPIENTS = _("Recipients")
RETENTION = _("Retention")
TRANSFERS = _("Transfers")


class StatementInline(ValueInline):
    model = PurposeStatement
    tab = PURPOSES
    fields = ("order", "text")


class ConsequenceInline(ValueInline):
    model = Consequence
    tab = PURPOSES
    fields = ("order", "text")


class DataSubjectInline(ValueInline):
    model = PurposeDataSubject
    tab = DATA
    fields = ("order", "category", "wording")
    autocomplete_fields = ("category",)


class DataCategoryInline(ValueInline):
    model = PurposeDataCategory
    tab = DATA
    fields = ("order", "category", "wording", "open_ended", "collection")
    autocomplete_fields = ("category",)


class LegalBasisInline(ValueInline):
    model = LegalBasis
    tab = BASIS
    fields = ("order", "basis", "alternative", "interest", "note")


class SpecialConditionInline(ValueInline):
    model = SpecialCategoryCondition
    tab = BASIS
    fields = ("order", "condition", "note")


class RecipientInline(ValueInline):
    model = PurposeRecipient
    tab = RECIPIENTS
    fields = ("order", "recipient_class", "wording")
    autocomplete_fields = ("recipient_class",)


class VendorUseInline(ValueInline):
    model = VendorUse
    formset = UseFormSet
    tab = RECIPIENTS
    verbose_name_plural = _("vendors")
    fields = ("order", "vendor", "spelling", "service", "role", "data_limitation", "is_recipient")
    autocomplete_fields = ("vendor",)
    show_change_link = True


class PurposeRuleInline(ValueInline):
    model = PurposeRule
    tab = RETENTION
    verbose_name_plural = _("retention rules")
    fields = ("order", "rule", "scope", "in_line")
    autocomplete_fields = ("rule",)


class TransferInline(ValueInline):
    model = TransferPurpose
    tab = TRANSFERS
    verbose_name_plural = _("transfers")
    fields = ("transfer",)
    autocomplete_fields = ("transfer",)
    joined = ("transfer__importer_vendor", "transfer__importer_entity")


INLINES = (
    StatementInline,
    ConsequenceInline,
    DataSubjectInline,
    DataCategoryInline,
    LegalBasisInline,
    SpecialConditionInline,
    RecipientInline,
    VendorUseInline,
    PurposeRuleInline,
    TransferInline,
)
