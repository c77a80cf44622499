"""Import a register from CSV files or a workbook, see docs/workbook.md: all of it or nothing."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from tqdm import tqdm

from config.commands import BackOfficeCommand, cannot_run
from ropa.audit import acting
from ropa.services.register_import import (
    ImportReport,
    Outcome,
    RowReport,
    UnreadableFile,
    import_register,
    read_path,
)


class Command(BackOfficeCommand):
    help = __doc__
    example = "import_register demo/quali --organisation quali --dry-run"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, help=_("Folder, zip, workbook, or one CSV file."))
        parser.add_argument(
            "--organisation", required=True, metavar="CODE", help=_("Whose register it is.")
        )
        parser.add_argument(
            "--dry-run", action="store_true", help=_("Show what would change; write nothing.")
        )

    def run(self, **options: Any) -> bool:
        path: Path = options["file"]
        try:
            with acting(reason=_("Import of %(file)s") % {"file": path.name}):
                report = import_register(
                    read_path(path),
                    organisation=options["organisation"],
                    is_dry_run=options["dry_run"],
                    progress=_bar,
                )
        except UnreadableFile as wrong:
            cannot_run(str(wrong))
        self._show(report, options)
        self.write_json(report.as_json(), options["json_file"])
        return bool(report.refused)

    def _show(self, report: ImportReport, options: Any) -> None:
        for message in report.messages:
            self.say(message, **options)
        for row in report.rows:
            if row.messages or (report.is_dry_run and row.outcome is not Outcome.UNCHANGED):
                self.say(_line(row), **options)
        counted = ", ".join(f"{count} {outcome}" for outcome, count in report.counts.items())
        self.say(counted, **options)
        if report.refused:
            self.say(_("Nothing was written: correct the refused rows first."), **options)
        elif report.is_dry_run:
            self.say(_("Nothing was written: this was a dry run."), **options)


def _bar(work: list[Any]) -> Iterable[Any]:
    # disable=None: no bar when stderr is not a terminal, as under cron.
    return tqdm(work, unit=" rows", disable=None)


def _line(row: RowReport) -> str:
    """One row for people: where, what, and why or how."""
    where = (
        row.sheet
        if row.line is None
        else _("%(sheet)s, line %(line)s")
        % {
            "sheet": row.sheet,
            "line": row.line,
        }
    )
    details = [*row.messages, *(f"{c['field']}: {c['old']} → {c['new']}" for c in row.changes)]
    return " – ".join([f"{row.outcome.value}: {where} ({row.key})", *details])
