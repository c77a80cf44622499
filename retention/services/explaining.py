"""What comes next for a plan, in one sentence for its page."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from retention.choices import PlanStatus
from retention.errors import PlanRefused
from retention.models import PurgePlan
from retention.services.planning import refuse_if_changed
from retention.services.selecting import others_at_work


def next_step(plan: PurgePlan) -> str:
    """Return who or what the plan waits for, or why it ended."""
    return STEPS[plan.status](plan)


def _drafted(plan: PurgePlan) -> str:
    if changed := _change_of(plan):
        return changed
    return _("Waits for a person who neither requested it nor last edited its rule or data set.")


def _approved(plan: PurgePlan) -> str:
    if changed := _change_of(plan):
        return changed
    day = date_format(plan.not_before) if plan.not_before else ""
    return _("May run from %(day)s. %(how)s") % {"day": day, "how": _how_it_runs()}


def _running(_plan: PurgePlan) -> str:
    return _("Its run is under way.")


def _done(_plan: PurgePlan) -> str:
    return _("Carried out; its run holds the evidence.")


def _rejected(plan: PurgePlan) -> str:
    turned: Any = plan.history.filter(status=PlanStatus.REJECTED).earliest("history_id")
    return _("Rejected by %(who)s: %(why)s") % {
        "who": turned.history_user or _("the system"),
        "why": turned.history_change_reason or "–",
    }


def _lapsed(plan: PurgePlan) -> str:
    run = getattr(plan, "run", None)
    if run is None:
        return _("A newer look at the data set took its place.")
    return _("Its run stopped: %(reason)s") % {"reason": run.stopped_reason}


STEPS: dict[str, Callable[[PurgePlan], str]] = {
    PlanStatus.DRAFTED: _drafted,
    PlanStatus.APPROVED: _approved,
    PlanStatus.REJECTED: _rejected,
    PlanStatus.LAPSED: _lapsed,
    PlanStatus.RUNNING: _running,
    PlanStatus.DONE: _done,
}


def _change_of(plan: PurgePlan) -> str:
    """Return the sentence that the plan is out of date, or '' when it is not."""
    try:
        refuse_if_changed(plan, others_at_work(plan.target))
    except PlanRefused as changed:
        return str(changed)
    return ""


def _how_it_runs() -> str:
    if settings.EMBEDDED_BEAT:
        return _("The schedule of this web process runs it; no button does.")
    if settings.EMBEDDED:
        return _("Nothing runs by itself here: the operator calls “manage.py run_due”.")
    return _("The schedule hands it to the workers; an operator may do so earlier.")
