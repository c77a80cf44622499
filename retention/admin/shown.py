"""How purges and holds are shown: statuses as pills, counts and contents as sentences."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.admin import NOTHING, link, pill
from config.admin.display import Tone
from retention.choices import (
    BatchStatus,
    Operator,
    Outcome,
    PlanStatus,
    RunStatus,
    StoreKind,
    Strategy,
)
from retention.models import DataSet, LegalHold, PurgeBatch, PurgePlan, PurgeRun
from retention.selection import Overview
from retention.services.overview import Finding
from ropa import periods
from ropa.choices.retention import Action, Bound, Trigger
from ropa.models import RetentionRule

NEW_LINE = SafeString("<br>")
TONES: dict[str, Tone] = {
    PlanStatus.DRAFTED: "soon",
    PlanStatus.APPROVED: "ok",
    RunStatus.RUNNING: "soon",
    RunStatus.STOPPED: "late",
    RunStatus.DONE: "ok",
    BatchStatus.ANNOUNCED: "soon",
    BatchStatus.DESTROYED: "ok",
}


def status_pill(record: Any) -> SafeString:
    return pill(record.get_status_display(), TONES.get(record.status, "quiet"))


def run_pill(run: PurgeRun) -> SafeString:
    """Return the status of a run; one whose store makes trouble is not simply running."""
    if trouble(run):
        return pill(_("waits for its store"), "late")
    return status_pill(run)


def trouble(run: PurgeRun) -> str:
    """Return what kept a run that is under way from going on, or ''."""
    lease = getattr(run, "lease", None)
    return lease.trouble if lease and run.status == RunStatus.RUNNING else ""


def run_of(plan: PurgePlan) -> str:
    """Return a link to the run of a plan."""
    run = getattr(plan, "run", None)
    if run is None:
        return NOTHING
    return link(reverse("admin:retention_purgerun_change", args=[run.pk]), run)


def hold_pill(hold: LegalHold, *, on: date) -> SafeString:
    if hold.released_on and hold.released_on <= on:
        return pill(_("released"))
    if hold.placed_on > on:
        return pill(_("not yet in force"))
    if hold.review_on <= on:
        return pill(_("review due"), "late")
    return pill(_("in force"), "ok")


def number(count: int) -> str:
    return number_format(count, force_grouping=True)


def day(on: date | None) -> str:
    return date_format(on, "j F Y") if on else NOTHING


def times(batch: PurgeBatch) -> SafeString:
    """Return when a batch was announced and when it was destroyed, to the second."""
    instants = [batch.announced_at, *([batch.destroyed_at] if batch.destroyed_at else [])]
    told = ((date_format(localtime(each), "j M Y, H:i:s"),) for each in instants)
    return format_html_join(NEW_LINE, '<span class="nowrap">{}</span>', told)


def amount(count: int, data_set: DataSet) -> str:
    """Return a count in the unit of its store: rows of a table, or files."""
    if data_set.store.kind == StoreKind.FILES:
        words = ngettext("%(count)s file", "%(count)s files", count)
    else:
        words = ngettext("%(count)s row", "%(count)s rows", count)
    return words % {"count": number(count)}


def length(rule: RetentionRule) -> str:
    """Return bound and period in words, such as “at least 7 years”."""
    return _length(rule.bound, rule.period, rule.start_rounding) or NOTHING


def facts(rows: Iterable[tuple[object, object]]) -> SafeString:
    """Return names and values as a definition list."""
    lines = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", rows)
    return format_html('<dl class="facts">{}</dl>', lines)


def content(plan: PurgePlan) -> SafeString:
    """Return what an approver approves, as it was when the plan was made."""
    return facts((name, value) for name, value in _content_rows(plan.content) if value)


def what_would_go(plan: PurgePlan) -> str:
    data_set = plan.target.data_set
    words = _(
        "%(amount)s of “%(set)s” in the data store “%(store)s”, under the rule %(rule)s "
        "(%(data)s): those whose period began on %(cutoff)s or earlier."
    )
    return words % {
        "amount": amount(plan.due_count, data_set),
        "set": data_set.name,
        "store": data_set.store.name,
        "rule": plan.target.rule.code,
        "data": plan.target.rule.data_class,
        "cutoff": day(plan.cutoff_on),
    }


def question(plan: PurgePlan) -> str:
    """Return what exactly the approver is asked to have destroyed or anonymised."""
    words = {
        Outcome.DELETE: _("Destroy %(what)s Counted on %(day)s. This cannot be undone."),
        Outcome.ANONYMISE: _("Anonymise %(what)s Counted on %(day)s. This cannot be undone."),
    }
    return words[Outcome(plan.outcome)] % {
        "what": what_would_go(plan),
        "day": day(plan.planned_on),
    }


def counts(found: Overview, data_set: DataSet) -> str:
    """Return what is past due, and what becomes of it."""
    without = _without_day(found.unreadable, data_set)
    if not found.past_due:
        return " ".join(filter(None, (_("Nothing is past due."), without)))
    told = _("%(amount)s past due: %(due)s would go, %(left)s.") % {
        "amount": amount(found.past_due, data_set),
        "due": number(found.due),
        "left": _left(found.held, found.restricted, found.protected, found.kept),
    }
    return " ".join(filter(None, (told, without)))


def findings(found: Iterable[Finding], data_set: DataSet) -> str:
    """Return a line for each rule at work on the data set."""
    lines = [(each.target.rule.code, _told(each, data_set)) for each in found]
    if not lines:
        return _("No active rule is at work on this data set.")
    return format_html_join(NEW_LINE, "{}: {}", lines)


def _told(finding: Finding, data_set: DataSet) -> str:
    if finding.only_keeps:
        return _("keeps rows and purges none.")
    return finding.trouble or counts(finding.found, data_set)


def progress(done: int, plan: PurgePlan) -> SafeString:
    """Return how much of a run is done, as a bar and in words."""
    words = _("%(done)s of %(planned)s destroyed") % {
        "done": number(done),
        "planned": amount(plan.due_count, plan.target.data_set),
    }
    bar = '<progress value="{}" max="{}" aria-label="{}"></progress> {}'
    return format_html(bar, min(done, plan.due_count), plan.due_count, words, words)


def left(record: PurgePlan | PurgeRun) -> str:
    """Return what is past due and stays, by the reason; of a run it is known in the end."""
    if isinstance(record, PurgeRun) and record.status != RunStatus.DONE:
        return NOTHING
    return _left(
        record.held_count, record.restricted_count, record.protected_count, record.kept_count
    )


def _left(held: int, restricted: int, protected: int, kept: int) -> str:
    """Return how many rows stay, for each kind of reason."""
    return _(
        "%(held)s held, %(restricted)s restricted, %(protected)s protected by a minimum, %(kept)s "
        "kept by another rule"
    ) % {
        "held": number(held),
        "restricted": number(restricted),
        "protected": number(protected),
        "kept": number(kept),
    }


def _without_day(count: int, data_set: DataSet) -> str:
    """Return the sentence on rows whose period never begins, or ''."""
    if not count:
        return ""
    return _("%(amount)s without a day to count from: no rule reaches them.") % {
        "amount": amount(count, data_set)
    }


def reasons(plan: PurgePlan) -> SafeString | str:
    """Return what keeps the rows that stay, by name: each hold, restriction and rule."""
    words = {
        "held": _("hold %(code)s: %(count)s"),
        "restricted": _("restriction %(code)s: %(count)s"),
        "protected": _("minimum or extension of %(code)s: %(count)s"),
        "kept": _("rule %(code)s: %(count)s"),
    }
    lines = [
        (words[each["why"]] % {"code": each["code"], "count": number(each["count"])},)
        for each in plan.reasons
    ]
    return format_html_join(NEW_LINE, "{}", lines) if lines else NOTHING


def _content_rows(content: dict[str, Any]) -> Iterator[tuple[str, object]]:
    yield _("Rule"), content.get("rule")
    yield _("Statement"), content.get("statement")
    yield _("Data class"), content.get("data_class")
    yield (
        _("Period"),
        _length(
            content.get("bound", ""), content.get("period", ""), content.get("counted_from", "none")
        ),
    )
    yield _("Counted from"), ", ".join(_label(Trigger, each) for each in content["triggers"])
    yield _("What happens then"), _label(Action, content.get("action", ""))
    yield _("Data store"), content.get("store")
    yield _("Address in"), content.get("address_in")
    yield _("Table or folder"), content.get("location")
    yield _("Key column"), content.get("key_column")
    yield _("Trigger column"), content.get("trigger_column") or _("the last change of the file")
    yield _("Time zone of the store"), content.get("time_zone")
    conditions = [
        f"{column} {_label(Operator, how)}" for column, how, _value in content.get("conditions", ())
    ]
    yield _("Only where"), format_html_join(NEW_LINE, "{}", zip(conditions))
    blanks = [
        f"{column}: {_label(Strategy, how)}"
        for column, how, _value in content.get("left_of_columns", ())
    ]
    yield _("Anonymised"), format_html_join(NEW_LINE, "{}", zip(blanks))
    agreed = [
        f"{code}: {periods.written(period)}"
        for code, period in content.get("agreed_with_customers", ())
    ]
    yield _("Agreed with customers"), format_html_join(NEW_LINE, "{}", zip(agreed))
    others = [_other(each) for each in content.get("also_at_work", ())]
    yield _("Other rules here"), format_html_join(NEW_LINE, "{}", zip(others))


def _other(line: str) -> str:
    """Return another rule on the data set: code, and how long it keeps rows."""
    code, bound, period, rounding, column = line.split(" ", 4)
    counted = _("from %(column)s") % {"column": column} if column else ""
    return f"{code}: {' '.join(filter(None, (_length(bound, period, rounding), counted)))}"


def _length(bound: str, period: str, rounding: str = "none") -> str:
    words = periods.written(period, rounding) if period else ""
    return words if bound == Bound.EXACT else f"{_label(Bound, bound)} {words}".strip()


def _label(choices: Any, value: str) -> str:
    """Return the label of a value; one that is listed no more stands as it is."""
    return str(dict(choices.choices).get(value, value))
