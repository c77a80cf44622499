"""The values in the cells of a purpose line, a row each, in the order of the source."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, Trail
from ropa.choices.register import Basis, Collection, SpecialCondition
from ropa.models.catalogue import DataCategory, DataSubjectCategory, RecipientClass
from ropa.models.purpose import Purpose
from ropa.models.rules import filled, known


class FacetValue(Record):
    """A value in a cell of a purpose line; values keep the order of the source."""

    purpose: models.ForeignKey[Purpose, Purpose]
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        abstract = True
        ordering = ("purpose", "order", "pk")


class PurposeStatement(FacetValue):
    """What the data are used for, Art. 30(1)(b)."""

    purpose = models.ForeignKey(Purpose, models.CASCADE, related_name="statements")
    text = models.TextField(_("purpose"))

    history = Trail()

    class Meta(FacetValue.Meta):
        verbose_name = _("purpose")
        verbose_name_plural = _("purposes")
        constraints = (filled("ropa_statement", "text", _("Say what the data are used for.")),)

    def __str__(self) -> str:
        return self.text


class PurposeDataSubject(FacetValue):
    """Whose data, Art. 30(1)(c); `wording` is the source's own term."""

    purpose = models.ForeignKey(Purpose, models.CASCADE, related_name="data_subjects")
    category = models.ForeignKey(
        DataSubjectCategory, models.PROTECT, related_name="uses", verbose_name=_("category")
    )
    wording = models.CharField(_("wording"), max_length=300, blank=True)

    history = Trail()

    class Meta(FacetValue.Meta):
        verbose_name = _("data-subject category of the line")
        verbose_name_plural = _("data-subject categories of the line")
        constraints = (
            models.UniqueConstraint(
                name="ropa_data_subject_unique",
                fields=("purpose", "category", "wording"),
                violation_error_message=_("This category stands in the line already."),
            ),
        )

    def __str__(self) -> str:
        return self.wording or str(self.category)


class PurposeDataCategory(FacetValue):
    """Which data, Art. 30(1)(c); `wording` is the source's own term."""

    purpose = models.ForeignKey(Purpose, models.CASCADE, related_name="data_categories")
    category = models.ForeignKey(
        DataCategory, models.PROTECT, related_name="uses", verbose_name=_("category")
    )
    wording = models.CharField(_("wording"), max_length=300, blank=True)
    open_ended = models.BooleanField(
        _("open-ended"),
        default=False,
        help_text=_("Whatever the person writes: searches must not overlook it."),
    )
    collection = models.CharField(
        _("collection"), max_length=10, choices=Collection, default=Collection.NOT_STATED
    )

    history = Trail()

    class Meta(FacetValue.Meta):
        verbose_name = _("data category of the line")
        verbose_name_plural = _("data categories of the line")
        constraints = (
            known("ropa_data_category", "collection", Collection),
            models.UniqueConstraint(
                name="ropa_data_category_unique",
                fields=("purpose", "category", "wording"),
                violation_error_message=_("This category stands in the line already."),
            ),
        )

    def __str__(self) -> str:
        return self.wording or str(self.category)


class LegalBasis(FacetValue):
    """A legal basis of the line, Art. 6(1); the order is that of the source."""

    purpose = models.ForeignKey(Purpose, models.CASCADE, related_name="legal_bases")
    basis = models.CharField(_("basis"), max_length=20, choices=Basis)
    alternative = models.BooleanField(
        _("alternative to the one before"),
        default=False,
        help_text=_("Ticked: this one or the one before. Not ticked: both apply."),
    )
    interest = models.TextField(_("named interest"), blank=True)
    note = models.TextField(_("note"), blank=True)

    history = Trail()

    class Meta(FacetValue.Meta):
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")
        constraints = (
            known("ropa_basis", "basis", Basis),
            models.UniqueConstraint(
                name="ropa_basis_unique",
                fields=("purpose", "basis", "interest"),
                violation_error_message=_("This basis stands in the line already."),
            ),
            models.CheckConstraint(
                name="ropa_basis_interest_only_with_6_1_f",
                condition=Q(interest="") | Q(basis=Basis.LEGITIMATE_INTERESTS),
                violation_error_message=_("Only legitimate interests name an interest."),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_basis_display())


class SpecialCategoryCondition(FacetValue):
    """The condition of Art. 9(2), or Art. 10, under which the line is lawful."""

    purpose = models.ForeignKey(Purpose, models.CASCADE, related_name="special_conditions")
    condition = models.CharField(_("condition"), max_length=6, choices=SpecialCondition)
    note = models.TextField(_("note"), blank=True)

    history = Trail()

    class Meta(FacetValue.Meta):
        verbose_name = _("condition for special categories")
        verbose_name_plural = _("conditions for special categories")
        constraints = (
            known("ropa_special_condition", "condition", SpecialCondition),
            models.UniqueConstraint(
                name="ropa_special_condition_unique",
                fields=("purpose", "condition"),
                violation_error_message=_("This condition stands in the line already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_condition_display())


class PurposeRecipient(FacetValue):
    """A class of unnamed recipients, Art. 30(1)(d); named ones are vendor uses."""

    purpose = models.ForeignKey(Purpose, models.CASCADE, related_name="recipient_classes")
    recipient_class = models.ForeignKey(
        RecipientClass, models.PROTECT, related_name="uses", verbose_name=_("recipient class")
    )
    wording = models.CharField(_("wording"), max_length=300, blank=True)

    history = Trail()

    class Meta(FacetValue.Meta):
        verbose_name = _("recipient class of the line")
        verbose_name_plural = _("recipient classes of the line")
        constraints = (
            models.UniqueConstraint(
                name="ropa_recipient_unique",
                fields=("purpose", "recipient_class", "wording"),
                violation_error_message=_("This class stands in the line already."),
            ),
        )

    def __str__(self) -> str:
        return self.wording or str(self.recipient_class)


class Consequence(FacetValue):
    """What follows when the data are not given, Art. 13(2)(e)."""

    purpose = models.ForeignKey(Purpose, models.CASCADE, related_name="consequences")
    text = models.TextField(_("consequence"))

    history = Trail()

    class Meta(FacetValue.Meta):
        verbose_name = _("consequence of not giving the data")
        verbose_name_plural = _("consequences of not giving the data")
        constraints = (filled("ropa_consequence", "text", _("Say what follows.")),)

    def __str__(self) -> str:
        return self.text
