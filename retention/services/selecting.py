"""From rules, minimums, other rules and holds to a selection of rows."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from retention.errors import NotExecutable
from retention.models import DataSetRule, LegalHold
from retention.selection import Match, Selection, Window
from ropa import periods
from ropa.choices.retention import Action, Bound, ExecutedBy

EXECUTABLE_ACTIONS = (Action.DELETE, Action.REMOVE)
EXECUTABLE_BOUNDS = (Bound.EXACT, Bound.MAX)
NEEDED_BOUNDS = (Bound.EXACT, Bound.OPEN)


def why_not_executable(target: DataSetRule) -> str:
    """Return the sentence that says why a rule cannot purge here, or '' when it can."""
    rule = target.rule
    if not target.is_active:
        return _("The rule is not active on this data set.")
    if rule.bound not in EXECUTABLE_BOUNDS:
        return _("A rule with the bound “%(bound)s” keeps rows and purges none.") % {
            "bound": rule.get_bound_display()
        }
    if not rule.period:
        return _("The rule has no period. Give it one, such as P60D, or purge by a request.")
    if rule.action not in EXECUTABLE_ACTIONS:
        return _("The action “%(action)s” cannot be carried out by a purge.") % {
            "action": rule.get_action_display()
        }
    if rule.executed_by in (ExecutedBy.VENDOR, ExecutedBy.BROWSER):
        return _("The rule is executed by %(who)s, not by us.") % {
            "who": rule.get_executed_by_display()
        }
    return ""


def only_keeps(target: DataSetRule) -> bool:
    """Tell whether the rule is there to keep rows, as a minimum does, and never to purge them."""
    return target.rule.bound not in EXECUTABLE_BOUNDS


def cutoff_of(target: DataSetRule, *, on: date) -> date:
    """Return the latest trigger day whose period is over on the day `on`.

    Raises `NotExecutable` when the rule purges nothing here.
    """
    if reason := why_not_executable(target):
        raise NotExecutable(f"{target}: {reason}")
    return _cutoff(target, on=on)


def _cutoff(target: DataSetRule, *, on: date) -> date:
    try:
        return periods.cutoff(on, periods.parse(target.rule.period))
    except (ValueError, OverflowError) as wrong:  # before the first year there is
        raise NotExecutable(f"{target}: {wrong}") from wrong


def others_at_work(target: DataSetRule) -> list[DataSetRule]:
    """Return the other active rules on the same data set."""
    others = DataSetRule.objects.active().filter(data_set=target.data_set_id)
    return list(others.exclude(pk=target.pk).select_related("rule").order_by("pk"))


def selection_of(
    target: DataSetRule, others: Iterable[DataSetRule], *, cutoff_on: date, on: date
) -> Selection:
    """Return what is due at `cutoff_on`, and what keeps rows of it on the day `on`."""
    return Selection(
        due=Window(target.trigger_column, cutoff_on, _only(target)),
        held=held_matches(target, on=on),
        minimums=tuple(_window(o, on=on) for o in others if o.rule.bound == Bound.MIN),
        needed=tuple(_window(o, on=on) for o in others if o.rule.bound in NEEDED_BOUNDS),
        zone=ZoneInfo(target.rule.organisation.time_zone or settings.TIME_ZONE),
    )


def held_matches(target: DataSetRule, *, on: date) -> tuple[Match | None, ...]:
    """Return what the holds in force keep in the data set; None stands for every row.

    A hold without any scope keeps everything of the organisation until it gets one.
    """
    holds = LegalHold.objects.in_force(on=on).filter(organisation=target.rule.organisation_id)
    here = Q(scopes__data_set=target.data_set_id) | Q(scopes__data_set__isnull=True)
    scopes = holds.filter(here).order_by("pk", "scopes")
    return tuple(
        Match(column, value) if column or value else None
        for column, value in scopes.values_list("scopes__column", "scopes__value")
    )


def _window(target: DataSetRule, *, on: date) -> Window:
    """Return the rows that a rule keeps; a rule without period has no end."""
    cutoff = _cutoff(target, on=on) if target.rule.period else None
    return Window(target.trigger_column, cutoff, _only(target))


def _only(target: DataSetRule) -> Match | None:
    if not target.filter_column and not target.filter_value:
        return None
    return Match(target.filter_column, target.filter_value)
