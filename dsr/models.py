"""Tickets: one data-subject request each, with the clock that says when it is due."""

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dsr.choices import CLOSED, IntakeChannel, Regime, TicketStatus
from ropa.audit import Record, RecordQuerySet, Trail
from ropa.choices.retention import Right
from ropa.models import Organisation
from ropa.models.rules import known

DAYS_SOON = 7  # a request due within so many days wants attention
PERSONAL = ("requester_name", "requester_email", "requester_address", "details")


class TicketQuerySet(RecordQuerySet["Ticket"]):
    def open(self) -> Self:
        return self.exclude(status__in=CLOSED)

    def closed(self) -> Self:
        return self.filter(status__in=CLOSED)

    def overdue(self, *, on: date) -> Self:
        """Open tickets whose last day in time lies before `on`."""
        return self.open().filter(due_on__lt=on)

    def due_within(self, days: int, *, on: date) -> Self:
        """Open tickets due from `on` to `days` calendar days later, both included."""
        return self.open().filter(due_on__range=(on, on + timedelta(days=days)))

    def pressing(self, *, on: date) -> Self:
        """Open tickets that are overdue or due soon."""
        return self.open().filter(due_on__lte=on + timedelta(days=DAYS_SOON))


class Ticket(Record):
    """One request of one data subject for one right, Art. 12 and 15 to 22."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="tickets", verbose_name=_("organisation")
    )
    reference = models.CharField(_("reference"), max_length=60, unique=True, editable=False)
    right = models.CharField(_("right"), max_length=48, choices=Right)
    channel = models.CharField(
        _("received by"), max_length=10, choices=IntakeChannel, default=IntakeChannel.EMAIL
    )
    received_on = models.DateField(
        _("received on"), help_text=_("The day it reached the organisation, not the day of entry.")
    )
    requester_name = models.CharField(_("name"), max_length=200, blank=True)
    requester_email = models.EmailField(_("e-mail"), blank=True)
    requester_address = models.TextField(_("address"), blank=True)
    details = models.TextField(_("what is asked"), blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tickets",
        verbose_name=_("assigned to"),
    )
    # From here on the services write alone; the admin shows these fields read-only. They are not
    # `editable=False`, as the history page leaves such fields out.
    status = models.CharField(
        _("status"), max_length=12, choices=TicketStatus, default=TicketStatus.RECEIVED
    )
    due_on = models.DateField(_("due on"))
    extended_on = models.DateField(_("extended on"), null=True, blank=True)
    extension_reason = models.TextField(_("reason of the extension"), blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closing_reason = models.TextField(_("reason of the outcome"), blank=True)

    objects = TicketQuerySet.as_manager()  # type: ignore[misc]
    # Personal data stay out of the history, so that erasing the row erases them.
    history = Trail(excluded_fields=PERSONAL)

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ("due_on", "reference")
        permissions = (
            ("work_ticket", "Can move a request forward"),
            ("extend_ticket", "Can extend the time for a request"),
            ("close_ticket", "Can close a request"),
        )
        constraints = (
            known("dsr_ticket", "right", Right),
            known("dsr_ticket", "channel", IntakeChannel),
            known("dsr_ticket", "status", TicketStatus),
            models.CheckConstraint(
                name="dsr_ticket_due_after_receipt",
                condition=Q(due_on__gt=F("received_on")),
                violation_error_message=_("A request is due after it was received."),
            ),
            models.CheckConstraint(
                name="dsr_ticket_extension_has_reason",
                condition=Q(extended_on__isnull=True, extension_reason="")
                | (Q(extended_on__gte=F("received_on")) & ~Q(extension_reason="")),
                violation_error_message=_("An extension needs its reason, Art. 12(3)."),
            ),
            models.CheckConstraint(
                name="dsr_ticket_closed_has_its_day",
                condition=Q(closed_on__gte=F("received_on"), status__in=CLOSED)
                | (Q(closed_on__isnull=True) & ~Q(status__in=CLOSED)),
                violation_error_message=_("A closed request has the day of closing, no other has."),
            ),
            models.CheckConstraint(
                name="dsr_ticket_refusal_has_reason",
                condition=~Q(status=TicketStatus.REFUSED) | ~Q(closing_reason=""),
                violation_error_message=_("A refusal needs its reason, Art. 12(4)."),
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.status not in CLOSED

    def days_left(self, *, on: date) -> int:
        return (self.due_on - on).days


class Clock(Record):
    """How the due day of a ticket came about: the rule, its version and every step."""

    ticket = models.OneToOneField(
        Ticket, models.CASCADE, related_name="clock", verbose_name=_("request")
    )
    regime = models.CharField(_("regime"), max_length=20, choices=Regime, default=Regime.EU_GDPR)
    country = models.CharField(_("public holidays of"), max_length=12, blank=True)
    due_on = models.DateField(_("due on"))
    extension_notice_by = models.DateField(_("word of an extension by"))
    steps: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(
        _("steps")
    )
    rule_version = models.CharField(_("version of the rule"), max_length=40)

    history = Trail()

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        constraints = (known("dsr_clock", "regime", Regime),)

    def __str__(self) -> str:
        return f"{self.ticket.reference}: {self.due_on}"
