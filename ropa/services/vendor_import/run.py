"""One vendor list, row after row in memory, then written in one transaction."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from ropa.choices.vendors import SourceKind
from ropa.memory import uncollected
from ropa.models import Organisation, VendorSource
from ropa.services.vendor_import.agreements import plan_agreements
from ropa.services.vendor_import.cells import Cells, Refusal, Said
from ropa.services.vendor_import.chain import NOT_READ, Chain
from ropa.services.vendor_import.drafts import Dossier, Plan
from ropa.services.vendor_import.listing import Listing
from ropa.services.vendor_import.near import Nearness
from ropa.services.vendor_import.origin import Origin, as_mapping, known_headings, recognise
from ropa.services.vendor_import.register import Register
from ropa.services.vendor_import.report import ImportReport, Outcome, RowReport
from ropa.services.vendor_import.rows import Reading, Readings, read_rows
from ropa.services.vendor_import.uses import plan_uses
from ropa.services.vendor_import.vendors import find_vendors, plan_spellings, plan_vendor
from ropa.vendor_lists import columns
from ropa.vendor_lists.reading import Table, read_table

Progress = Callable[[Readings], Iterable[Reading]]


def open_list(
    data: bytes,
    *,
    filename: str,
    sheet: str | None = None,
    mapping: Mapping[str, str],
    source: VendorSource | None = None,
) -> tuple[Table, dict[str, int]]:
    """Read a file and recognise its columns; raises `UnreadableFile` with a sentence.

    What was confirmed for the `source` before goes before the headings, `mapping` before both;
    the headings that either names say where the header is.
    """
    known = known_headings(source, mapping)
    table = read_table(data, filename=filename, sheet=sheet or None, known=known)
    found = recognise(table, source=source, mapping=mapping)
    table.messages.extend(found.messages)
    return table, found.columns


def take_list(
    organisation: Organisation,
    table: Table,
    matched_columns: Mapping[str, int],
    *,
    dry_run: bool,
    origin: Origin | None = None,
    progress: Progress = iter,
) -> ImportReport:
    """Take the rows of a vendor list into the register of `organisation`.

    A refused row is left out whole and reported; the rest of the file is written in one
    transaction, so that an officer need not mend a list of 300 vendors for the sake of one. A
    technical failure writes nothing, and neither does a `dry_run`, whose report is the same.

    A cell that is empty erases nothing; one that differs from what is stored replaces it. Vendors
    are found by name or spelling, never by likeness: near names are suggested only. A second
    import of the same file changes nothing and writes no history. `progress` wraps the rows.

    With an `origin` every row is kept as an entry of that source, and the report tells what the
    source added, changed and no longer lists. The list of a vendor's sub-processors makes links
    to them, Art. 28(2), instead of uses of our own.
    """
    report = ImportReport(organisation.code, dry_run)
    report.messages = [*table.messages, *_unread(table, matched_columns)]
    with transaction.atomic(), uncollected():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        run = _Run(Register(organisation), origin, table)
        report.messages += run.messages(matched_columns)
        for reading in progress(read_rows(table, matched_columns, run.register)):
            report.rows.append(run.take(reading))
        run.register.write()
        if origin is not None and run.listing is not None:
            _keep(origin, run.listing, report, as_mapping(table.header, matched_columns))
        # Last, in the memory that the rows took until they were written.
        report.suggestions = run.nearness.suggestions()
        if dry_run:
            transaction.set_rollback(True)
    return report


def _keep(origin: Origin, listing: Listing, report: ImportReport, mapping: dict[str, str]) -> None:
    """Keep the rows as entries of the source, and how its columns were read."""
    source = origin.source
    report.source = source.code
    if report.rows and source.mapping != mapping:  # a header alone says nothing of a list
        source.mapping = mapping
        source.save()
    report.differences = listing.settle()
    listing.write()


class _Run:
    """The state of one import: the register, and the rows that were met."""

    def __init__(self, register: Register, origin: Origin | None, table: Table) -> None:
        self.register = register
        self.nearness = Nearness(register.spellings)
        self.listing = Listing(origin, table.header) if origin else None
        self._seen: dict[tuple[str, ...], tuple[int, Dossier | None]] = {}
        is_chain = origin is not None and origin.source.kind == SourceKind.SUB_PROCESSORS
        self._chain = Chain(register, origin.source) if origin and is_chain else None

    def messages(self, matched: Mapping[str, int]) -> list[str]:
        """What of the file as a whole has no place in this kind of list."""
        unread = [name for name in NOT_READ if name in matched] if self._chain else []
        if not unread:
            return []
        return [
            _("A list of sub-processors says nothing of our own use; not read: %(columns)s.")
            % {"columns": ", ".join(unread)}
        ]

    def take(self, reading: Reading) -> RowReport:
        """Judge one row and let the register in memory hold it, or say why not."""
        row, cells, said = reading.row, reading.cells, reading.said
        report = RowReport(
            row.line, cells.text("master_name") or cells.text("name"), messages=list(row.messages)
        )
        key = tuple(cells.texts.values())
        if key in self._seen:
            earlier, whose = self._seen[key]
            report.messages.append(_("The same as line %(line)s.") % {"line": earlier})
            self._list(reading, whose=whose)
            return report
        plan = Plan(row.line)
        plan.wrong += reading.wrong
        if said is not None:
            self._judge(plan, said, cells)
        if said is None or plan.wrong:
            report.outcome = Outcome.REFUSED
            report.messages += dict.fromkeys(plan.wrong)
            self._list(reading, whose=None, wrong=plan.wrong)
            return report
        self._accept(plan, said, report)
        report.messages += [*cells.messages, *plan.messages]
        whose = plan.meets[0] if plan.meets else None
        self._seen[key] = (row.line, whose)
        if same := self._list(reading, whose=whose):
            report.messages.append(
                _("It names the same as line %(line)s, for the same.") % {"line": same}
            )
        return report

    def _list(
        self,
        reading: Reading,
        *,
        whose: Dossier | None,
        wrong: Sequence[str] = (),
    ) -> int | None:
        """Keep the row as an entry of the source, where there is one."""
        if self.listing is None:
            return None
        return self.listing.meet(reading, wrong=wrong, dossier=whose)

    def _judge(self, plan: Plan, said: Said, cells: Cells) -> None:
        try:
            self._plan(plan, said, cells)
        except Refusal as wrong:
            plan.wrong += wrong.sentences

    def _plan(self, plan: Plan, said: Said, cells: Cells) -> None:
        for dossier in find_vendors(self.register, plan, said):
            plan.meets.append(dossier)
            plan_vendor(self.register, plan, dossier, said, cells)
            has_new_use = self._plan_use(plan, dossier, said, cells)
            is_new = has_new_use or dossier.vendor.is_new
            plan_spellings(self.register, plan, dossier, said, is_new=is_new)
            if said.agreement and self._chain is None:
                plan_agreements(self.register, plan, dossier, said.agreement, cells)

    def _plan_use(self, plan: Plan, dossier: Dossier, said: Said, cells: Cells) -> bool:
        """What the vendor does: for us, or in the list of another one for that one."""
        if self._chain is not None:
            self._chain.plan(plan, dossier, said, cells)
            return False
        return plan_uses(self.register, plan, dossier, said, cells)

    def _accept(self, plan: Plan, said: Said, report: RowReport) -> None:
        if said.nobody:
            report.messages.append(
                _("The source says explicitly nobody; there is nothing to keep.")
            )
            return
        plan.carry_out()
        self.register.take(plan)
        if self._chain is not None:
            self._chain.take(plan)
        report.vendor = "; ".join(dict.fromkeys(each.name for each in plan.meets))
        report.changes = plan.changes
        if plan.is_creating:
            report.outcome = Outcome.CREATED
        elif plan.changes:
            report.outcome = Outcome.UPDATED
        for dossier in plan.dossiers:
            self.nearness.meet(dossier, report.line)


def _unread(table: Table, matched: Mapping[str, int]) -> list[str]:
    return [
        _('The column "%(heading)s" is not understood and was not read.') % {"heading": heading}
        for heading in columns.unmatched(table.header, matched)
    ]
