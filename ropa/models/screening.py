"""Whether an activity needs an impact assessment, and how its interests were balanced."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, RecordQuerySet, Trail
from ropa.choices.approval import BalancingResult, DpiaResult
from ropa.models.activity import ProcessingActivity
from ropa.models.purpose import Purpose
from ropa.models.rules import filled, known

# The nine criteria of WP 248 rev.01, III.B; two of them call for an assessment.
CRITERIA = (
    "evaluation",
    "automated_decision",
    "monitoring",
    "sensitive_data",
    "large_scale",
    "matching",
    "vulnerable",
    "innovative",
    "prevents_right",
)
ENOUGH = 2
_MET = sum(
    (
        Case(When(**{name: True}, then=1), default=0, output_field=IntegerField())
        for name in CRITERIA
    ),
    start=Value(0),
)


class ScreeningQuerySet(RecordQuerySet["DpiaScreening"]):
    """Questions to the screenings; the last one of an activity counts."""

    def current(self) -> Self:
        later = DpiaScreening.objects.filter(activity=OuterRef("activity"))
        return self.exclude(Exists(later.filter(order__gt=OuterRef("order"))))

    def without_assessment(self) -> Self:
        """Screenings that call for an impact assessment of which no place is named."""
        return self.current().filter(result=DpiaResult.NEEDED, reference="")

    def due_for_review(self, *, on: date) -> Self:
        return self.current().filter(review_on__lte=on)


class BalancingQuerySet(RecordQuerySet["BalancingTest"]):
    """Questions to the balancings; the last one of a line, or of an activity as a whole, counts."""

    def current(self) -> Self:
        line = Coalesce("purpose", 0)
        later = BalancingTest.objects.alias(line=line).filter(
            activity=OuterRef("activity"), line=OuterRef("line"), order__gt=OuterRef("order")
        )
        return self.alias(line=line).exclude(Exists(later))

    def due_for_review(self, *, on: date) -> Self:
        return self.current().filter(review_on__lte=on)


class DpiaScreening(Record):
    """The nine criteria of WP 248, and what follows from them, Art. 35."""

    activity = models.ForeignKey(
        ProcessingActivity, models.CASCADE, related_name="screenings", verbose_name=_("activity")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    evaluation = models.BooleanField(_("evaluation or scoring"), default=False)
    automated_decision = models.BooleanField(
        _("automated decision with legal or similar effect"), default=False
    )
    monitoring = models.BooleanField(_("systematic monitoring"), default=False)
    sensitive_data = models.BooleanField(_("sensitive or highly personal data"), default=False)
    large_scale = models.BooleanField(_("large scale"), default=False)
    matching = models.BooleanField(_("data sets matched or combined"), default=False)
    vulnerable = models.BooleanField(_("vulnerable persons"), default=False)
    innovative = models.BooleanField(_("new technology or new use of it"), default=False)
    prevents_right = models.BooleanField(
        _("keeps people from a right, service or contract"), default=False
    )
    on_authority_list = models.BooleanField(
        _("on the authority’s list – Art. 35(4)"), default=False
    )
    result = models.CharField(_("result"), max_length=10, choices=DpiaResult)
    reason = models.TextField(
        _("reason"), blank=True, help_text=_("Needed where the result differs from the criteria.")
    )
    screened_on = models.DateField(_("screened on"))
    reviewer = models.CharField(_("reviewer"), max_length=200)
    review_on = models.DateField(_("review on"), null=True, blank=True)
    reference = models.CharField(
        _("the assessment"), max_length=300, blank=True, help_text=_("Where the DPIA is kept.")
    )

    objects = ScreeningQuerySet.as_manager()  # type: ignore[misc]
    history = Trail()

    class Meta:
        verbose_name = _("DPIA screening")
        verbose_name_plural = _("DPIA screenings")
        ordering = ("activity", "order")
        constraints = (
            known("ropa_screening", "result", DpiaResult),
            filled("ropa_screening", "reviewer", _("Say who screened the activity.")),
            models.CheckConstraint(
                name="ropa_screening_deviation_has_reason",
                condition=~Q(reason="")
                | Q(result=DpiaResult.NEEDED)
                | (Q(on_authority_list=False) & Q(models.lookups.LessThan(_MET, ENOUGH))),
                violation_error_message=_(
                    "The criteria call for an assessment; say why none is needed."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.activity.code}: {self.get_result_display()}"

    @property
    def met(self) -> list[str]:
        """The names of the criteria that are met."""
        return [name for name in CRITERIA if getattr(self, name)]


class BalancingTest(Record):
    """A legitimate interest weighed against the person’s, Art. 6(1)(f)."""

    activity = models.ForeignKey(
        ProcessingActivity, models.CASCADE, related_name="balancings", verbose_name=_("activity")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    purpose = models.ForeignKey(
        Purpose,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="balancings",
        verbose_name=_("purpose line"),
        help_text=_("Empty: for the activity as a whole."),
    )
    interest = models.TextField(_("the interest"))
    necessity = models.TextField(_("why the data are necessary"), blank=True)
    impact = models.TextField(_("what it means for the person"), blank=True)
    safeguards = models.TextField(_("safeguards"), blank=True)
    result = models.CharField(_("result"), max_length=15, choices=BalancingResult)
    assessed_on = models.DateField(_("assessed on"))
    reviewer = models.CharField(_("reviewer"), max_length=200)
    review_on = models.DateField(_("review on"), null=True, blank=True)

    objects = BalancingQuerySet.as_manager()  # type: ignore[misc]
    history = Trail()

    class Meta:
        verbose_name = _("balancing of interests")
        verbose_name_plural = _("balancings of interests")
        ordering = ("activity", "order")
        constraints = (
            known("ropa_balancing", "result", BalancingResult),
            filled("ropa_balancing", "interest", _("Name the interest.")),
            filled("ropa_balancing", "reviewer", _("Say who balanced the interests.")),
            models.CheckConstraint(
                name="ropa_balancing_safeguards_named",
                condition=~Q(result=BalancingResult.WITH_SAFEGUARDS) | ~Q(safeguards=""),
                violation_error_message=_("Name the safeguards on which the result rests."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.activity.code}: {self.get_result_display()}"

    def clean(self) -> None:
        super().clean()
        if self.purpose is not None and self.purpose.activity_id != self.activity_id:
            raise ValidationError(
                {"purpose": _("This line belongs to another activity. Choose one of its own.")}
            )
