"""Assessments of vendors and of transfers, with the day on which each has to be made anew."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, RecordQuerySet, Trail
from ropa.choices.vendors import Equivalence, Risk
from ropa.models.organisation import Organisation
from ropa.models.rules import code_validator, country_validator, filled, known
from ropa.models.transfer import Transfer
from ropa.models.vendor import Vendor


class TransferAssessmentQuerySet(RecordQuerySet["TransferAssessment"]):
    def newest(self) -> Self:
        """The newest assessment of each transfer and country; what came before was replaced."""
        last = TransferAssessment.objects.filter(
            transfer=OuterRef("transfer"), country=OuterRef("country")
        ).order_by("-assessed_on", "-code")
        return self.filter(pk=Subquery(last.values("pk")[:1]))

    def to_review(self, *, on: date) -> Self:
        """Newest assessments whose review is due on that day or was before."""
        return self.newest().filter(review_on__lte=on)


class VendorAssessmentQuerySet(RecordQuerySet["VendorAssessment"]):
    def newest(self) -> Self:
        """The newest assessment of each vendor."""
        last = VendorAssessment.objects.filter(vendor=OuterRef("vendor"))
        return self.filter(pk=Subquery(last.order_by("-assessed_on").values("pk")[:1]))

    def to_repeat(self, *, on: date) -> Self:
        """Newest assessments that are to be made anew on that day or were before."""
        return self.newest().filter(reassess_on__lte=on)


class TransferAssessment(Record):
    """A transfer impact assessment: is protection there essentially equivalent, Art. 46."""

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="transfer_assessments",
        verbose_name=_("organisation"),
    )
    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    transfer = models.ForeignKey(
        Transfer, models.PROTECT, related_name="assessments", verbose_name=_("transfer")
    )
    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[country_validator]
    )
    law = models.TextField(_("law and practice there"))
    measures = models.TextField(_("supplementary measures"), blank=True)
    result = models.CharField(_("result"), max_length=14, choices=Equivalence)
    assessed_on = models.DateField(_("assessed on"))
    assessor = models.CharField(_("assessed by"), max_length=200)
    review_on = models.DateField(
        _("review of essential equivalence on"), help_text=_("When it has to be made anew.")
    )
    evidence = models.TextField(_("evidence"), blank=True)

    objects = TransferAssessmentQuerySet.as_manager()  # type: ignore[misc]
    history = Trail()

    class Meta:
        verbose_name = _("transfer impact assessment")
        verbose_name_plural = _("transfer impact assessments")
        ordering = ("review_on", "code")
        constraints = (
            known("ropa_tia", "result", Equivalence),
            filled("ropa_tia", "law", _("Say what law and practice there allow.")),
            models.UniqueConstraint(
                name="ropa_tia_code_unique",
                fields=("organisation", "code"),
                violation_error_message=_("Another assessment of this organisation has this code."),
            ),
            models.CheckConstraint(
                name="ropa_tia_measures_are_named",
                condition=~Q(result=Equivalence.WITH_MEASURES) | ~Q(measures=""),
                violation_error_message=_("Name the measures that make protection equivalent."),
            ),
            models.CheckConstraint(
                name="ropa_tia_reviewed_later",
                condition=Q(review_on__gt=F("assessed_on")),
                violation_error_message=_("The review comes after the assessment."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.get_result_display()}"


class VendorAssessment(Record):
    """How risky a vendor was found, and when it is looked at again."""

    vendor = models.ForeignKey(
        Vendor, models.CASCADE, related_name="assessments", verbose_name=_("vendor")
    )
    risk = models.CharField(_("risk"), max_length=8, choices=Risk)
    assessed_on = models.DateField(_("assessed on"))
    assessor = models.CharField(_("assessed by"), max_length=200)
    reassess_on = models.DateField(_("assess again on"))
    note = models.TextField(_("reasons"), blank=True)

    objects = VendorAssessmentQuerySet.as_manager()  # type: ignore[misc]
    history = Trail()

    class Meta:
        verbose_name = _("assessment of a vendor")
        verbose_name_plural = _("assessments of vendors")
        ordering = ("vendor", "-assessed_on")
        constraints = (
            known("ropa_vendor_assessment", "risk", Risk),
            models.UniqueConstraint(
                name="ropa_vendor_assessment_unique",
                fields=("vendor", "assessed_on"),
                violation_error_message=_("This vendor was assessed on this day already."),
            ),
            models.CheckConstraint(
                name="ropa_vendor_assessment_again_later",
                condition=Q(reassess_on__gt=F("assessed_on")),
                violation_error_message=_("The next assessment comes after this one."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.vendor}: {self.get_risk_display()}"


class Questionnaire(Record):
    """Questions sent to a vendor as a workbook, and the answers that came back."""

    vendor = models.ForeignKey(
        Vendor, models.PROTECT, related_name="questionnaires", verbose_name=_("vendor")
    )
    code = models.CharField(_("code"), max_length=60, unique=True, editable=False)
    edition = models.CharField(_("edition of the questions"), max_length=20, editable=False)
    sent_on = models.DateField(_("sent on"))
    due_on = models.DateField(_("answer due on"))
    answered_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    answers = models.JSONField(_("answers"), default=dict, blank=True, editable=False)
    answers_sha256 = models.CharField(
        _("SHA-256 of the answers"), max_length=64, blank=True, editable=False
    )
    note = models.TextField(_("note"), blank=True)

    derived_fields = ("code", "edition", "answered_on", "answers", "answers_sha256")
    history = Trail()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ("-sent_on", "code")
        constraints = (
            models.CheckConstraint(
                name="ropa_questionnaire_due_after_sent",
                condition=Q(due_on__gte=F("sent_on")),
                violation_error_message=_("The answer is due after the questions are sent."),
            ),
            models.CheckConstraint(
                name="ropa_questionnaire_answers_have_a_day",
                condition=Q(answered_on__isnull=True, answers_sha256="")
                | (Q(answered_on__isnull=False) & ~Q(answers_sha256="")),
                violation_error_message=_("Answers have their day and the hash of their file."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.vendor}"
