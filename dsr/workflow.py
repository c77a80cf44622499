"""The way of a request: which step leads from where to where, who may take it, and when to say why.

    received ──► verifying ──► in progress ──► fulfilled
        └────────────────────────►┘
    from each of the first three also: refused, forwarded, withdrawn

What is closed stays closed; a person who asks again makes a new request. To extend the time is a
deed of its own, as it leaves the status alone.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from dsr.choices import CLOSED, TicketStatus
from dsr.errors import UnknownDeed

WORK, CLOSE, EXTEND = "dsr.work_ticket", "dsr.close_ticket", "dsr.extend_ticket"

RECEIVED, VERIFYING = TicketStatus.RECEIVED, TicketStatus.VERIFYING
IN_PROGRESS = TicketStatus.IN_PROGRESS


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One step. `question` is put to the officer before it; a step with a reason asks anyway."""

    name: str
    label: StrOrPromise
    sources: tuple[TicketStatus, ...]
    target: TicketStatus
    permission: str
    needs_reason: bool = False
    takes_reason: bool = False
    question: StrOrPromise = ""

    @property
    def closes(self) -> bool:
        return self.target in CLOSED

    def starts_from(self, status: str) -> bool:
        return status in self.sources


TRANSITIONS = (
    Transition(
        name="check-identity",
        label=_("Check identity"),
        sources=(RECEIVED,),
        target=VERIFYING,
        permission=WORK,
    ),
    Transition(
        name="begin",
        label=_("Begin work"),
        sources=(RECEIVED, VERIFYING),
        target=IN_PROGRESS,
        permission=WORK,
    ),
    Transition(
        name="fulfil",
        label=_("Fulfil"),
        sources=(IN_PROGRESS,),
        target=TicketStatus.FULFILLED,
        permission=CLOSE,
        question=_("Has the answer gone to the requester? This closes the request for good."),
    ),
    Transition(
        name="refuse",
        label=_("Refuse"),
        sources=(RECEIVED, VERIFYING, IN_PROGRESS),
        target=TicketStatus.REFUSED,
        permission=CLOSE,
        needs_reason=True,
        question=_(
            "Art. 12(4): the requester must be told why, and of the right to complain to an "
            "authority and to go to court. This closes the request for good."
        ),
    ),
    Transition(
        name="forward",
        label=_("Forward to the customer"),
        sources=(RECEIVED, VERIFYING, IN_PROGRESS),
        target=TicketStatus.FORWARDED,
        permission=CLOSE,
        needs_reason=True,
        question=_(
            "For data held as processor: the customer answers as controller. Say whose data they "
            "are. This closes the request for good."
        ),
    ),
    Transition(
        name="withdraw",
        label=_("Record withdrawal"),
        sources=(RECEIVED, VERIFYING, IN_PROGRESS),
        target=TicketStatus.WITHDRAWN,
        permission=CLOSE,
        takes_reason=True,
        question=_("Has the requester withdrawn the request? This closes it for good."),
    ),
)


def transition_called(name: str) -> Transition:
    """Return the step with this name; raises `UnknownDeed` when there is none."""
    for transition in TRANSITIONS:
        if transition.name == name:
            return transition
    raise UnknownDeed(deed=name, known=", ".join(each.name for each in TRANSITIONS))
