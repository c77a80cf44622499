"""Write a register to a file: for exchange, for re-import, for the authority or the notice."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from config.commands import BackOfficeCommand, cannot_run, day
from ropa.choices.register import Role
from ropa.export.outputs import DOCUMENTS, FORMATS, LAYOUTS, TABLES, Document, Layout
from ropa.export.sheets import CannotExport, Sheet, as_csv
from ropa.export.wanted import Wanted
from ropa.management.choosing import organisation_of, scope_of

ROLES = (Role.CONTROLLER.value, Role.PROCESSOR.value)
PARTS = ("role", "entity", "customer", "with_retired")


class Command(BackOfficeCommand):
    help = __doc__
    example = "export_register --organisation quali --format xlsx -o quali.xlsx"
    takes_day = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("--organisation", required=True, metavar="CODE", help=_("Whose register it is."))
        add("--format", required=True, metavar="FORMAT", help=", ".join(FORMATS))
        add("--layout", metavar="LAYOUT", help=_("For xlsx and csv: %s.") % ", ".join(LAYOUTS))
        add("--role", default="", metavar="ROLE", help=_("Only as %s.") % " / ".join(ROLES))
        add("--entity", default="", metavar="CODE", help=_("Only this legal entity."))
        add("--customer", default="", metavar="CODE", help=_("Only the record for this customer."))
        add("--with-retired", action="store_true", help=_("Retired activities as well."))
        add("--as-of", type=day, metavar="DAY", help=_("As it stood at the end of that day."))
        add("--on", type=day, metavar="DAY", help=_("The day to write as that of the export."))
        add(
            "-o",
            "--output",
            type=Path,
            metavar="FILE",
            help=_("Where to write. CSV of several tables is a zip, or files if FILE is a folder."),
        )

    def run(self, **options: Any) -> bool:
        form = _chosen(options)
        organisation = organisation_of(options["organisation"])
        wanted = Wanted(
            scope=scope_of(organisation, options["as_of"]),
            written_on=options["on"],
            as_of=options["as_of"],
            **{part: options[part] for part in PARTS},
        )
        output = options["output"]
        try:
            if isinstance(form, Document):
                self._put(form.write(wanted), output)
            else:
                self._put_tables(form.sheets(wanted), options["format"], output)
        except CannotExport as wrong:
            cannot_run(str(wrong))
        except OSError as wrong:
            cannot_run(
                _("%(file)s cannot be written: %(why)s.") % {"file": output, "why": wrong.strerror}
            )
        return False

    def _put_tables(self, sheets: list[Sheet], form: str, output: Path | None) -> None:
        if form == "csv" and output is not None and output.is_dir():
            for sheet in sheets:
                (output / f"{sheet.title}.csv").write_bytes(as_csv(sheet))
            self.stdout.write(
                _("%(count)s files are written in %(folder)s.")
                % {"count": len(sheets), "folder": output}
            )
            return
        if form == "csv":
            _refuse_unfit_name(len(sheets), output)
        self._put(TABLES[form](sheets), output)

    def _put(self, data: bytes, output: Path | None) -> None:
        if output is None:
            self.stdout.write(data.decode(), ending="")
        else:
            output.write_bytes(data)
            self.stdout.write(_("%(file)s is written.") % {"file": output})


def _chosen(options: dict[str, Any]) -> Document | Layout:
    """The form that is asked for; what is not available, or would do nothing, is refused."""
    _refuse_unless("--format", options["format"], FORMATS)
    if options["role"]:
        _refuse_unless("--role", options["role"], ROLES)
    name = options["layout"] or "workbook"
    form: Document | Layout
    if options["format"] in DOCUMENTS:
        if options["layout"]:
            cannot_run(
                _("%(format)s has one form: leave --layout out.")
                % {"format": options["format"].upper()}
            )
        form, name = DOCUMENTS[options["format"]], options["format"]
    else:
        available = [each for each in LAYOUTS if options["format"] in LAYOUTS[each].formats]
        _refuse_unless("--layout", name, available)
        form = LAYOUTS[name]
    for part in PARTS:
        if options[part] and part not in form.takes:
            cannot_run(
                _("%(form)s is not made for a part of the register: leave %(option)s out.")
                % {"form": name, "option": f"--{part.replace('_', '-')}"}
            )
    is_text = form.is_text if isinstance(form, Document) else options["format"] == "csv"
    if options["output"] is None and not is_text:
        cannot_run(_("Say where to write, with -o FILE."))
    return form


def _refuse_unless(option: str, value: str, available: Iterable[str]) -> None:
    if value not in available:
        cannot_run(
            _("%(option)s %(value)s is not available; available are: %(available)s.")
            % {"option": option, "value": value, "available": ", ".join(available)}
        )


def _refuse_unfit_name(tables: int, output: Path | None) -> None:
    """Refuse a CSV file of several tables, and a zip of one."""
    suffix = output.suffix.lower() if output is not None else ".csv"
    if tables > 1 and suffix == ".csv":
        cannot_run(
            _("This is %(count)s tables and a CSV file is one: name a zip or a folder with -o.")
            % {"count": tables}
        )
    if tables == 1 and suffix == ".zip":
        cannot_run(_("This is one CSV file, not a zip: name it with .csv."))
