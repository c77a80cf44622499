"""The inbox of changes that vendors announce, with the last day to object, Art. 28(2)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, RecordQuerySet, Trail
from ropa.choices.vendors import ChangeKind, ChangeStatus
from ropa.models.agreement import Agreement
from ropa.models.organisation import Organisation
from ropa.models.rules import country_validator, filled, known, validate_period
from ropa.models.vendor import Vendor


class ChangeQuerySet(RecordQuerySet["VendorChange"]):
    def open(self) -> Self:
        return self.filter(status=ChangeStatus.OPEN)

    def overdue(self, *, on: date) -> Self:
        """Open ones whose last day to object lies before `on`."""
        return self.open().filter(object_until__lt=on)


class VendorChange(Record):
    """A change that a vendor announced, and what we decided about it."""

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="vendor_changes",
        verbose_name=_("organisation"),
    )
    vendor = models.ForeignKey(
        Vendor, models.PROTECT, related_name="changes", verbose_name=_("vendor")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=ChangeKind)
    sub_processor = models.ForeignKey(
        Vendor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="announcements",
        verbose_name=_("sub-processor"),
    )
    sub_processor_name = models.CharField(
        _("name in the notice"), max_length=200, blank=True, help_text=_("As the notice spells it.")
    )
    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[country_validator]
    )
    summary = models.TextField(_("what changes"))
    received_on = models.DateField(_("notice received on"))
    effective_on = models.DateField(_("takes effect on"), null=True, blank=True)
    notice_period = models.CharField(
        _("time to object by the notice"),
        max_length=20,
        blank=True,
        validators=[validate_period],
        help_text=_("ISO 8601, such as P30D."),
    )
    notice_until = models.DateField(
        _("or: object until, by the notice"), null=True, blank=True, help_text=_("The last day.")
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="changes",
        verbose_name=_("agreement"),
        help_text=_("Whose time to object applies; the shorter of notice and contract counts."),
    )
    object_until = models.DateField(_("object until"), null=True, blank=True, editable=False)
    explanation = models.TextField(_("why this day"), blank=True, editable=False)
    evidence = models.TextField(_("evidence"), blank=True, help_text=_("Where the notice is kept."))
    status = models.CharField(
        _("decision"),
        max_length=13,
        choices=ChangeStatus,
        default=ChangeStatus.OPEN,
        editable=False,
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decision_note = models.TextField(_("reason and evidence"), blank=True, editable=False)

    worked_out = ("object_until", "explanation")  # follow from the agreements of the vendor

    objects = ChangeQuerySet.as_manager()  # type: ignore[misc]
    derived_fields = (
        "object_until",
        "explanation",
        "status",
        "decided_on",
        "decided_by",
        "decision_note",
    )
    history = Trail()

    class Meta:
        verbose_name = _("change announced by a vendor")
        verbose_name_plural = _("changes announced by vendors")
        ordering = ("object_until", "-received_on", "pk")
        permissions = (("decide_vendorchange", "Can decide about changes of vendors"),)
        constraints = (
            known("ropa_change", "kind", ChangeKind),
            known("ropa_change", "status", ChangeStatus),
            filled("ropa_change", "summary", _("Say what changes.")),
            models.CheckConstraint(
                name="ropa_change_decided_says_when_and_why",
                condition=Q(status=ChangeStatus.OPEN, decided_on__isnull=True)
                | (
                    ~Q(status=ChangeStatus.OPEN)
                    & Q(decided_on__gte=F("received_on"))
                    & ~Q(decision_note="")
                ),
                violation_error_message=_(
                    "A decision has its day, not before the notice came, and its reason."
                ),
            ),
            models.CheckConstraint(
                name="ropa_change_until_after_received",
                condition=Q(notice_until__isnull=True) | Q(notice_until__gte=F("received_on")),
                violation_error_message=_("The last day lies before the notice came."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.vendor}: {self.get_kind_display()} ({self.received_on.isoformat()})"
