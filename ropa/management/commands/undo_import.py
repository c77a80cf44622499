"""Undo the last import of a register: every row goes back to what it was, all or nothing."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from config.commands import BackOfficeCommand, cannot_run
from ropa.audit import acting
from ropa.management.choosing import organisation_of
from ropa.management.commands.import_register import line_for_people
from ropa.services.register_import import ImportReport, Outcome
from ropa.services.register_import.undo import CannotUndo, last_import, reason_of, undo


class Command(BackOfficeCommand):
    help = __doc__
    example = "undo_import --organisation quali --dry-run"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--organisation", required=True, metavar="CODE", help=_("Whose register it is.")
        )
        parser.add_argument(
            "--dry-run", action="store_true", help=_("Show what would change; write nothing.")
        )

    def run(self, **options: Any) -> bool:
        organisation = organisation_of(options["organisation"])
        record = last_import(organisation)
        if record is None:
            cannot_run(
                _("There is no import of %(name)s that could be undone.")
                % {"name": organisation.name}
            )
        try:
            with acting(reason=reason_of(record)):
                report = undo(record, is_dry_run=options["dry_run"])
        except CannotUndo as wrong:
            cannot_run(str(wrong))
        self._show(report, record.filename, options)
        self.write_json(report.as_json(), options["json_file"])
        return bool(report.blocked)

    def _show(self, report: ImportReport, name: str, options: Any) -> None:
        self.say(_("The import of %(file)s") % {"file": name}, **options)
        for row in report.rows:
            if row.messages or (report.is_dry_run and row.outcome is not Outcome.UNCHANGED):
                self.say(line_for_people(row), **options)
        counted = ", ".join(f"{count} {outcome}" for outcome, count in report.counts.items())
        self.say(counted, **options)
        if report.blocked:
            self.say(_("Nothing was undone: rows that were changed since stand above."), **options)
        elif report.is_dry_run:
            self.say(_("Nothing was written: this was a dry run."), **options)
