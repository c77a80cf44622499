"""Import a vendor list from a CSV, XLSX or Markdown file into the register of an organisation."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from config.commands import BackOfficeCommand, cannot_run
from ropa.audit import acting
from ropa.models import Organisation, VendorSource
from ropa.services.list_imports import CannotImport, Upload, take_at_once
from ropa.services.vendor_import import (
    Difference,
    ImportReport,
    Listed,
    Origin,
    RowReport,
    open_list,
)
from ropa.vendor_lists.columns import FIELDS
from ropa.vendor_lists.reading import Table, UnreadableFile, refuse_too_large


class Command(BackOfficeCommand):
    help = f"{__doc__} Fields: {', '.join(FIELDS)}."
    example = "import_vendors vendors.xlsx --organisation quali --mapping Tool=name --dry-run"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE", help=_("The vendor list."))
        parser.add_argument(
            "--organisation", required=True, metavar="CODE", help=_("Whose vendors they are.")
        )
        parser.add_argument(
            "--dry-run", action="store_true", help=_("Show what would change; write nothing.")
        )
        parser.add_argument(
            "--mapping",
            nargs="+",
            action="extend",
            type=_pair,
            default=[],
            metavar="COL=FIELD",
            help=_("Which column (heading, number or letter) holds which field."),
        )
        parser.add_argument(
            "--source",
            metavar="CODE",
            help=_("The source that the list comes from; tells what differs from the last time."),
        )
        parser.add_argument("--sheet", metavar="NAME", help=_("The sheet of a workbook."))

    def run(self, **options: Any) -> bool:
        path: Path = options["file"]
        organisation = _organisation(options["organisation"])
        source = _source(organisation, options["source"]) if options["source"] else None
        try:
            data = _read(path)
            table, matched = open_list(
                data,
                filename=path.name,
                sheet=options["sheet"],
                mapping=_mapping(options["mapping"]),
                source=source,
            )
        except UnreadableFile as wrong:
            cannot_run(f"{path.name}: {wrong}")
        with acting(reason=_("Vendor list %(file)s") % {"file": path.name}):
            report = self._take(
                Upload(data, path.name), table, matched, organisation, source, options
            )
        self._show(report, options)
        self.write_json(report.as_json(), options["json_file"])
        return bool(report.refused)

    def _take(
        self,
        upload: Upload,
        table: Table,
        matched: dict[str, int],
        organisation: Organisation,
        source: VendorSource | None,
        options: Any,
    ) -> ImportReport:
        try:
            return take_at_once(
                upload,
                table,
                matched,
                organisation=organisation,
                origin=Origin(source, timezone.localdate()) if source else None,
                by=None,
                at=timezone.now(),
                dry_run=options["dry_run"],
                progress=_bar,
            )
        except CannotImport as wrong:
            cannot_run(f"{upload.filename}: {wrong}")

    def _show(self, report: ImportReport, options: Any) -> None:
        for message in report.messages:
            self.say(message, **options)
        for row in report.rows:
            if row in report.refused or report.is_dry_run:
                self.say(_line(row), **options)
        for near in report.suggestions:
            sentence = _(
                'line %(line)s: "%(name)s" may be "%(other)s": %(reason)s (%(score)s of 100).'
            )
            found = {"line": near.line, "name": near.name, "other": near.similar_to}
            said = {**found, "score": near.score, "reason": near.reason}
            self.say(sentence % said, **options)
        self.say(report.summary, **options)
        if report.source:
            self._show_source(report, options)
        if report.is_dry_run:
            self.say(_("Nothing was written: this was a dry run."), **options)
        elif report.refused:
            self.say(_refused(len(report.refused)), **options)

    def _show_source(self, report: ImportReport, options: Any) -> None:
        for each in report.differences:
            if each.kind is not Listed.ADDED:
                sentence = _("%(kind)s: line %(line)s (%(spelling)s)") % {
                    "kind": each.kind.value,
                    "line": each.line,
                    "spelling": each.spelling,
                }
                self.say(" – ".join([sentence, *_told(each)]), **options)
        self.say(report.summary_of_source, **options)


def _told(difference: Difference) -> list[str]:
    return [f"{heading}: {old} → {new}" for heading, (old, new) in difference.changes.items()]


def _source(organisation: Organisation, code: str) -> VendorSource:
    source = VendorSource.objects.filter(organisation=organisation, code=code).first()
    if source is None:
        known = ", ".join(organisation.vendor_sources.values_list("code", flat=True))
        cannot_run(
            _('"%(organisation)s" has no source "%(code)s"; known are: %(known)s.')
            % {"organisation": organisation.code, "code": code, "known": known or _("none")}
        )
    return source


def _pair(text: str) -> tuple[str, str]:
    column, equals, field = text.rpartition("=")
    if not (equals and column.strip() and field.strip()):
        raise ArgumentTypeError(
            _('%(text)s: write COL=FIELD, such as "Tool=name".') % {"text": text}
        )
    return column.strip(), field.strip()


def _mapping(pairs: list[tuple[str, str]]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for column, field in pairs:
        if mapping.setdefault(column, field) != field:
            cannot_run(_('The mapping names the column "%(column)s" twice.') % {"column": column})
    return mapping


def _organisation(code: str) -> Organisation:
    organisation = Organisation.objects.filter(code=code).first()
    if organisation is None:
        known = ", ".join(Organisation.objects.order_by("code").values_list("code", flat=True))
        cannot_run(
            _('There is no organisation "%(code)s"; known are: %(known)s.')
            % {"code": code, "known": known or _("none")}
        )
    return organisation


def _read(path: Path) -> bytes:
    """The bytes of the file; its size is asked before it is read."""
    try:
        refuse_too_large(path.stat().st_size)
        return path.read_bytes()
    except OSError as wrong:
        cannot_run(_("%(file)s cannot be read: %(why)s.") % {"file": path, "why": wrong.strerror})


def _bar(rows: Any) -> Iterable[Any]:
    # disable=None: no bar when stderr is not a terminal, as under cron.
    return tqdm(rows, unit=" rows", disable=None)


def _line(row: RowReport) -> str:
    """One row for people: outcome, where, who, what changes, and why not."""
    changes = (
        f"{each.what}: {each.old} → {each.new}" if each.old else f"{each.what}: {each.new}"
        for each in row.changes
    )
    head = _("%(outcome)s: line %(line)s (%(vendor)s)") % {
        "outcome": row.outcome.value,
        "line": row.line,
        "vendor": row.vendor or "–",
    }
    return " – ".join([head, *row.messages, *changes])


def _refused(count: int) -> str:
    return ngettext(
        "The refused row was left out; correct it and import the list again.",
        "The %(count)s refused rows were left out; correct them and import the list again.",
        count,
    ) % {"count": count}
