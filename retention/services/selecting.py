"""From a rule at work, the other rules there, holds and restrictions to a selection of rows."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from retention.choices import Operator
from retention.errors import NotExecutable
from retention.models import CustomerKey, DataSet, DataSetRule
from retention.selection import Blank, Keeper, Match, Rows, Selection, Why, Window
from retention.services.stops import customer_rows, rows_of, stops_of
from ropa import periods
from ropa.choices.retention import Action, Bound, ExecutedBy
from ropa.models import RuleExtension, RuleOverride

DELETING = (Action.DELETE, Action.REMOVE)
ANONYMISING = (Action.ANONYMISE, Action.KEEP_ANONYMISED, Action.DISASSOCIATE)
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
    if rule.action not in (*DELETING, *ANONYMISING):
        return _("The action “%(action)s” cannot be carried out by a purge.") % {
            "action": rule.get_action_display()
        }
    if rule.action in ANONYMISING and not any(each.strategy for each in target.columns.all()):
        return _("The rule anonymises: list on it the columns, and what is left of each.")
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
    return _cutoff(target, target.rule.period, on=on)


def _cutoff(target: DataSetRule, period: str, *, on: date) -> date:
    try:
        return periods.cutoff(on, periods.parse(period), target.rule.start_rounding)
    except (ValueError, OverflowError) as wrong:  # before the first year there is
        raise NotExecutable(f"{target}: {wrong}") from wrong


def others_at_work(target: DataSetRule) -> list[DataSetRule]:
    """Return the other active rules on the same data set."""
    others = DataSetRule.objects.active().filter(data_set=target.data_set_id)
    return list(others.exclude(pk=target.pk).select_related("rule").order_by("pk"))


def selection_of(
    target: DataSetRule, others: Iterable[DataSetRule], *, planned_on: date, on: date
) -> Selection:
    """Return what was due on the day of the plan, and what keeps rows of it on the day `on`."""
    zone = ZoneInfo(target.rule.organisation.time_zone or settings.TIME_ZONE)
    local = target.data_set.time_zone
    return Selection(
        due=_windows(target, on=planned_on),
        keepers=keepers_of(target, others, on=on),
        blanks=blanks_of(target),
        zone=zone,
        local_zone=ZoneInfo(local) if local else zone,
    )


def keepers_of(
    target: DataSetRule, others: Iterable[DataSetRule], *, on: date
) -> tuple[Keeper, ...]:
    """Return all that keeps rows of the data set on the day: holds first, then rules."""
    found = list(stops_of(target.data_set, on=on))
    found += _extensions(target, on=on)
    for other in others:
        found += _extensions(other, on=on)
        if other.rule.bound == Bound.MIN:
            found += _kept_by(other, Why.PROTECTED, on=on)
        elif other.rule.bound in NEEDED_BOUNDS:
            found += _kept_by(other, Why.KEPT, on=on)
    return tuple(found)


def blanks_of(target: DataSetRule) -> tuple[Blank, ...]:
    """Return what is left of which column; nothing where rows are deleted."""
    if target.rule.action not in ANONYMISING:
        return ()
    columns = [each for each in target.columns.all() if each.strategy]
    return tuple(Blank(each.column, each.strategy, each.fixed_value) for each in columns)


def overrides_of(target: DataSetRule, *, on: date) -> list[RuleOverride]:
    """Return the periods agreed with customers that concern the data set."""
    if target.data_set.without_customers:
        return []
    found = RuleOverride.objects.in_force(on=on).filter(rule=target.rule_id)
    return list(found.select_related("customer").order_by("pk"))


def _windows(target: DataSetRule, *, on: date) -> tuple[Window, ...]:
    """Return the window of the rule, and one for each customer with a period of its own."""
    rows, period = rows_of(target), target.rule.period
    agreed = overrides_of(target, on=on)
    base = rows
    own = []
    for override in agreed:
        theirs = _named(target.data_set, override)
        base += tuple(Match(each.column, each.values, Operator.DIFFERS) for each in theirs)
        cutoff = _cutoff(target, override.period, on=on)
        own.append(Window(target.trigger_column, cutoff, (*rows, *theirs)))
    cutoff_on = _cutoff(target, period, on=on) if period else None
    return (Window(target.trigger_column, cutoff_on, base), *own)


def _named(data_set: DataSet, override: RuleOverride) -> Rows:
    """Return the rows of the customer, one condition for each name; raises `NotExecutable`."""
    names = CustomerKey.objects.filter(store=data_set.store_id, customer=override.customer_id)
    values = tuple(names.order_by("pk").values_list("value", flat=True))
    if not (data_set.customer_column and values):
        raise NotExecutable(
            _(
                "Another period is agreed with %(customer)s, but “%(set)s” does not tell its rows "
                "apart. Name the column of the customer and what the customer is called in the "
                "store, or tick that no customer can be told."
            )
            % {"customer": override.customer, "set": data_set.name}
        )
    return (Match(data_set.customer_column, values, Operator.ONE_OF),)


def _kept_by(target: DataSetRule, why: Why, *, on: date) -> list[Keeper]:
    columns = tuple(each.column for each in target.columns.all())
    windows = _windows(target, on=on)
    return [Keeper(why, target.rule.code, (), window, columns) for window in windows]


def _extensions(target: DataSetRule, *, on: date) -> list[Keeper]:
    """Return the extensions of a rule, which keep its rows, or those of one customer."""
    found = []
    for extension in RuleExtension.objects.in_force(on=on).filter(rule=target.rule_id):
        rows = rows_of(target)
        if extension.customer_id is not None:
            rows += customer_rows(target.data_set, extension.customer_id)
        found.append(Keeper(Why.PROTECTED, target.rule.code, rows))
    return found
