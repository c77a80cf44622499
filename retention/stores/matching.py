"""Conditions on columns as SQL, each in the way in which the column holds its values."""

import json
from typing import Any

import sqlalchemy as sa

from retention.choices import Operator
from retention.selection import Match, Rows

FALSE, TRUE = sa.false(), sa.true()


def condition_of(column: sa.Column[Any], match: Match, dialect: str) -> sa.ColumnElement[bool]:
    """Return the condition; it is never null, so that its opposite is not either."""
    text = sa.cast(column, sa.String)
    match match.operator:
        case Operator.EQUALS | Operator.ONE_OF:
            return sa.func.coalesce(_one_of(column, match, dialect), FALSE)
        case Operator.DIFFERS:
            return sa.func.coalesce(sa.not_(_one_of(column, match, dialect)), TRUE)
        case Operator.EMPTY:
            return sa.func.coalesce(text == "", TRUE)
        case Operator.FILLED:
            return sa.func.coalesce(text != "", FALSE)
        case Operator.LESS:
            return sa.func.coalesce(_comparable(column) < _bound(column, match), FALSE)
        case Operator.MORE:
            return sa.func.coalesce(_comparable(column) > _bound(column, match), FALSE)
        case Operator.BEGINS:
            return sa.func.coalesce(text.startswith(match.values[0], autoescape=True), FALSE)
    raise ValueError(match.operator)


def _one_of(column: sa.Column[Any], match: Match, dialect: str) -> Any:
    """Compare with one value or a list; a long list goes as one parameter."""
    values: list[Any] = list(match.values)
    is_number = isinstance(column.type, sa.Integer)
    if is_number:
        values = [int(value) for value in values if value.lstrip("-").isdigit()]
    compared: Any = column if is_number else sa.cast(column, sa.String)
    if match.folded and not is_number:
        compared, values = sa.func.lower(compared), [value.lower() for value in values]
    if len(values) == 1:
        return compared == values[0]
    if dialect == "sqlite":
        listed = sa.func.json_each(json.dumps(values)).table_valued("value")
        return compared.in_(sa.select(listed.c.value))
    if dialect == "postgresql":
        kind = sa.BigInteger if is_number else sa.String
        return compared == sa.any_(sa.bindparam(None, values, type_=sa.ARRAY(kind)))
    return compared.in_(values)


def _comparable(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    if isinstance(column.type, sa.Numeric | sa.Integer | sa.Float):
        return column
    return sa.cast(column, sa.String)


def _bound(column: sa.Column[Any], match: Match) -> Any:
    value = match.values[0]
    if isinstance(column.type, sa.Numeric | sa.Integer | sa.Float):
        return sa.cast(sa.literal(value), sa.Numeric(38, 10))
    return value


def all_of(columns: Any, rows: Rows, dialect: str) -> sa.ColumnElement[bool]:
    """Return the conjunction; `columns` finds a column by its name."""
    return sa.and_(TRUE, *(condition_of(columns(each.column), each, dialect) for each in rows))
