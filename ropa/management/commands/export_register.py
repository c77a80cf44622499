"""Write a register to a file: for exchange, for re-import, for the authority or the notice."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from config.commands import BackOfficeCommand, cannot_run, day
from ropa.choices.register import Role
from ropa.export import art30, notice, workbook
from ropa.export.json import register
from ropa.export.sheets import CannotExport, Sheet, as_csv, as_workbook, as_zip
from ropa.management.choosing import organisation_of, scope_of
from ropa.models import Organisation
from ropa.resources import OrganisationScope

FORMATS = ("xlsx", "csv", "json")
LAYOUTS = ("workbook", "art30", "notice")
ROLES = (Role.CONTROLLER.value, Role.PROCESSOR.value)


class Command(BackOfficeCommand):
    help = __doc__
    example = "export_register --organisation quali --format xlsx -o quali.xlsx"

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("--organisation", required=True, metavar="CODE", help=_("Whose register it is."))
        add("--format", required=True, metavar="FORMAT", help=", ".join(FORMATS))
        add("--layout", metavar="LAYOUT", help=_("For xlsx and csv: %s.") % ", ".join(LAYOUTS))
        add("--role", metavar="ROLE", help=_("Only activities as %s.") % " / ".join(ROLES))
        add("--as-of", type=day, metavar="DAY", help=_("As it stood at the end of that day."))
        add(
            "-o",
            "--output",
            type=Path,
            metavar="FILE",
            help=_(
                "Where to write. CSV of the workbook makes a zip, or files if FILE is a folder."
            ),
        )

    def run(self, **options: Any) -> bool:
        _check(options)
        organisation = organisation_of(options["organisation"])
        try:
            written = _written(organisation, scope_of(organisation, options["as_of"]), options)
        except CannotExport as wrong:
            cannot_run(str(wrong))
        self._put(written, options["output"])
        return False

    def _put(self, written: bytes | list[Sheet], output: Path | None) -> None:
        try:
            if isinstance(written, list) and output is not None and output.is_dir():
                for sheet in written:
                    (output / f"{sheet.title}.csv").write_bytes(as_csv(sheet))
                self.stdout.write(
                    _("%(count)s files are written in %(folder)s.")
                    % {"count": len(written), "folder": output}
                )
                return
            data = as_zip(written) if isinstance(written, list) else written
            if output is None:
                self.stdout.write(data.decode(), ending="")
            else:
                output.write_bytes(data)
                self.stdout.write(_("%(file)s is written.") % {"file": output})
        except OSError as wrong:
            cannot_run(
                _("%(file)s cannot be written: %(why)s.") % {"file": output, "why": wrong.strerror}
            )


def _check(options: dict[str, Any]) -> None:
    """Refuse what is not available, and options that would do nothing."""
    _refuse_unless("--format", options["format"], FORMATS)
    is_json = options["format"] == "json"
    if is_json and options["layout"]:
        cannot_run(_("JSON has one form: leave --layout out."))
    if not is_json:
        options["layout"] = options["layout"] or "workbook"
        _refuse_unless("--layout", options["layout"], LAYOUTS)
    if options["role"]:
        _refuse_unless("--role", options["role"], ROLES)
    is_workbook = options["layout"] == "workbook"
    if is_workbook and options["role"]:
        cannot_run(_("The workbook is the whole register: leave --role out."))
    is_two_tables = options["layout"] == "art30" and not options["role"]
    if options["format"] == "csv" and is_two_tables:
        cannot_run(_("The record has two tables and a CSV file one: add --role, or choose xlsx."))
    is_one_table = options["format"] == "csv" and not is_workbook
    if is_one_table and options["output"] and options["output"].suffix.lower() == ".zip":
        cannot_run(_("This layout is one CSV file, not a zip: name it with .csv."))
    is_bytes = options["format"] == "xlsx" or is_workbook
    if is_bytes and options["output"] is None:
        cannot_run(_("Say where to write, with -o FILE."))


def _refuse_unless(option: str, value: str, available: tuple[str, ...]) -> None:
    if value not in available:
        cannot_run(
            _("%(option)s %(value)s is not available; available are: %(available)s.")
            % {"option": option, "value": value, "available": ", ".join(available)}
        )


def _written(
    organisation: Organisation, scope: OrganisationScope, options: dict[str, Any]
) -> bytes | list[Sheet]:
    """The file, or the sheets of one that can be a zip or a folder."""
    if options["layout"] == "workbook":
        sheets = workbook.sheets(scope)
        return as_workbook(sheets) if options["format"] == "xlsx" else sheets
    content = register(scope, role=options["role"] or "")
    if options["format"] == "json":
        text = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        return f"{text}\n".encode()
    if options["layout"] == "art30":
        sheets = art30.sheets(content, role=options["role"] or "")
    else:
        sheets = [notice.sheet(content)]
        if not sheets[0].rows:
            cannot_run(
                _("The notice of %(name)s has no table to give back; choose --layout art30.")
                % {"name": organisation.name}
            )
    return as_workbook(sheets) if options["format"] == "xlsx" else as_csv(sheets[0])
