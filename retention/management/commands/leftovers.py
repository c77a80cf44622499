"""List for every rule what is past due and still there, and why."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from config.commands import BackOfficeCommand
from retention.services.overview import findings, leftover


class Command(BackOfficeCommand):
    help = __doc__ or ""
    example = "leftovers --json -"
    takes_day = True

    def run(self, *, on: date, json_file: str | None, **options: Any) -> bool:
        rows = [leftover(finding) for finding in findings(on=on)]
        for row in rows:
            if row["trouble"]:
                sentence = _("%(rule)s in %(data_set)s: not known. %(trouble)s")
                self.say(sentence % row, json_file=json_file)
                continue
            self.say(
                _(
                    "%(rule)s in %(data_set)s: %(past_due)s past due; held %(held)s, protected by "
                    "a minimum %(protected)s, kept by another rule %(kept_by_other_rule)s, waiting "
                    "in a plan %(waiting)s."
                )
                % row,
                json_file=json_file,
            )
        self.write_json(rows, json_file)
        return any(row["past_due"] or row["trouble"] for row in rows)
