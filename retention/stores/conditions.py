"""A selection as SQL conditions over one table."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from django.utils.translation import gettext as _
from sqlalchemy.sql.expression import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from retention.errors import NotExecutable
from retention.selection import Keeper, Rows, Selection, Why, Window
from retention.stores.blanks import is_blank, replacement
from retention.stores.keys import Keys
from retention.stores.matching import all_of

if TYPE_CHECKING:
    from retention.models import DataSet

Condition = sa.ColumnElement[bool]
ISO_DAY = "[12]???-??-??*"  # no number reads like this


class Conditions:
    """Says in SQL which rows are due, which of them are kept, and so which ones go.

    Raises `NotExecutable` for a column that the table lacks, a key that is not unique, or a
    trigger that holds no date.
    """

    def __init__(
        self, table: sa.Table, dialect: str, data_set: "DataSet", selection: Selection
    ) -> None:
        self.table = table
        self.data_set = data_set
        self.selection = selection
        self.dialect = dialect
        self.is_sqlite = dialect == "sqlite"
        self.keys = self._unique_keys()
        self.order = Keys(self.keys)
        trigger = self._trigger(selection.due[0])
        self.trigger = sa.type_coerce(trigger, sa.String) if self.is_sqlite else trigger
        self.due = _any_of(self._is_over(window) for window in selection.due)
        loosely = _any_of(self._is_over(window, loosely=True) for window in selection.due)
        self.unreadable = self._unreadable()
        self._kept = {keeper: self._keeps(keeper) for keeper in selection.keepers}
        self.goes = self._going(self.due)
        # All that goes, and in SQLite perhaps rows whose trigger is no date; cheaper to ask.
        self.goes_or_unreadable = self._going(loosely)

    @cached_property
    def has_something_left(self) -> Condition:
        """Rows of which a column is not anonymised yet; where rows are deleted, every row."""
        if not self.selection.blanks:
            return sa.true()
        return sa.or_(*(sa.not_(self._is_blank(blank)) for blank in self.selection.blanks))

    def parts(self) -> dict[str, Condition]:
        """Return the conditions for what goes and for each `Why`; a row is in one at most."""
        found: dict[str, Condition] = {"due": self.goes}
        earlier: list[Condition] = [self.goes]
        for why in Why:
            reasons = [kept for keeper, kept in self._kept.items() if keeper.why is why]
            whole = sa.and_(self.has_something_left, _any_of(reasons))
            found[why] = sa.and_(whole, *(sa.not_(each) for each in earlier))
            earlier += reasons
        return found

    def by_keeper(self) -> dict[Keeper, Condition]:
        """Return what each keeper keeps, however many others keep it too."""
        return {k: sa.and_(self.has_something_left, kept) for k, kept in self._kept.items()}

    def values(self) -> dict[str, sa.ColumnElement[Any]]:
        """Return what is written where rows are anonymised; what a rule needs stays as it is."""
        written: dict[str, sa.ColumnElement[Any]] = {}
        for blank in self.selection.blanks:
            column = self.column(blank.column, _("column to anonymise"))
            left = replacement(column, blank, self.dialect)
            needed = self._needing(blank.column)
            written[blank.column] = (
                sa.case((_any_of(needed), column), else_=left) if needed else left
            )
        return written

    @property
    def key(self) -> sa.Column[Any]:
        """The key where it is one column."""
        return self.keys[0]

    def column(self, name: str, what: str) -> sa.Column[Any]:
        if not name:
            raise NotExecutable(
                _(
                    "The rule on “%(set)s” names no %(what)s. Open the rule on the data set "
                    "and name it."
                )
                % {"set": self.data_set.name, "what": what}
            )
        if name not in self.table.columns:
            raise NotExecutable(
                _("%(table)s has no column %(column)s (%(what)s). It has: %(columns)s.")
                % {
                    "table": self.data_set.location,
                    "column": name,
                    "what": what,
                    "columns": ", ".join(self.table.columns.keys()),
                }
            )
        return self.table.columns[name]

    def _going(self, due: Condition) -> Condition:
        """Return what goes: due, and not kept whole, nor, where anonymised, column by column."""
        whole = [kept for keeper, kept in self._kept.items() if self._needs_the_row(keeper)]
        goes = sa.and_(due, *(sa.not_(reason) for reason in whole))
        if not self.selection.blanks:
            return goes
        left = [
            sa.and_(
                sa.not_(self._is_blank(blank)),
                *(sa.not_(reason) for reason in self._needing(blank.column)),
            )
            for blank in self.selection.blanks
        ]
        return sa.and_(goes, sa.or_(*left))

    def _needs_the_row(self, keeper: Keeper) -> bool:
        return not (self.selection.blanks and keeper.columns)

    def _needing(self, column: str) -> list[Condition]:
        return [kept for keeper, kept in self._kept.items() if column in keeper.columns]

    def _is_blank(self, blank: Any) -> Condition:
        return is_blank(self.column(blank.column, _("column to anonymise")), blank, self.dialect)

    def _keeps(self, keeper: Keeper) -> Condition:
        if keeper.window is not None:
            return self._is_within(keeper.window)
        return self._all_of(keeper.rows)

    def _is_over(self, window: Window, *, loosely: bool = False) -> Condition:
        if window.cutoff_on is None:
            return sa.false()
        day = window.cutoff_on + timedelta(days=1)
        before = self._before(self._trigger(window), day, loosely=loosely)
        return sa.and_(self._all_of(window.rows), before) if window.rows else before

    def _is_within(self, window: Window) -> Condition:
        if window.cutoff_on is None:
            return self._all_of(window.rows)
        column = self._trigger(window)
        over = self._before(column, window.cutoff_on + timedelta(days=1))
        return sa.and_(self._all_of(window.rows), sa.or_(column.is_(None), sa.not_(over)))

    def _unreadable(self) -> Condition:
        """Return the rows that have no day to count from."""
        window = self.selection.due[0]
        column = self._trigger(window)
        nothing: Condition = column.is_(None)
        if self.is_sqlite:
            text = sa.type_coerce(column, sa.String)
            nothing = sa.or_(nothing, sa.not_(text.bool_op("GLOB")(ISO_DAY)))
        return sa.and_(self._all_of(window.rows), nothing)

    def _trigger(self, window: Window) -> sa.Column[Any]:
        return self.column(window.trigger_column, _("trigger column"))

    def _all_of(self, rows: Rows) -> Condition:
        what = _("column of a condition")
        return all_of(lambda name: self.column(name, what), rows, self.dialect)

    def _before(self, column: sa.Column[Any], day: date, *, loosely: bool = False) -> Condition:
        """Compare with the first moment of a day, in the way in which the column holds days."""
        kind = column.type
        if self.is_sqlite:  # its dates are texts, and a number is less than any text
            # The plus keeps SQLite from sorting by an index on the date for every batch anew.
            text = UnaryExpression(
                sa.type_coerce(column, sa.String), operator=custom_op("+"), type_=sa.String()
            )
            if loosely:
                return text < day.isoformat()
            return sa.and_(text < day.isoformat(), text.bool_op("GLOB")(ISO_DAY))
        if isinstance(kind, sa.DateTime):
            return column < self._first_moment(day, has_zone=bool(kind.timezone))
        if isinstance(kind, sa.Date):
            return column < day
        raise NotExecutable(
            _(
                "The column %(column)s of %(table)s holds no dates (%(type)s). Choose a column of "
                "dates as trigger."
            )
            % {"column": column.name, "table": self.data_set.location, "type": kind}
        )

    def _first_moment(self, day: date, *, has_zone: bool) -> datetime:
        """Return midnight by the rule's calendar, as a store writes it."""
        midnight = datetime.combine(day, time.min, tzinfo=self.selection.zone)
        if has_zone:
            return midnight
        local = self.selection.local_zone
        return (midnight.astimezone(local) if local else midnight).replace(tzinfo=None)

    def _unique_keys(self) -> tuple[sa.Column[Any], ...]:
        names = self.data_set.key_columns or ("",)
        keys = tuple(self.column(name, _("key column")) for name in names)
        if frozenset(names) not in self.table.info["unique"]:
            raise NotExecutable(
                _(
                    "The column %(column)s of %(table)s is not unique, so rows cannot be told "
                    "apart. Choose the primary key."
                )
                % {"column": ", ".join(names), "table": self.data_set.location}
            )
        for key in keys:
            if not isinstance(key.type, sa.Integer | sa.String | sa.Uuid):
                raise NotExecutable(
                    _("The key %(column)s of %(table)s is neither a number nor a text nor a UUID.")
                    % {"column": key.name, "table": self.data_set.location}
                )
        return keys


def _any_of(conditions: Iterable[Condition]) -> Condition:
    return sa.or_(sa.false(), *conditions)
