"""Closed lists of tickets."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TicketStatus(TextChoices):
    RECEIVED = "received", _("received")
    VERIFYING = "verifying", _("identity being checked")
    IN_PROGRESS = "in_progress", _("in progress")
    FULFILLED = "fulfilled", _("fulfilled")
    REFUSED = "refused", _("refused")
    FORWARDED = "forwarded", _("forwarded to the customer")
    WITHDRAWN = "withdrawn", _("withdrawn")


CLOSED = (
    TicketStatus.FULFILLED,
    TicketStatus.REFUSED,
    TicketStatus.FORWARDED,
    TicketStatus.WITHDRAWN,
)


class IntakeChannel(TextChoices):
    EMAIL = "email", _("e-mail")
    LETTER = "letter", _("letter")
    FORM = "form", _("form")
    PHONE = "phone", _("telephone")
    IN_PERSON = "in_person", _("in person")


class Regime(TextChoices):
    EU_GDPR = "EU_GDPR", _("GDPR")
