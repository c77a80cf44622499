"""What retention contributes to an authority pack: the schedule, and what proves the purges."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils.translation import gettext as _

from retention.choices import BatchStatus, RunStatus
from retention.models import DataSet, DataSetRule, DataStore, PurgeBatch, PurgePlan, PurgeRun
from retention.services.selecting import why_not_executable
from ropa.choices.retention import Action, Bound, ExecutedBy, Trigger
from ropa.export.sheets import Cell, Sheet
from ropa.export.wording import not_stated, period_of
from ropa.models import RetentionRule
from ropa.resources import OrganisationScope
from ropa.services.pack import Asked, PackFile, Part, contribute, table

Node = dict[str, Any]


def retention_part(asked: Asked) -> Part:
    """Return the retention schedule, and the last purge of each rule with its evidence."""
    work = _Work(asked.wanted.scope)
    evidence = [_evidence(run) for run in work.last_runs()]
    schedule = table(
        "retention-schedule.xlsx",
        _("Retention rules, and what carries them out"),
        [_schedule(asked.wanted.register["retention_rules"], work)],
        asked,
    )
    purges = table(
        "purges.xlsx", _("The last purge under each rule at work"), [_purges(work)], asked
    )
    return Part(
        files=(schedule, purges, *(file for part in evidence for file in part.files)),
        cannot_tell=tuple(sentence for part in evidence for sentence in part.cannot_tell),
    )


class _Work:
    """Rules at work and runs in a scope, each with what it belongs to."""

    def __init__(self, scope: OrganisationScope) -> None:
        rules = {rule.pk: rule for rule in scope.rows(RetentionRule)}
        stores = {store.pk: store for store in scope.rows(DataStore)}
        sets = {each.pk: each for each in scope.rows(DataSet)}
        for each in sets.values():
            each.store = stores[each.store_id]
        self._scope = scope
        self._targets = {target.pk: target for target in scope.rows(DataSetRule)}
        for target in self._targets.values():
            target.rule, target.data_set = rules[target.rule_id], sets[target.data_set_id]

    def of_rule(self, code: str) -> list[DataSetRule]:
        """The data sets on which the rule is at work."""
        found = [target for target in self._targets.values() if target.rule.code == code]
        return sorted(found, key=lambda target: str(target.data_set))

    def last_runs(self) -> list[PurgeRun]:
        """The last run of each rule on each data set, by rule and data set."""
        plans = {plan.pk: plan for plan in self._scope.rows(PurgePlan)}
        last: dict[Any, PurgeRun] = {}
        for run in sorted(self._scope.rows(PurgeRun), key=lambda run: (run.started_at, run.pk)):
            run.plan = plans[run.plan_id]
            run.plan.target = self._targets[run.plan.target_id]
            last[run.plan.target_id] = run
        return sorted(last.values(), key=lambda run: str(run.plan.target))

    def destroyed(self, runs: Iterable[PurgeRun]) -> dict[Any, int]:
        """How many rows each run is proved to have destroyed."""
        counts: defaultdict[Any, int] = defaultdict(int)
        of_runs = Q(run_id__in=[run.pk for run in runs], status=BatchStatus.DESTROYED)
        for batch in self._scope.rows(PurgeBatch, of_runs):
            counts[batch.run_id] += batch.count
        return counts


def _schedule(rules: list[Node], work: _Work) -> Sheet:
    return Sheet(
        title=_("Retention schedule"),
        for_paper=True,
        header=[
            _("Rule"),
            _("Data"),
            _("Period"),
            _("Bound"),
            _("Counted from"),
            _("Action"),
            _("Citation"),
            _("Sentence of the record"),
            _("Purpose lines"),
            _("Executed by"),
            _("Carried out here"),
        ],
        rows=[
            [
                rule["code"],
                rule["data_class"],
                rule["period"],
                str(Bound(rule["bound"]).label),
                "\n".join(str(Trigger(each).label) for each in rule["triggers"]),
                str(Action(rule["action"]).label),
                rule["citation"],
                period_of(rule),
                _("All activities") if rule["applies_to_all"] else "\n".join(rule["applies_to"]),
                str(ExecutedBy(rule["executed_by"]).label),
                "\n".join(map(_carried_out, work.of_rule(rule["code"]))) or _("no"),
            ]
            for rule in rules
        ],
    )


def _carried_out(target: DataSetRule) -> str:
    where = _("%(data_set)s in %(store)s") % {
        "data_set": target.data_set,
        "store": target.data_set.store,
    }
    reason = why_not_executable(target)
    if reason:
        return _("no purge of %(where)s: %(reason)s") % {"where": where, "reason": reason}
    return _("yes, on %(where)s") % {"where": where}


def _purges(work: _Work) -> Sheet:
    runs = work.last_runs()
    destroyed = work.destroyed(runs)
    return Sheet(
        title=_("Purges"),
        for_paper=True,
        header=[
            _("Rule"),
            _("Data set"),
            _("Run"),
            _("Status"),
            _("Started"),
            _("Finished"),
            _("Cut-off"),
            _("Destroyed"),
            _("Left: held"),
            _("Left: protected"),
            _("Left: kept by another rule"),
            _("Evidence file"),
            _("SHA-256 when it was written"),
        ],
        rows=[_purge(run, destroyed[run.pk]) for run in runs],
    )


def _purge(run: PurgeRun, destroyed: int) -> list[Cell]:
    target = run.plan.target
    return [
        target.rule.code,
        str(target.data_set),
        str(run),
        str(RunStatus(run.status).label),
        _moment(run.started_at),
        _moment(run.finished_at),
        run.plan.cutoff_on.isoformat(),
        destroyed,
        run.held_count,
        run.protected_count,
        run.kept_count,
        _name(run) if run.report_file else not_stated(),
        run.report_sha256,
    ]


def _evidence(run: PurgeRun) -> Part:
    """The evidence file as it is kept, and what is to be said against it."""
    if not run.report_file:
        return Part(cannot_tell=(_("Run %(run)s has no evidence file yet.") % {"run": run},))
    try:
        with default_storage.open(run.report_file) as kept:
            data = kept.read()
    except FileNotFoundError:
        missing = _("The evidence file of run %(run)s is missing from the storage.") % {"run": run}
        return Part(cannot_tell=(missing,))
    about = _("Evidence of purge %(run)s under rule %(rule)s, as kept") % {
        "run": run,
        "rule": run.plan.target.rule.code,
    }
    file = PackFile(name=_name(run), data=data, about=about)
    if hashlib.sha256(data).hexdigest() == run.report_sha256:
        return Part(files=(file,))
    changed = _("The evidence file of run %(run)s has changed since it was written.") % {"run": run}
    return Part(files=(file,), cannot_tell=(changed,))


def _name(run: PurgeRun) -> str:
    return f"evidence/{PurePosixPath(run.report_file).name}"


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else ""


contribute(retention_part, permission="retention.view_purgerun")
