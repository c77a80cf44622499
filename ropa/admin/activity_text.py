"""An activity with all that it says, for reading: as it is, or as it stood on an earlier day."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ropa.admin.line import ROWS
from ropa.admin.words import Words
from ropa.choices.register import FacetState
from ropa.models import Purpose, RetentionRule, Transfer
from ropa.resources import OrganisationScope, read_rows
from ropa.services.approved import ContentScope
from ropa.services.contents import IN_ACTIVITY, PARTS

Cells = dict[str, str]
Facts = list[tuple[str, str]]

QUOTED = {"rules": "applies_to_all", "transfers": "covers_all"}  # with what makes them general
VALUES = {  # facet -> the sheets in which its values stand
    "statements": ("statements",),
    "data_subjects": ("data_subjects",),
    "data_categories": ("data_categories",),
    "recipients": ("vendor_uses", "recipients"),
    "transfers": ("transfer_purposes",),
    "period": ("purpose_rules",),
    "legal_bases": ("legal_bases", "special_conditions"),
    "consequences": ("consequences",),
}
GENERAL = {"transfers": "transfers", "period": "rules"}  # facet -> what may hold for all
OF_THE_LINE = ("kind", "legal_basis_note", "source_lines", "note")
PLACES = ("activity", "purpose", "order")  # where a row stands says the page itself


@dataclass(frozen=True)
class Cell:
    """One cell of a line: its name, article, state where it is not given, and values."""

    label: str
    article: str
    state: str
    tone: str
    values: list[str]


@dataclass(frozen=True)
class Line:
    code: str
    facts: Facts
    cells: list[Cell]


@dataclass(frozen=True)
class Table:
    """Rows of one kind; columns in which nothing is said are left out."""

    title: str
    header: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Quoted:
    """A rule or a transfer that the activity quotes, or that is for all activities."""

    name: str
    facts: Facts
    is_general: bool


class ActivityText:
    """The content of one activity within a scope; `exists` tells whether it was there."""

    def __init__(self, register: OrganisationScope, activity: Any) -> None:
        scope = ContentScope(register, activity)
        self.words = Words(scope)
        self._activity = activity
        self._kinds = {}
        self._rows: dict[str, list[Any]] = {}
        for name, kind, rows in read_rows(scope, PARTS):
            self._kinds[name], self._rows[name] = kind, rows
        self._lines: dict[Any, Purpose] = {line.pk: line for line in self._rows["purposes"]}

    @property
    def exists(self) -> bool:
        return bool(self._rows["activities"])

    @property
    def heading(self) -> str:
        return str(self._rows["activities"][0]) if self.exists else ""

    def status(self) -> str:
        return str(self._rows["activities"][0].get_status_display())

    def facts(self) -> Facts:
        return [
            fact
            for row in self._rows["activities"]
            for fact in self._facts("activities", row, without=("order",))
        ]

    def lines(self) -> list[Line]:
        own = [line for line in self._rows["purposes"] if line.activity_id == self._activity]
        return [self._line(line) for line in sorted(own, key=lambda line: (line.order, line.pk))]

    def tables(self) -> list[Table]:
        """What stands in the activity beside its lines."""
        return [self._table(name) for name in IN_ACTIVITY if self._rows[name]]

    def quoted(self) -> list[tuple[str, list[Quoted]]]:
        """The rules and transfers that belong to the text; those of its lines come first."""
        return [
            (self.words.sheets(name), self._quoted(name)) for name in QUOTED if self._rows[name]
        ]

    def _quoted(self, name: str) -> list[Quoted]:
        found = []
        for row in sorted(self._rows[name], key=lambda row: bool(getattr(row, QUOTED[name]))):
            told = row.data_class if name == "rules" else self._where(row)
            found.append(
                Quoted(
                    name=f"{row.code}: {told}",
                    facts=[*self._facts(name, row, without=("code",)), *self._safeguards(row)],
                    is_general=getattr(row, QUOTED[name]),
                )
            )
        return found

    def _safeguards(self, row: Any) -> Facts:
        return [
            (self.words.sheet("safeguards"), " – ".join(text for _label, text in facts))
            for each in self._rows["safeguards"]
            if isinstance(row, Transfer) and each.transfer_id == row.pk
            for facts in [self._facts("safeguards", each, without=("transfer", "order"))]
        ]

    def _where(self, transfer: Transfer) -> str:
        cells = self._cells("transfers", transfer)
        importer = cells["importer"] or cells["importer_vendor"] or cells["importer_entity"]
        where = cells["destination"] or cells["country"]
        return " → ".join(filter(None, (importer, where)))

    def _facts(self, name: str, row: Any, *, without: Collection[str]) -> Facts:
        """What the columns say, without those that say nothing or no."""
        cells = self._cells(name, row)
        if "statement" in cells and isinstance(row, RetentionRule):
            cells["statement"] = row.sentence
        silent = ("", "no", "not_stated", "silent")
        said = {
            column: text
            for column, text in cells.items()
            if column not in without and text not in silent
        }
        return self.words.facts(name, said)

    def _cells(self, name: str, row: Any) -> Cells:
        return {column: field.export(row) for column, field in self._kinds[name].columns}

    def _table(self, name: str) -> Table:
        rows = [self._cells(name, row) for row in self._rows[name]]
        said = [
            column
            for column in rows[0]
            if column not in PLACES and any(cells[column] not in ("", "no") for cells in rows)
        ]
        return Table(
            title=self.words.sheets(name),
            header=[self.words.column(name, column) for column in said],
            rows=[
                [self.words.cell(name, column, cells[column]) for column in said] for cells in rows
            ],
        )

    def _line(self, line: Purpose) -> Line:
        rest = [name for name, _field in self._kinds["purposes"].columns if name not in OF_THE_LINE]
        return Line(
            code=line.code,
            facts=self._facts("purposes", line, without=rest),
            cells=[self._cell(line, facet, str(label), art) for facet, label, art in ROWS],
        )

    def _cell(self, line: Purpose, facet: str, label: str, article: str) -> Cell:
        state = line.state(facet)
        source = self._source(line, facet)
        words, tone = "", ""
        if state is FacetState.INHERITED:
            words, tone = _("inherited from %(line)s") % {"line": source.code}, "quiet"
        elif state is not FacetState.GIVEN:
            words = str(state.label)
            tone = "soon" if state is FacetState.NOT_STATED else "quiet"
        values = [*self._values(source, facet), *self._general(facet)]
        return Cell(label, article, words, tone, values)

    def _general(self, facet: str) -> list[str]:
        """What holds for every activity and so for this line, as the record of Art. 30 says it."""
        name = GENERAL.get(facet, "")
        return [
            _("For all activities: %(what)s")
            % {"what": row.sentence if name == "rules" else self._where(row)}
            for row in self._rows.get(name, ())
            if getattr(row, QUOTED[name])
        ]

    def _source(self, line: Purpose, facet: str) -> Purpose:
        """Return the line whose values the cell shows, as it was then."""
        seen = {line.pk}
        while line.state(facet) is FacetState.INHERITED and line.inherits_from_id in self._lines:
            line = self._lines[line.inherits_from_id]
            if line.pk in seen:  # two lines that inherit from each other show nothing
                break
            seen.add(line.pk)
        return line

    def _values(self, line: Purpose, facet: str) -> list[str]:
        return [
            self._value(name, row)
            for name in VALUES[facet]
            for row in self._rows[name]
            if row.purpose_id == line.pk
        ]

    def _value(self, name: str, row: Any) -> str:
        cells = self._cells(name, row)
        shown = {column: self.words.cell(name, column, text) for column, text in cells.items()}
        tell = TOLD.get(name)
        return tell(self, row, shown) if tell else shown["text"]

    def _category(self, _row: Any, shown: Cells) -> str:
        return shown["wording"] or shown["category"]

    def _class(self, _row: Any, shown: Cells) -> str:
        return shown["wording"] or shown["recipient_class"]

    def _use(self, row: Any, shown: Cells) -> str:
        rest = [shown["service"], shown["role"], shown["data_limitation"]]
        rest += [] if row.is_recipient else [_("no recipient")]
        return " – ".join([shown["spelling"] or shown["vendor"], *filter(None, rest)])

    def _basis(self, _row: Any, shown: Cells) -> str:
        return " – ".join(filter(None, (shown["basis"], shown["interest"], shown["note"])))

    def _condition(self, _row: Any, shown: Cells) -> str:
        return " – ".join(filter(None, (shown["condition"], shown["note"])))

    def _rule(self, row: Any, shown: Cells) -> str:
        rule = next((each for each in self._rows["rules"] if each.pk == row.rule_id), None)
        sentence = rule.sentence if rule else ""
        return " – ".join(filter(None, (shown["rule"], shown["scope"], sentence)))

    def _transfer(self, row: Any, shown: Cells) -> str:
        found = next((each for each in self._rows["transfers"] if each.pk == row.transfer_id), None)
        return " – ".join(filter(None, (shown["transfer"], self._where(found) if found else "")))


TOLD: dict[str, Callable[[ActivityText, Any, Cells], str]] = {
    "data_subjects": ActivityText._category,
    "data_categories": ActivityText._category,
    "recipients": ActivityText._class,
    "vendor_uses": ActivityText._use,
    "legal_bases": ActivityText._basis,
    "special_conditions": ActivityText._condition,
    "purpose_rules": ActivityText._rule,
    "transfer_purposes": ActivityText._transfer,
}
