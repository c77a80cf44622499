"""Three states of a sheet, row by row: as it was exported, as the file has it, and as it is now."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from config.matching import PLACE
from ropa.resources import OrganisationResource
from ropa.services.register_import.texts import Cells, Key, TextRow, Texts


class Whose(StrEnum):
    """Whose value counts where the file and the register changed the same cell."""

    FILE = "file"
    REGISTER = "register"


@dataclass
class Decision:
    """What becomes of a row of the file: `cells` are written to `instance`, or as a new row.

    Without `cells` nothing is written. `conflicts` names the columns both sides changed.
    """

    cells: Cells | None = None
    instance: Any = None
    conflicts: list[dict[str, str]] = field(default_factory=list)
    message: str = ""


class Comparison:
    """The rows of one sheet of the file, decided one by one against two states of the register.

    `base` is the state from which the file was written. Without it the file counts: no more can
    be known than how the register is now.
    """

    def __init__(
        self,
        now: OrganisationResource,
        base: OrganisationResource | None,
        rows: list[Cells],
        whose: Whose | None,
    ) -> None:
        self._texts = Texts(now)
        self._whose = whose
        self._now = self._texts.rows()
        self._said = [self._texts.said(row) for row in rows]
        self._rows = rows
        self._by_key = {self._texts.key(row.texts): row for row in self._now}
        self._base = Texts(base) if base else None
        self._earlier = self._base.rows() if self._base else []
        matched = self._base or self._texts
        self._matched = matched.matched(self._earlier if self._base else self._now, self._said)
        self._pairs = self._paired()
        self.by_row = {id(row): self._decided(at) for at, row in enumerate(rows)}
        if self._base and self._texts.is_placed:
            self._refuse_taken_places()

    def get_instance(self, row: Cells) -> Any:
        """The row of the register that this row of the file is; asked by the resource."""
        return self.by_row[id(row)].instance

    def missing(self) -> list[tuple[TextRow, TextRow]]:
        """Rows that the file could hold and does not: as exported, and as they are now."""
        met = {row.pk for row in self._matched.values()}
        if self._base is None:
            return [(row, row) for row in self._now if row.pk not in met]
        gone = (row for row in self._earlier if row.pk not in met)
        return [(row, now) for row in gone if (now := self._pairs.get(row.pk))]

    def changed_since(self, earlier: TextRow, now: TextRow) -> list[str]:
        """The columns of a row that the register changed since the export."""
        return [column for column in now.texts if earlier.compared[column] != now.compared[column]]

    def _paired(self) -> dict[Any, TextRow]:
        """The rows as they are now, by the key of the row as it was exported."""
        if self._base is None:
            return {row.pk: row for row in self._now}
        now = {row.pk: row for row in self._now}
        then = {row.pk for row in self._earlier}
        found = {}
        for row in self._earlier:
            again = self._by_key.get(self._base.key(row.texts))  # removed and made again
            if row.pk in now:
                found[row.pk] = now[row.pk]
            elif again is not None and again.pk not in then:
                found[row.pk] = again
        return found

    def _decided(self, at: int) -> Decision:
        row, said = self._rows[at], self._said[at]
        matched = self._matched.get(at)
        if self._base is None:
            return Decision(row, matched.instance if matched else None)
        if matched is None:
            return self._decide_new(row, said)
        now = self._pairs.get(matched.pk)
        mine = self._differing(said, matched)
        if not mine:
            return Decision(instance=now.instance if now else None)
        if now is None:
            return self._decide_gone(row, said, matched, mine)
        theirs = set(self.changed_since(matched, now))
        wanted = [column for column in mine if column in self._differing(said, now)]
        both = [column for column in wanted if column in theirs]
        return self._merged(row, said, now, wanted, both)

    def _decide_new(self, row: Cells, said: Cells) -> Decision:
        """A row that the export had not: it is new, or somebody else added it as well."""
        now = self._by_key.get(self._texts.key(said))
        known = {row.pk for row in self._pairs.values()}
        if now is None or now.pk in known:
            return Decision(row)
        wanted = self._differing(said, now)
        return self._merged(row, said, now, wanted, wanted)

    def _decide_gone(self, row: Cells, said: Cells, matched: TextRow, mine: list[str]) -> Decision:
        found = Decision(row if self._whose is Whose.FILE else None)
        found.conflicts = [self._clash(column, said, {}) for column in mine]
        found.message = _("The row was removed from the register since the export.")
        return found

    def _merged(
        self, row: Cells, said: Cells, now: TextRow, wanted: list[str], both: list[str]
    ) -> Decision:
        """Write what the file changed, over the row as it is now."""
        if self._whose is Whose.REGISTER:
            wanted = [column for column in wanted if column not in both]
        found = Decision(instance=now.instance)
        found.conflicts = [self._clash(column, said, now.texts) for column in both]
        if wanted and (self._whose or not both):
            kept = self._texts.cells(now.texts, self._texts.key_columns)
            found.cells = kept | {column: row[column] for column in wanted}
        return found

    def _differing(self, said: Cells, row: TextRow) -> list[str]:
        compared = self._texts.compared(said)
        return [column for column in compared if compared[column] != row.compared[column]]

    def _clash(self, column: str, said: Cells, now: Cells) -> dict[str, str]:
        return {"field": column, "file": said[column], "register": now.get(column, "")}

    def _refuse_taken_places(self) -> None:
        """A value may not come to the place of one that somebody else put there since."""
        held = self._newly_held()
        for at, row in enumerate(self._rows):
            decision = self.by_row[id(row)]
            if decision.cells is None or decision.conflicts:
                continue
            key = self._key_after(decision, at)
            own = decision.instance.pk if decision.instance else None
            holder = held.get(key)
            if holder is None or holder.pk == own:
                continue
            clash = self._clash(PLACE, self._said[at], holder.texts)
            decision.conflicts.append(clash)
            decision.message = _("Another value was put in this place since the export.")
            if self._whose is not Whose.FILE:
                decision.cells = None

    def _newly_held(self) -> dict[Key, TextRow]:
        """The places of values that were added or moved in the register since the export."""
        then = {self._pairs[row.pk].pk: row for row in self._earlier if row.pk in self._pairs}
        moving = {
            decision.instance.pk
            for decision in self.by_row.values()
            if decision.instance and decision.cells and PLACE in decision.cells
        }
        return {
            key: row
            for key, row in self._by_key.items()
            if row.pk not in moving
            and (row.pk not in then or then[row.pk].compared[PLACE] != row.compared[PLACE])
        }

    def _key_after(self, decision: Decision, at: int) -> Key:
        assert decision.cells is not None  # noqa: S101
        return self._texts.key({**self._said[at], **self._texts.said(decision.cells)})
