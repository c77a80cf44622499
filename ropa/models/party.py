"""Who else decides about an activity, and on whose behalf it is done."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, Trail
from ropa.choices.register import ActivityKind
from ropa.models.activity import ProcessingActivity
from ropa.models.agreement import Agreement, Customer
from ropa.models.rules import country_validator, filled


class JointController(Record):
    """Who decides together with us, Art. 26 and Art. 30(1)(a)."""

    activity = models.ForeignKey(
        ProcessingActivity,
        models.CASCADE,
        related_name="joint_controllers",
        verbose_name=_("activity"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    name = models.CharField(_("name"), max_length=200)
    contact = models.CharField(_("contact"), max_length=300, blank=True)
    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[country_validator]
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="joint_controllers",
        verbose_name=_("arrangement – Art. 26"),
    )
    note = models.TextField(_("note"), blank=True)

    history = Trail()

    class Meta:
        verbose_name = _("joint controller")
        verbose_name_plural = _("joint controllers")
        ordering = ("activity", "order")
        constraints = (
            filled("ropa_joint", "name", _("Give the joint controller’s name.")),
            models.UniqueConstraint(
                name="ropa_joint_unique",
                fields=("activity", "name"),
                violation_error_message=_("This joint controller is listed already."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class CustomerActivity(Record):
    """An activity that is done on behalf of a customer, Art. 30(2)(b)."""

    customer = models.ForeignKey(
        Customer, models.CASCADE, related_name="activities", verbose_name=_("customer")
    )
    activity = models.ForeignKey(
        ProcessingActivity, models.CASCADE, related_name="customers", verbose_name=_("activity")
    )
    instructions = models.TextField(
        _("instructions"), blank=True, help_text=_("Documented instructions, Art. 28(3)(a).")
    )

    history = Trail()

    class Meta:
        verbose_name = _("activity for a customer")
        verbose_name_plural = _("activities for customers")
        ordering = ("customer", "activity")
        constraints = (
            models.UniqueConstraint(
                name="ropa_customer_activity_unique",
                fields=("customer", "activity"),
                violation_error_message=_("This activity is listed for the customer already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.activity.code} / {self.customer.code}"


class CrossCutting(Record):
    """An activity to which a cross-cutting one applies, without being copied into it."""

    activity = models.ForeignKey(
        ProcessingActivity,
        models.CASCADE,
        related_name="applications",
        verbose_name=_("cross-cutting activity"),
    )
    target = models.ForeignKey(
        ProcessingActivity,
        models.CASCADE,
        related_name="cross_cutting",
        verbose_name=_("applies to"),
    )

    history = Trail()

    class Meta:
        verbose_name = _("application of a cross-cutting activity")
        verbose_name_plural = _("applications of cross-cutting activities")
        ordering = ("activity", "target")
        constraints = (
            models.UniqueConstraint(
                name="ropa_cross_cutting_unique",
                fields=("activity", "target"),
                violation_error_message=_("It applies to this activity already."),
            ),
            models.CheckConstraint(
                name="ropa_cross_cutting_not_itself",
                condition=~models.Q(activity=models.F("target")),
                violation_error_message=_("An activity does not apply to itself."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.activity.code} → {self.target.code}"

    def clean(self) -> None:
        super().clean()
        if self.activity_id and self.activity.kind != ActivityKind.CROSS_CUTTING:
            raise ValidationError(
                _(
                    "“%(activity)s” is not of the kind “applies to many activities”; choose that "
                    "kind first, or leave this row out."
                )
                % {"activity": self.activity.code}
            )
