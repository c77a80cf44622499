"""Reminders of agreements that end and of changes to which there is still time to object.

Of an agreement 90, 30, 7 and 1 days before its last day, on it, and then every 30 days until it is
replaced. Of a change 7, 3 and 1 days before the last day to object, and on it, while nobody has
decided.
"""

from collections.abc import Callable
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ropa.choices.vendors import ChangeStatus
from ropa.models import Agreement, AgreementReminder, ChangeReminder, VendorChange
from ropa.services import reviews
from ropa.services.ladder import Ladder
from ropa.services.reminding import NotSent, Reminding, Wording, remind


def remind_of_agreements(*, on: date) -> int:
    """Send the digest of agreements that end; return how many it names. See `reminding`."""
    return remind(AGREEMENTS, on=on)


def remind_of_changes(*, on: date) -> int:
    """Send the digest of changes to decide about; return how many it names. See `reminding`."""
    return remind(CHANGES, on=on)


def remind_of_all(*, on: date) -> tuple[dict[str, int], list[str]]:
    """Send every digest; return how many records each names, and the sentences of trouble.

    One that cannot be sent keeps none of the others back.
    """
    sent, troubles = {}, []
    for name, deed in DEEDS.items():
        try:
            sent[name] = deed(on=on)
        except NotSent as trouble:
            sent[name] = 0
            troubles.append(str(trouble))
    return sent, troubles


def _ending(until: date, on: date) -> QuerySet[Agreement]:
    return Agreement.objects.pressing((until - on).days, on=on)


def _to_decide(until: date, _on: date) -> QuerySet[VendorChange]:
    open_ones = VendorChange.objects.filter(status=ChangeStatus.OPEN, object_until__lte=until)
    return open_ones.select_related("vendor")


def _agreements(count: int) -> str:
    return ngettext(
        "%(count)d agreement of the record of processing ends or has ended",
        "%(count)d agreements of the record of processing end or have ended",
        count,
    ) % {"count": count}


def _changes(count: int) -> str:
    return ngettext(
        "%(count)d change announced by a vendor is to be decided",
        "%(count)d changes announced by vendors are to be decided",
        count,
    ) % {"count": count}


AGREEMENTS = Reminding(
    right="ropa.change_agreement",
    ladder=Ladder((90, 30, 7, 1, 0), repeat=30),
    reminder=AgreementReminder,
    key="agreement",
    day="expires_on",
    rows=_ending,
    wording=Wording(
        subject=_agreements,
        opening=_("These agreements end, or ended and were not replaced:"),
        before=_("%(organisation)s: %(what)s – last day %(day)s"),
        after=_("%(organisation)s: %(what)s – ended on %(day)s"),
        closing=_("Enter the new last day or the agreement that follows, or end the use."),
        failed=_("No reminder of agreements could be sent (%(why)s). Check EMAIL_URL."),
    ),
)
CHANGES = Reminding(
    right="ropa.decide_vendorchange",
    ladder=Ladder((7, 3, 1, 0)),
    reminder=ChangeReminder,
    key="change",
    day="object_until",
    rows=_to_decide,
    wording=Wording(
        subject=_changes,
        opening=_("The time to object to these changes ends, and nobody has decided:"),
        before=_("%(organisation)s: %(what)s – object until %(day)s"),
        after=_("%(organisation)s: %(what)s – the time to object ended on %(day)s"),
        closing=_("Decide on the page of the change, with the reason."),
        failed=_("No reminder of changes could be sent (%(why)s). Check EMAIL_URL."),
    ),
)
DEEDS: dict[str, Callable[..., int]] = {
    "reviews": reviews.remind,
    "agreements": remind_of_agreements,
    "changes": remind_of_changes,
}
