"""Import a register from CSV files, a workbook or JSON, see docs/workbook.md: all or nothing."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from config.commands import BackOfficeCommand, cannot_run
from ropa.audit import acting
from ropa.services.register_import import (
    ImportReport,
    Outcome,
    RowReport,
    UnreadableFile,
    Whose,
    Wishes,
    import_register,
    read_path,
)


class Command(BackOfficeCommand):
    help = __doc__
    example = "import_register demo/quali --organisation quali --dry-run"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, help=_("Folder, zip, workbook, JSON, or one CSV."))
        parser.add_argument(
            "--organisation", required=True, metavar="CODE", help=_("Whose register it is.")
        )
        parser.add_argument(
            "--dry-run", action="store_true", help=_("Show what would change; write nothing.")
        )

        parser.add_argument(
            "--conflicts",
            metavar="WHOSE",
            help=_("Whose value counts where both changed it since the export: file, register."),
        )
        parser.add_argument(
            "--remove-missing",
            action="store_true",
            help=_("Remove rows of the export that the sheets of the file leave out."),
        )

    def run(self, **options: Any) -> bool:
        path: Path = options["file"]
        wishes = Wishes(_whose(options["conflicts"]), options["remove_missing"])
        try:
            with acting(reason=_("Import of %(file)s") % {"file": path.name}):
                report = import_register(
                    read_path(path),
                    organisation=options["organisation"],
                    is_dry_run=options["dry_run"],
                    wishes=wishes,
                    progress=_bar,
                )
        except UnreadableFile as wrong:
            cannot_run(str(wrong))
        self._show(report, options)
        self.write_json(report.as_json(), options["json_file"])
        return bool(report.blocked)

    def _show(self, report: ImportReport, options: Any) -> None:
        for message in report.messages:
            self.say(message, **options)
        for row in report.rows:
            is_told = report.is_dry_run and row.outcome is not Outcome.UNCHANGED
            if row.messages or row.conflicts or is_told:
                self.say(line_for_people(row), **options)
        self.say(report.summary, **options)
        if report.left_out and not options["remove_missing"]:
            self.say(_left_out(report.left_out), **options)
        if report.refused:
            self.say(_("Nothing was written: correct the refused rows first."), **options)
        elif report.blocked:
            self.say(_("Nothing was written: say whose value counts, with --conflicts."), **options)
        elif report.is_dry_run:
            self.say(_("Nothing was written: this was a dry run."), **options)


def _whose(word: str | None) -> Whose | None:
    if word is None:
        return None
    if word not in list(Whose):
        cannot_run(
            _("--conflicts %(word)s is not available; available are: %(words)s.")
            % {"word": word, "words": ", ".join(Whose)}
        )
    return Whose(word)


def _left_out(count: int) -> str:
    return ngettext(
        "%(count)s row of the register is not in the file; it stays as it is.",
        "%(count)s rows of the register are not in the file; they stay as they are.",
        count,
    ) % {"count": count}


def _bar(work: list[Any]) -> Iterable[Any]:
    # disable=None: no bar when stderr is not a terminal, as under cron.
    return tqdm(work, unit=" rows", disable=None)


def line_for_people(row: RowReport) -> str:
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
    changes = row.changes if row.outcome is Outcome.CHANGED else []  # others are all their cells
    details = [
        *row.messages,
        *(_conflict(each) for each in row.conflicts),
        *(f"{each['field']}: {each['old']} → {each['new']}" for each in changes),
    ]
    return " – ".join([f"{row.outcome.value}: {where} ({row.key})", *details])


def _conflict(clash: dict[str, str]) -> str:
    return _('%(field)s: "%(file)s" in the file, "%(register)s" in the register') % clash
