"""Carry out approved purge plans that are due. Destroys data; what goes cannot come back."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from tqdm import tqdm

from config.commands import BackOfficeCommand, cannot_run
from retention import tasks
from retention.errors import PurgeError, StoreUnreachable
from retention.models import PurgePlan, PurgeRun
from retention.services import running
from retention.services.reporting import report_of
from ropa.audit import acting
from ropa.models import RetentionRule


class Command(BackOfficeCommand):
    help = __doc__ or ""
    example = "run_purges --now"
    takes_day = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--rule", default="", metavar="CODE", help=_("Only this rule."))
        parser.add_argument(
            "--now",
            action="store_true",
            help=_("Run in this process; otherwise the batches go to the queue."),
        )

    def run(self, *, rule: str, now: bool, on: date, json_file: str | None, **options: Any) -> bool:
        if rule and not RetentionRule.objects.filter(code=rule).exists():
            cannot_run(_("There is no retention rule %(code)s.") % {"code": rule})
        due = PurgePlan.objects.due(on=on).order_by("pk")
        runs, troubles = [], []
        for plan in due.filter(target__rule__code=rule) if rule else due:
            try:
                runs.append(self._run(plan, now=now, on=on))
            except StoreUnreachable as trouble:
                cannot_run(str(trouble))
            except PurgeError as trouble:
                troubles.append(f"{plan}: {trouble}")
        self._tell(runs, troubles, json_file)
        return bool(troubles) or any(run.status == "stopped" for run in runs)

    def _run(self, plan: PurgePlan, *, now: bool, on: date) -> PurgeRun:
        with acting(reason=f"Purge plan {plan}"):
            run = running.start(plan.pk, on=on)
            if not now:
                tasks.purge_batch.delay(run.pk)
            else:
                # disable=None: no bar when stderr is no terminal, as under cron
                with tqdm(total=plan.due_count, unit=_(" rows"), disable=None) as bar:
                    while (step := running.next_batch(run.pk, on=on)).more:
                        bar.update(step.destroyed)
        run.refresh_from_db()
        return run

    def _tell(self, runs: list[PurgeRun], troubles: list[str], json_file: str | None) -> None:
        for run in runs:
            self.say(
                _("%(run)s of %(plan)s, %(target)s: %(status)s, %(count)s destroyed. %(reason)s")
                % {
                    "run": run,
                    "plan": run.plan,
                    "target": run.plan.target,
                    "status": run.get_status_display(),
                    "count": run.destroyed_count,
                    "reason": run.stopped_reason,
                },
                json_file=json_file,
            )
        for trouble in troubles:
            self.stderr.write(trouble)
        if not runs and not troubles:
            self.say(_("No approved plan is due."), json_file=json_file)
        self.write_json([report_of(run) for run in runs], json_file)
