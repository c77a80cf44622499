"""The rows of a file, taken one after the other, and what only shows when all are read."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from config.widgets import read_cell
from ropa.models import Purpose
from ropa.resources import SHEETS, OrganisationResource, OrganisationScope, PastScope
from ropa.services.register_import.comparing import Comparison, Decision, Whose
from ropa.services.register_import.facets import disagreements
from ropa.services.register_import.removal import Removal
from ropa.services.register_import.report import ImportReport, Outcome, RowReport
from ropa.services.register_import.rows import Rows

OUTCOMES = {"new": Outcome.ADDED, "update": Outcome.CHANGED, "skip": Outcome.UNCHANGED}


@dataclass(frozen=True)
class Wishes:
    """What is chosen for an import; `shown` is the fingerprint of the outcome that was shown."""

    whose: Whose | None = None
    removes_missing: bool = False
    shown: str = ""


NO_WISHES = Wishes()


class Work:
    """The state of one import: the sheets compared, and the purpose lines that it touches."""

    def __init__(
        self,
        scope: OrganisationScope,
        base: PastScope | None,
        report: ImportReport,
        sheets: dict[str, Rows],
        wishes: Wishes,
    ) -> None:
        self.scope = scope
        self.base = base
        self.report = report
        self.sheets = sheets
        self.wishes = wishes
        self.touched: set[int] = set()
        self._compared: dict[str, tuple[OrganisationResource, Comparison]] = {}
        self._lines: dict[tuple[Any, ...], int | None] = {}

    @property
    def rows(self) -> list[tuple[str, RowReport, dict[str, str]]]:
        return [(sheet, row, cells) for sheet, rows in self.sheets.items() for row, cells in rows]

    def take(self, sheet: str, row: RowReport, cells: dict[str, str]) -> None:
        """Import one row; the rows of a sheet come one after the other."""
        self.report.rows.append(row)
        resource, comparison = self._comparison(sheet)
        if row.outcome is not Outcome.REFUSED:
            self._refuse_key(resource, row, cells)
        if row.outcome is not Outcome.REFUSED:
            self._import(resource, comparison, row, cells)
        if row.outcome is Outcome.REFUSED:
            self.scope.lookup(resource._meta.model).refused.add(row.key)

    def finish(self, blanks: dict[str, tuple[int, ...]]) -> None:
        """What can be said and done once every row is read: removals, and cells that disagree.

        `blanks` are the lines of blank rows, by sheet.
        """
        for sheet in reversed(self.sheets):
            resource, comparison = self._comparison(sheet)
            missing = comparison.missing()
            self.report.left_out += len(missing)
            if self.wishes.removes_missing and missing:
                removal = Removal(sheet, resource, comparison, self.wishes.whose)
                for instance in removal.remove(missing, blanks[sheet]):
                    self._touch(instance)
                self.report.rows += removal.rows
        if not self.report.blocked:
            self._compare_facets()

    def _comparison(self, sheet: str) -> tuple[OrganisationResource, Comparison]:
        if sheet not in self._compared:
            resource = SHEETS[sheet](self.scope)
            base = SHEETS[sheet](self.base) if self.base else None
            rows = [cells for _row, cells in self.sheets[sheet]]
            self._compared[sheet] = resource, Comparison(resource, base, rows, self.wishes.whose)
        return self._compared[sheet]

    def _refuse_key(
        self, resource: OrganisationResource, row: RowReport, cells: dict[str, str]
    ) -> None:
        for column in resource.key_columns:
            field = resource._meta.model._meta.get_field(column)
            if not read_cell(cells[column]) and not field.blank:
                row.refuse(
                    _("%(column)s: give a value; rows are found by it.") % {"column": column}
                )
        key = (type(resource), *(read_cell(cells[column]) for column in resource.key_columns))
        earlier = self._lines.setdefault(key, row.line)
        if earlier != row.line:
            row.refuse(
                _('duplicate codes: "%(key)s" stands on line %(first)s and on line %(second)s.')
                % {"key": row.key, "first": earlier, "second": row.line}
            )

    def _import(
        self,
        resource: OrganisationResource,
        comparison: Comparison,
        row: RowReport,
        cells: dict[str, str],
    ) -> None:
        decision = comparison.by_row[id(cells)]
        self._tell_conflicts(row, decision)
        if row.outcome is Outcome.CONFLICTS or decision.cells is None:
            return
        comparison.by_row[id(decision.cells)] = decision
        result = resource.import_row(decision.cells, comparison, row_number=row.line)
        if wrong := resource.sentences(result):
            row.refuse(*wrong)
            return
        row.outcome = OUTCOMES[result.import_type]
        if row.outcome is Outcome.CHANGED:
            row.changes = resource.changes(result.original, result.instance)
        if row.outcome is Outcome.ADDED:
            row.changes = [
                {"field": column, "old": "", "new": text}
                for column, field in resource.columns
                if (text := field.export(result.instance))
            ]
        if row.outcome is not Outcome.UNCHANGED:
            self._touch(result.instance)

    def _tell_conflicts(self, row: RowReport, decision: Decision) -> None:
        row.conflicts = decision.conflicts
        if decision.message:
            row.messages.append(decision.message)
        if decision.conflicts and self.wishes.whose is None:
            row.outcome = Outcome.CONFLICTS

    def _touch(self, instance: Any) -> None:
        purpose = instance.pk if isinstance(instance, Purpose) else None
        purpose = purpose or getattr(instance, "purpose_id", None)
        if purpose:
            self.touched.add(purpose)

    def _compare_facets(self) -> None:
        """Refuse lines whose state and values disagree, as far as this file touches them."""
        if not self.touched or self.scope.organisation is None:
            return
        rows = {row.key: row for row in self.report.rows if row.sheet == "purposes"}
        for line, is_refused, sentence in disagreements(self.scope.organisation, self.touched):
            row = rows.get(line.code)
            if row is None and is_refused:
                row = rows[line.code] = RowReport("purposes", None, line.code)
                self.report.rows.append(row)
            if row is not None and is_refused:
                row.refuse(sentence)
            elif row is not None:
                row.messages.append(sentence)
