"""Do once, in this process, everything that the schedule would do; for cron without beat."""

from datetime import date
from typing import Any

from django.core.management import call_command
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.commands import BackOfficeCommand
from retention.errors import PurgeError
from retention.services import planning
from ropa.audit import acting
from ropa.services import list_imports, reminders, rule_reviews, standings
from ropa.tasks import work_on_list


class Command(BackOfficeCommand):
    help = __doc__ or ""
    example = "run_due"
    takes_day = True

    def run(self, *, on: date, json_file: str | None, **options: Any) -> bool:
        drafted, troubles = [], []
        for target in planning.targets_to_plan():
            try:
                with acting(reason="run_due"):
                    plan = planning.plan(target, on=on, by=None)
            except PurgeError as trouble:
                troubles.append(str(trouble))
            else:
                drafted += [str(plan)] if plan else []
        with acting(reason="run_due"):
            reminded, unsent = reminders.remind_of_all(on=on)
            reviews = rule_reviews.open_reviews(on=on)
        troubles += unsent
        for pk in list_imports.waiting():
            work_on_list(pk)
        standings.refresh_waiting(on=on)
        for sentence in troubles:
            self.stderr.write(sentence)
        self.say(_("%(count)s plans drafted.") % {"count": len(drafted)}, json_file=json_file)
        self._tell(reminded, json_file)
        told = _("%(count)s open rules are to be reviewed: a task for each.")
        self.say(told % {"count": reviews}, json_file=json_file)
        result = {
            "drafted": drafted,
            "reminded": reminded,
            "rules_to_review": reviews,
            "troubles": troubles,
        }
        self.write_json(result, json_file)
        call_command("run_purges", now=True, on=on, stdout=self.stdout, stderr=self.stderr)
        return bool(troubles)

    def _tell(self, reminded: dict[str, int], json_file: str | None) -> None:
        told = ngettext(
            "The officers are reminded of %(count)d review.",
            "The officers are reminded of %(count)d reviews.",
            reminded["reviews"],
        )
        self.say(told % {"count": reminded["reviews"]}, json_file=json_file)
        also = _("Reminded of %(agreements)s agreements and %(changes)s changes of vendors.")
        self.say(also % reminded, json_file=json_file)
