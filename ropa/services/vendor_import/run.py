"""One vendor list, row after row in memory, then written in one transaction."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from ropa.models import Organisation
from ropa.services.vendor_import.agreements import plan_agreements
from ropa.services.vendor_import.cells import Cells, Refusal, Said, read_row
from ropa.services.vendor_import.drafts import Plan
from ropa.services.vendor_import.near import Nearness
from ropa.services.vendor_import.register import Register
from ropa.services.vendor_import.report import ImportReport, Outcome, RowReport
from ropa.services.vendor_import.uses import plan_uses
from ropa.services.vendor_import.vendors import find_vendors, plan_spellings, plan_vendor
from ropa.vendor_lists import columns
from ropa.vendor_lists.reading import Row, Table, read_table


@dataclass(frozen=True)
class Reading:
    """One row, its cells, and what they say; or why they cannot be read."""

    row: Row
    cells: Cells
    said: Said | None
    wrong: list[str]


Progress = Callable[[list[Reading]], Iterable[Reading]]


def open_list(
    data: bytes, *, filename: str, sheet: str | None = None, mapping: Mapping[str, str]
) -> tuple[Table, dict[str, int]]:
    """Read a file and recognise its columns; raises `UnreadableFile` with a sentence."""
    table = read_table(data, filename=filename, sheet=sheet or None)
    return table, columns.match(table.header, mapping=mapping)


def take_list(
    organisation: Organisation,
    table: Table,
    matched_columns: Mapping[str, int],
    *,
    dry_run: bool,
    progress: Progress = iter,
) -> ImportReport:
    """Take the rows of a vendor list into the register of `organisation`.

    A refused row is left out whole and reported; the rest of the file is written in one
    transaction, so that an officer need not mend a list of 300 vendors for the sake of one. A
    technical failure writes nothing, and neither does a `dry_run`, whose report is the same.

    A cell that is empty erases nothing; one that differs from what is stored replaces it. Vendors
    are found by name or spelling, never by likeness: near names are suggested only. A second
    import of the same file changes nothing and writes no history. `progress` wraps the rows.
    """
    report = ImportReport(organisation.code, dry_run)
    report.messages = [*table.messages, *_unread(table, matched_columns)]
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        run = _Run(Register(organisation))
        for reading in progress(_read(table, matched_columns, run.register)):
            report.rows.append(run.take(reading))
        report.suggestions = run.nearness.suggestions()
        run.register.write()
        if dry_run:
            transaction.set_rollback(True)
    return report


class _Run:
    """The state of one import: the register, and the rows that were met."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.nearness = Nearness(register.spellings)
        self._lines: dict[tuple[str, ...], int] = {}

    def take(self, reading: Reading) -> RowReport:
        """Judge one row and let the register in memory hold it, or say why not."""
        row, cells, said = reading.row, reading.cells, reading.said
        report = RowReport(
            row.line, cells.text("master_name") or cells.text("name"), messages=list(row.messages)
        )
        key = tuple(cells.texts.values())
        if earlier := self._lines.get(key):
            report.messages.append(_("The same as line %(line)s.") % {"line": earlier})
            return report
        plan = Plan(row.line)
        plan.wrong += reading.wrong
        if said is not None:
            self._judge(plan, said, cells)
        if said is None or plan.wrong:
            report.outcome = Outcome.REFUSED
            report.messages += dict.fromkeys(plan.wrong)
            return report
        self._lines[key] = row.line
        self._accept(plan, said, report)
        report.messages += [*cells.messages, *plan.messages]
        return report

    def _judge(self, plan: Plan, said: Said, cells: Cells) -> None:
        try:
            self._plan(plan, said, cells)
        except Refusal as wrong:
            plan.wrong += wrong.sentences

    def _plan(self, plan: Plan, said: Said, cells: Cells) -> None:
        for dossier in find_vendors(self.register, plan, said):
            plan_vendor(self.register, plan, dossier, said, cells)
            has_new_use = plan_uses(self.register, plan, dossier, said, cells)
            is_new = has_new_use or dossier.vendor.is_new
            plan_spellings(self.register, plan, dossier, said, is_new=is_new)
            if said.agreement:
                plan_agreements(self.register, plan, dossier, said.agreement, cells)

    def _accept(self, plan: Plan, said: Said, report: RowReport) -> None:
        if said.nobody:
            report.messages.append(
                _("The source says explicitly nobody; there is nothing to keep.")
            )
            return
        plan.carry_out()
        self.register.take(plan)
        vendors = [each for each in plan.touched if hasattr(each.row, "backup_of")]
        report.vendor = "; ".join(dict.fromkeys(each.row.name for each in vendors))
        report.changes = plan.changes
        if plan.is_creating:
            report.outcome = Outcome.CREATED
        elif plan.changes:
            report.outcome = Outcome.UPDATED
        for dossier in plan.dossiers:
            self.nearness.meet(dossier, report.line)


def _read(table: Table, matched: Mapping[str, int], register: Register) -> list[Reading]:
    """Read every row before the first is judged, and let the register hear what they say."""
    readings = []
    for row in table.rows:
        cells = Cells(row, matched, table.header)
        try:
            _refuse_surplus(row)
            said = read_row(cells)
        except Refusal as wrong:
            readings.append(Reading(row, cells, None, wrong.sentences))
            continue
        register.hear(said)
        readings.append(Reading(row, cells, said, []))
    return readings


def _unread(table: Table, matched: Mapping[str, int]) -> list[str]:
    return [
        _('The column "%(heading)s" is not understood and was not read.') % {"heading": heading}
        for heading in columns.unmatched(table.header, matched)
    ]


def _refuse_surplus(row: Row) -> None:
    """Cells beyond the header come from a separator inside a cell: the others may be shifted."""
    if row.surplus.strip():
        raise Refusal(
            _(
                'Its cells may stand in the wrong columns, as "%(text)s" stands beyond the last '
                "one: put quotation marks around the cell that holds a separator."
            )
            % {"text": row.surplus}
        )
