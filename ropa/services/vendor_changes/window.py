"""The time to object to a change: the shorter of notice and contract, step by step, Art. 28(2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ropa import periods
from ropa.audit import acting, changed
from ropa.choices.vendors import SubProcessorConsent
from ropa.models import Agreement, VendorChange


@dataclass(frozen=True)
class Window:
    """The last day to object, or None where nobody said one; and why, a sentence a step."""

    until: date | None
    steps: tuple[str, ...]

    @property
    def explanation(self) -> str:
        return "\n".join(self.steps)


def record(change: VendorChange) -> VendorChange:
    """Save a change that is open, with its last day to object worked out anew."""
    window = window_of(change)
    change.object_until, change.explanation = window.until, window.explanation
    change.full_clean()
    change.save()
    return change


def window_of(change: VendorChange) -> Window:
    """Work out the last day on which an objection is in time.

    The day of receipt is not counted, Regulation 1182/71, Art. 3(1); the last day is the whole of
    it. No end is moved to a working day: that needs a clause, and no rule of law does it for a
    contract in every state. Where the change names no agreement, those of the vendor count that
    were in force when the notice came.
    """
    received = _day(change.received_on)
    steps = [_("The notice came on %(day)s; the day after it is the first.") % {"day": received}]
    days: list[date] = []
    if said := _by_notice(change):
        days.append(said)
        steps.append(_notice_step(change, said))
    else:
        steps.append(_("The notice gives no time to object."))
    agreements = _agreements_of(change)
    for agreement in agreements:
        if agreement.objection_period:
            days.append(_last_day(change.received_on, agreement.objection_period))
        steps.append(_contract_step(agreement, change.received_on))
    if not agreements:
        steps.append(_("No agreement with the vendor says how long we may object."))
    until = min(days, default=None)
    steps.append(_result(until, several=len(days) > 1))
    return Window(until, tuple(steps))


def _by_notice(change: VendorChange) -> date | None:
    if change.notice_until:
        return change.notice_until
    return _last_day(change.received_on, change.notice_period) if change.notice_period else None


def _notice_step(change: VendorChange, until: date) -> str:
    if change.notice_until:
        return _("The notice says: until %(day)s.") % {"day": _day(until)}
    words = {"period": _words(change.notice_period), "day": _day(until)}
    return _("The notice gives %(period)s: until %(day)s.") % words


def _agreements_of(change: VendorChange) -> list[Agreement]:
    """The one that the change names; else those of the vendor in force that say something."""
    if change.agreement is not None:
        return [change.agreement]
    on = change.received_on
    in_force = (Q(valid_from=None) | Q(valid_from__lte=on)) & (
        Q(expires_on=None) | Q(expires_on__gte=on)
    )
    says = ~Q(objection_period="") | Q(
        sub_processor_consent__in=(SubProcessorConsent.SPECIFIC, SubProcessorConsent.NONE)
    )
    return list(Agreement.objects.filter(in_force, says, vendor=change.vendor).order_by("code"))


def _contract_step(agreement: Agreement, received: date) -> str:
    named: dict[str, Any] = {"agreement": agreement.title}
    said = []
    if agreement.objection_period:
        named["period"] = _words(agreement.objection_period)
        named["day"] = _day(_last_day(received, agreement.objection_period))
        said.append(_("“%(agreement)s” gives %(period)s: until %(day)s."))
    else:
        said.append(_("“%(agreement)s” gives no time to object."))
    if agreement.sub_processor_consent == SubProcessorConsent.SPECIFIC:
        said.append(_("By it, each further processor needs our written consent beforehand."))
    elif agreement.sub_processor_consent == SubProcessorConsent.NONE:
        said.append(_("By it, no further processor is allowed at all."))
    return " ".join(said) % named


def _result(until: date | None, *, several: bool) -> str:
    if until is None:
        return _(
            "So no time to object is known: ask the vendor, or look into the agreement and enter "
            "its time to object."
        )
    if several:
        return _("The shorter one counts: object by the end of %(day)s.") % {"day": _day(until)}
    return _("Object by the end of %(day)s.") % {"day": _day(until)}


def _last_day(received: date, period: str) -> date:
    try:
        return periods.last_day(received, periods.parse(period))
    except OverflowError:  # a period of thousands of years
        return date.max


def _words(period: str) -> str:
    return periods.in_words(periods.parse(period))


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _follow_agreements(sender: Any, keys: Iterable[Any], **_named: Any) -> None:
    """An agreement says another time to object: the open changes that it is about follow."""
    concerned = Q(agreement__in=list(keys)) | Q(agreement=None, vendor__agreements__in=list(keys))
    with acting(reason=_("The agreement was changed.")):
        follow(concerned)


def follow(concerned: Q) -> None:
    """Work out the time to object of open changes anew, and keep it where it is another one."""
    found = VendorChange.objects.open().filter(concerned).distinct()
    for change in found.select_related("vendor", "agreement"):
        window = window_of(change)
        if (change.object_until, change.explanation) != (window.until, window.explanation):
            change.object_until, change.explanation = window.until, window.explanation
            change.save()


changed.connect(_follow_agreements, sender=Agreement, dispatch_uid="vendor changes")
