"""How a request is shown: days left, status, and why it is due when it is."""

from datetime import date

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.admin.display import NOTHING, Tone, pill
from dsr.choices import TicketStatus
from dsr.models import DAYS_SOON, Ticket

STATUS_TONES: dict[str, Tone] = {TicketStatus.FULFILLED: "ok"}


def days_left(ticket: Ticket, *, on: date) -> str:
    """Return the days left as a phrase; empty when the request is closed."""
    days = ticket.days_left(on=on)
    if not ticket.is_open:
        return ""
    if days == 0:
        return _("due today")
    if days < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def tone(ticket: Ticket, *, on: date) -> Tone:
    days = ticket.days_left(on=on)
    if not ticket.is_open or days > DAYS_SOON:
        return "quiet"
    return "late" if days < 0 else "soon"


def days_left_pill(ticket: Ticket, *, on: date) -> str:
    phrase = days_left(ticket, on=on)
    return pill(phrase, tone(ticket, on=on)) if phrase else NOTHING


def status_pill(ticket: Ticket) -> SafeString:
    return pill(ticket.get_status_display(), STATUS_TONES.get(ticket.status, "quiet"))


def why_this_date(ticket: Ticket) -> str:
    """Return the steps of the clock as an ordered list, with the rule of each."""
    clock = getattr(ticket, "clock", None)
    if clock is None:
        return ""
    steps = format_html_join(
        "",
        '<li>{} <span class="rule">[{}]</span></li>',
        ((step["text"], step["rule"]) for step in clock.steps),
    )
    sources = _("Public holidays: %(place)s. Version of the rule: %(version)s.") % {
        "place": clock.country or _("none"),
        "version": clock.rule_version,
    }
    notice = _("Last day to tell the requester of an extension: %(day)s.") % {
        "day": date_format(clock.extension_notice_by)
    }
    return format_html('<ol class="steps">{}</ol><p>{}</p><p>{}</p>', steps, notice, sources)
