"""The buttons of a request: one for each step of the workflow, and one to extend the time."""

from functools import partial

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import RecordAction
from dsr import services, workflow
from dsr.choices import TicketStatus
from dsr.errors import RequestError
from dsr.models import Ticket
from dsr.workflow import Transition


def record_actions() -> tuple[RecordAction, ...]:
    return (*(_step(transition) for transition in workflow.TRANSITIONS), _EXTEND)


def _step(transition: Transition) -> RecordAction:
    return RecordAction(
        name=transition.name,
        label=transition.label,  # lazy, to be in the language of the officer
        permission=transition.permission,
        deed=partial(_move, transition),
        offered=lambda ticket: transition.starts_from(ticket.status),
        needs_reason=transition.needs_reason,
        takes_reason=transition.takes_reason,
        question=transition.question,
        is_danger=transition.target == TicketStatus.REFUSED,
        errors=(RequestError,),
    )


def _move(transition: Transition, _request: HttpRequest, ticket: Ticket, reason: str) -> str:
    on = timezone.localdate()
    moved = services.move(ticket.pk, transition=transition.name, reason=reason, on=on)
    return _("%(ticket)s is now: %(status)s.") % {
        "ticket": moved,
        "status": moved.get_status_display(),
    }


def _extend(_request: HttpRequest, ticket: Ticket, reason: str) -> str:
    extended = services.extend(ticket.pk, reason=reason, on=timezone.localdate())
    return _("%(ticket)s is now due on %(day)s. Tell the requester why by %(notice_by)s.") % {
        "ticket": extended,
        "day": extended.due_on,
        "notice_by": extended.clock.extension_notice_by,
    }


_EXTEND = RecordAction(
    name="extend",
    label=gettext_lazy("Extend the time"),
    permission=workflow.EXTEND,
    deed=_extend,
    offered=lambda ticket: ticket.is_open and ticket.extended_on is None,
    needs_reason=True,
    question=gettext_lazy(
        "Art. 12(3): two more months, once, where the request is complex or there are many. "
        "The requester must hear of it, with the reasons, within the first month."
    ),
    errors=(RequestError,),
)
