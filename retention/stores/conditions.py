"""A selection as SQL conditions over one table."""

from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from django.utils.translation import gettext as _
from sqlalchemy.sql.expression import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from retention.errors import NotExecutable
from retention.selection import Match, Selection, Window

if TYPE_CHECKING:
    from retention.models import DataSet

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
        self.is_sqlite = dialect == "sqlite"
        self.key = self._unique_key()
        trigger = self._column(selection.due.trigger_column, _("trigger column"))
        self.trigger = sa.type_coerce(trigger, sa.String) if self.is_sqlite else trigger
        self.due = self._is_over(selection.due)
        stays = [sa.not_(reason) for reason in self._reasons() if reason is not None]
        self.goes = sa.and_(self.due, *stays)
        # All that goes, and in SQLite perhaps rows whose trigger is no date; cheaper to ask.
        self.goes_or_unreadable = sa.and_(self._is_over(selection.due, loosely=True), *stays)

    def parts(self) -> list[sa.ColumnElement[bool]]:
        """Return the conditions for: goes, held, protected, kept; each row is in one at most."""
        held, protected, needed = (
            sa.false() if reason is None else reason for reason in self._reasons()
        )
        return [
            self.goes,
            held,
            sa.and_(sa.not_(held), protected),
            sa.and_(sa.not_(held), sa.not_(protected), needed),
        ]

    @cached_property
    def key_is_uuid(self) -> bool:
        return isinstance(self.key.type, sa.Uuid)

    @cached_property
    def key_is_number(self) -> bool:
        return isinstance(self.key.type, sa.Integer)

    def _reasons(self) -> list[sa.ColumnElement[bool] | None]:
        """Return held, protected by a minimum, needed by another rule; None where nothing is."""
        chosen = self.selection
        held = [sa.true() if match is None else self._matches(match) for match in chosen.held]
        return [
            _any_of(held),
            _any_of([self._is_within(window) for window in chosen.minimums]),
            _any_of([self._is_within(window) for window in chosen.needed]),
        ]

    def _is_over(self, window: Window, *, loosely: bool = False) -> sa.ColumnElement[bool]:
        if window.cutoff_on is None:
            return sa.false()
        column = self._column(window.trigger_column, _("trigger column"))
        day = window.cutoff_on + timedelta(days=1)
        return self._only(window, self._before(column, day, loosely=loosely))

    def _is_within(self, window: Window) -> sa.ColumnElement[bool]:
        if window.cutoff_on is None:
            return self._only(window, sa.true())
        column = self._column(window.trigger_column, _("trigger column"))
        over = self._before(column, window.cutoff_on + timedelta(days=1))
        return self._only(window, sa.or_(column.is_(None), sa.not_(over)))

    def _only(self, window: Window, condition: Any) -> sa.ColumnElement[bool]:
        return sa.and_(self._matches(window.only), condition) if window.only else condition

    def _matches(self, match: Match) -> sa.ColumnElement[bool]:
        column = self._column(match.column, _("column of a filter or hold"))
        if isinstance(column.type, sa.Integer) and match.value.lstrip("-").isdigit():
            return sa.func.coalesce(column == int(match.value), sa.false())
        return sa.func.coalesce(sa.cast(column, sa.String) == match.value, sa.false())

    def _before(
        self, column: sa.Column[Any], day: date, *, loosely: bool = False
    ) -> sa.ColumnElement[bool]:
        """Compare with the first moment of a day, in the way in which the column holds days."""
        kind = column.type
        if self.is_sqlite:  # its dates are texts, and a number is less than any text
            # The plus keeps SQLite from sorting by an index on the date for every batch anew.
            text = UnaryExpression(
                sa.type_coerce(column, sa.String), operator=custom_op("+"), type_=sa.String()
            )
            if loosely:
                return text < day.isoformat()
            return sa.and_(text < day.isoformat(), text.op("GLOB")(ISO_DAY))
        if isinstance(kind, sa.DateTime):
            zone = self.selection.zone if kind.timezone else None
            return column < datetime.combine(day, time.min, tzinfo=zone)
        if isinstance(kind, sa.Date):
            return column < day
        raise NotExecutable(
            _(
                "The column %(column)s of %(table)s holds no dates (%(type)s). Choose a column of "
                "dates as trigger."
            )
            % {"column": column.name, "table": self.data_set.location, "type": kind}
        )

    def _column(self, name: str, what: str) -> sa.Column[Any]:
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

    def _unique_key(self) -> sa.Column[Any]:
        key = self._column(self.data_set.key_column, _("key column"))
        if key.name not in self.table.info["unique"]:
            raise NotExecutable(
                _(
                    "The column %(column)s of %(table)s is not unique, so rows cannot be told "
                    "apart. Choose the primary key."
                )
                % {"column": key.name, "table": self.data_set.location}
            )
        if not isinstance(key.type, sa.Integer | sa.String | sa.Uuid):
            raise NotExecutable(
                _("The key %(column)s of %(table)s is neither a number nor a text nor a UUID.")
                % {"column": key.name, "table": self.data_set.location}
            )
        return key


def _any_of(conditions: list[Any]) -> sa.ColumnElement[bool] | None:
    return sa.or_(*conditions) if conditions else None
