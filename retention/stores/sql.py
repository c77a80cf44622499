"""Rows of a table, reached with SQLAlchemy: any database it speaks to.

A batch is one transaction of the store: keys are read and rows destroyed in the same view of the
data, so exactly the rows go whose keys stand in the evidence.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from django.conf import settings
from django.utils.translation import gettext as _
from sqlalchemy import exc

from retention.errors import (
    NotExecutable,
    PlanRefused,
    RowsChanged,
    RunBusy,
    StoreUnreachable,
)
from retention.evidence import KeyRange, digest_of_lines, range_of
from retention.selection import Overview, Selection
from retention.stores.addresses import with_driver
from retention.stores.conditions import Conditions
from retention.stores.days import as_day

if TYPE_CHECKING:
    from retention.models import DataSet

CHANGED_MEANWHILE = ("40001", "40P01")  # SQLSTATE: serialisation failure, deadlock
LOCK_WAIT = 30  # seconds that a writer of a SQLite store waits for another one
PROBLEMS = (exc.DBAPIError, exc.ArgumentError, exc.NoSuchModuleError)
CONNECT_WAIT = 10  # seconds until a server that does not answer counts as unreachable


@lru_cache(maxsize=16)
def engine_of(url: str) -> sa.Engine:
    """Return the engine for an address; one for each process."""
    backend = sa.make_url(url).get_backend_name()
    if backend == "sqlite":
        engine = sa.create_engine(url, connect_args={"timeout": LOCK_WAIT})
        # The driver's own way of beginning would leave the look at the data unlocked.
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
        return engine
    return sa.create_engine(
        url,
        isolation_level="REPEATABLE READ",
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_WAIT},
    )


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: sa.Connection) -> None:
    only_looks = connection.get_execution_options().get("only_looks")
    connection.exec_driver_sql("BEGIN" if only_looks else "BEGIN IMMEDIATE")


class SqlTarget:
    def __init__(self, url: str, data_set: "DataSet", selection: Selection) -> None:
        self.data_set = data_set
        self.selection = selection
        self.batch_size: int = settings.PURGE_BATCH_ROWS
        try:
            self.engine = engine_of(with_driver(url))
        except (*PROBLEMS, ImportError) as wrong:
            raise self._unreachable(wrong) from wrong

    @cached_property
    def conditions(self) -> Conditions:
        with self._connected(only_looks=True) as connection:
            table, dialect = self._reflect(connection), connection.dialect.name
        return Conditions(table, dialect, self.data_set, self.selection)

    def reach(self) -> None:
        with self._connected(only_looks=True) as connection:
            sa.inspect(connection).get_table_names()

    def overview(self) -> Overview:
        c = self.conditions
        counted = {**c.parts(), "unreadable": c.unreadable}
        sums = [_count(part) for part in counted.values()]
        each = {keeper: _count(kept) for keeper, kept in c.by_keeper().items()}
        only = c.keys[0] if c.order.is_single and not isinstance(c.key.type, sa.Uuid) else None
        row = sa.select(
            *sums,
            *each.values(),
            sa.func.min(sa.case((c.goes, c.trigger))),
            sa.func.max(sa.case((c.goes, c.trigger))),
            sa.null() if only is None else sa.func.max(sa.case((c.goes, only))),
        ).where(sa.or_(c.due, c.unreadable))
        with self._connected(only_looks=True) as connection:
            found = list(connection.execute(row).one())
            *numbers, oldest, newest, last = found
            counts = dict(zip(counted, map(int, numbers), strict=False))
            last_key = "" if last is None else str(last)
            if only is None and counts["due"]:  # max() of a uuid is missing in PostgreSQL
                ordered = sa.select(*c.keys).where(c.goes)
                newest_key = ordered.order_by(*(key.desc() for key in c.keys)).limit(1)
                last_key = c.order.text_of(connection.execute(newest_key).one())
        reasons = zip(each, map(int, numbers[len(counted) :]), strict=True)
        return Overview(
            **counts,
            oldest_on=as_day(oldest, self.selection.zone),
            newest_on=as_day(newest, self.selection.zone),
            last_key=last_key,
            reasons=tuple((keeper.why, keeper.code, kept) for keeper, kept in reasons if kept),
        )

    @contextmanager
    def open_batch(self) -> Iterator["SqlBatch"]:
        conditions = self.conditions
        with self._connected() as connection:
            yield SqlBatch(connection, conditions)

    @contextmanager
    def _connected(self, *, only_looks: bool = False) -> Iterator[sa.Connection]:
        file = self.engine.url.database if self.engine.dialect.name == "sqlite" else None
        if file and not Path(file).is_file():  # SQLite would make a new one
            raise self._unreachable(FileNotFoundError())
        try:
            with self.engine.connect() as connection:
                yield connection.execution_options(only_looks=only_looks)
        except PROBLEMS as wrong:
            raise self._unreachable(wrong) from wrong

    def _reflect(self, connection: sa.Connection) -> sa.Table:
        """Return the table with its columns, and in `info` which columns are unique."""
        schema, _dot, name = self.data_set.location.rpartition(".")
        inspector = sa.inspect(connection)
        try:
            columns = inspector.get_columns(name, schema or None)
            return sa.Table(
                name,
                sa.MetaData(),
                *(
                    sa.Column(each["name"], each["type"], nullable=each["nullable"])
                    for each in columns
                ),
                schema=schema or None,
                info={"unique": self._unique_columns(inspector, name, schema or None)},
            )
        except exc.NoSuchTableError as missing:
            tables = ", ".join(sorted(inspector.get_table_names(schema or None)))
            raise NotExecutable(
                _("The data store “%(store)s” has no table %(table)s. It has: %(tables)s.")
                % {
                    "store": self.data_set.store.name,
                    "table": self.data_set.location,
                    "tables": tables or "–",
                }
            ) from missing

    def _unique_columns(
        self, inspector: sa.Inspector, name: str, schema: str | None
    ) -> set[frozenset[str]]:
        """Return the sets of columns that tell rows apart; a null would tell none."""
        key = frozenset(inspector.get_pk_constraint(name, schema)["constrained_columns"])
        if key == frozenset(self.data_set.key_columns):
            return {key}
        filled = {c["name"] for c in inspector.get_columns(name, schema) if not c["nullable"]}
        rules = inspector.get_unique_constraints(name, schema)
        indexes = [each for each in inspector.get_indexes(name, schema) if each["unique"]]
        unique: list[Any] = [each["column_names"] for each in rules]
        unique += [each["column_names"] for each in indexes]
        return {frozenset(names) for names in unique if filled.issuperset(names)}

    def _unreachable(self, wrong: Exception) -> StoreUnreachable:
        """Say that nobody answers; the address may hold a password, so it is not repeated."""
        return StoreUnreachable(
            _(
                "The data store “%(store)s” cannot be used (%(kind)s). Check that it runs, and "
                "the address in %(variable)s."
            )
            % {
                "store": self.data_set.store.name,
                "kind": type(getattr(wrong, "orig", None) or wrong).__name__,
                "variable": self.data_set.store.url_variable,
            }
        )


class SqlBatch:
    """One transaction of the store."""

    undoes = True

    def __init__(self, connection: sa.Connection, conditions: Conditions) -> None:
        self.connection = connection
        self.c = conditions

    def next_range(self, *, after: str, until: str, limit: int) -> KeyRange | None:
        within = self.c.order.up_to(until)
        if after:
            within = sa.and_(within, self.c.order.above(after))
        return self._read(within, limit)

    def range_between(self, first: str, last: str) -> KeyRange | None:
        return self._read(self.c.order.between(first, last))

    def transaction(self) -> str:
        if self.connection.dialect.name != "postgresql":
            return ""
        number = sa.select(sa.cast(sa.func.pg_current_xact_id(), sa.Text))
        return str(self.connection.execute(number).scalar_one())

    def committed(self, transaction: str) -> bool | None:
        asked = sa.text("SELECT pg_xact_status(CAST(:transaction AS xid8))")
        try:
            with self.connection.begin_nested():
                status = self.connection.execute(asked, {"transaction": transaction}).scalar()
        except exc.DBAPIError:  # a number that this database, perhaps restored, has not given yet
            return None
        if status == "in progress":
            raise RunBusy(_("An interrupted batch is still open in the store. Try again later."))
        return None if status is None else status == "committed"

    def left_of(self, keys: Sequence[str]) -> dict[str, bool]:
        is_due = sa.func.coalesce(self.c.due, sa.false())
        there = sa.select(is_due, *self.c.keys).where(self.c.has_something_left)
        rows = self.connection.execute(there.where(self.c.order.between(keys[0], keys[-1])))
        found = {self.c.order.text_of(key): bool(due) for due, *key in rows}
        return {key: found[key] for key in keys if key in found}

    def destroy(self, first: str, last: str, *, count: int) -> int:
        """Destroy the rows; the cheaper question serves where it finds exactly as many."""
        try:
            with self.connection.begin_nested() as attempt:
                destroyed = self._delete(self.c.goes_or_unreadable, first, last)
                if destroyed == count:
                    return destroyed
                attempt.rollback()
            return self._delete(self.c.goes, first, last)
        except exc.IntegrityError as wrong:
            raise PlanRefused(
                _(
                    "Other rows refer to rows of %(table)s that would go. Purge those first, or "
                    "hold these."
                )
                % {"table": self.c.data_set.location}
            ) from wrong
        except exc.DBAPIError as wrong:
            if getattr(wrong.orig, "sqlstate", "") in CHANGED_MEANWHILE:
                raise RowsChanged(_("Rows of the batch changed meanwhile.")) from wrong
            raise

    def commit(self) -> None:
        self.connection.commit()

    def _delete(self, condition: sa.ColumnElement[bool], first: str, last: str) -> int:
        """Delete the rows, or anonymise them where the selection says so."""
        table, within = self.c.table, self.c.order.between(first, last)
        if self.c.selection.blanks:
            change: Any = sa.update(table).values(self.c.values())
        else:
            change = sa.delete(table)
        return self.connection.execute(change.where(condition, within)).rowcount

    def _read(self, within: sa.ColumnElement[bool], limit: int | None = None) -> KeyRange | None:
        """Read the keys that go in their order; where the database can, it joins them itself.

        Both aggregates take their input as the sorted subquery yields it.
        """
        keys, dialect = self.c.order, self.connection.dialect.name
        ordered = sa.select(*self.c.keys).where(self.c.goes, within)
        ordered = ordered.order_by(*keys.ordering).limit(limit)
        if dialect not in ("sqlite", "postgresql") or not keys.is_single:
            # MariaDB: a deletion sees newer rows than a look does, unless the look locks.
            locked = ordered if dialect in ("sqlite", "postgresql") else ordered.with_for_update()
            return range_of([keys.text_of(row) for row in self.connection.execute(locked)])
        rows = ordered.subquery()
        key = rows.columns[self.c.key.name]
        lines = (
            sa.func.group_concat(key, "\n")
            if dialect == "sqlite"
            else sa.func.string_agg(sa.cast(key, sa.String), "\n")
        )
        found = self.connection.execute(sa.select(sa.func.count(), lines).select_from(rows)).one()
        if not found[0]:
            return None
        first, last = found[1].partition("\n")[0], found[1].rpartition("\n")[2]
        return KeyRange(found[0], first, last, digest_of_lines(found[1]), found[1])


def _count(part: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((part, 1), else_=0)), 0)
