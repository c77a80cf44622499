"""Many rows at once, as plain statements: their history, and what an update writes."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, models
from django.utils import timezone

from ropa.audit.act import current_act

CHUNK = 500  # rows per statement; SQLite binds at most 32,766 values


def copy_into_history(
    model: type[models.Model], keys: Sequence[Any], *, history_type: str, using: str
) -> None:
    """Copy the rows as they stand now into their history, inside the database.

    The same as making a state of each in memory, without sending the values there and back.
    """
    trail: Any = model.history.model  # type: ignore[attr-defined]
    act = current_act()
    user = act.user or trail.get_default_history_user(None)
    stamp = {
        "history_date": timezone.now(),
        "history_type": history_type,
        "history_user_id": user.pk if user else None,
        "history_change_reason": act.reason,
    }
    connection = connections[using]
    quote = connection.ops.quote_name
    told = [trail._meta.get_field(name.removesuffix("_id")) for name in stamp]
    columns = [quote(field.column) for field in trail.tracked_fields]
    values = [
        field.get_db_prep_save(value, connection)
        for field, value in zip(told, stamp.values(), strict=True)
    ]
    key = model._meta.pk
    assert key is not None  # noqa: S101
    names = ", ".join((*columns, *(quote(field.column) for field in told)))
    kept = ", ".join((*columns, *("%s" for _field in told)))
    with connection.cursor() as cursor:
        for start in range(0, len(keys), CHUNK):
            chunk = [
                key.get_db_prep_value(each, connection) for each in keys[start : start + CHUNK]
            ]
            marks = ", ".join("%s" for _key in chunk)
            # The names are those of our own tables and columns.
            cursor.execute(
                f"INSERT INTO {quote(trail._meta.db_table)} ({names}) "  # noqa: S608
                f"SELECT {kept} FROM {quote(model._meta.db_table)} "
                f"WHERE {quote(key.column)} IN ({marks}) ORDER BY {quote(key.column)}",
                [*values, *chunk],
            )


def write_values(
    model: type[models.Model], rows: Iterable[Any], fields: Sequence[str], *, using: str
) -> None:
    """Write these plain values of the rows, a prepared statement for each."""
    connection = connections[using]
    quote = connection.ops.quote_name
    written: Any = [model._meta.get_field(name) for name in fields]
    key: Any = model._meta.pk
    changes = ", ".join(f"{quote(field.column)} = %s" for field in written)
    table = quote(model._meta.db_table)
    statement = f"UPDATE {table} SET {changes} WHERE {quote(key.column)} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [
                [
                    *(
                        field.get_db_prep_save(getattr(row, field.attname), connection)
                        for field in written
                    ),
                    row.pk,
                ]
                for row in rows
            ],
        )
