"""Anonymising in SQL: what is written into a column, and how one tells that it was."""

from typing import Any

import sqlalchemy as sa
from django.utils.translation import gettext as _

from retention.choices import Strategy
from retention.errors import NotExecutable
from retention.selection import Blank


def replacement(column: sa.Column[Any], blank: Blank, dialect: str) -> sa.ColumnElement[Any]:
    """Return what anonymising leaves of the column; raises `NotExecutable` where it cannot."""
    match blank.strategy:
        case Strategy.EMPTY:
            return sa.null() if column.nullable else _empty(column)
        case Strategy.FIXED:
            return sa.cast(sa.literal(blank.fixed), column.type)
        case Strategy.YEAR | Strategy.MONTH:
            return _truncated(column, blank.strategy, dialect)
        case Strategy.NETWORK:
            return _network(column, dialect)
    raise NotExecutable(
        _("Say what is left of the column %(column)s when it is anonymised.")
        % {"column": blank.column}
    )


def is_blank(column: sa.Column[Any], blank: Blank, dialect: str) -> sa.ColumnElement[bool]:
    """Tell whether nothing is left to anonymise; never null."""
    left = replacement(column, blank, dialect)
    if blank.strategy == Strategy.EMPTY and column.nullable:
        return column.is_(None)
    return sa.func.coalesce(_text(column) == _text(left), column.is_(None))


def _empty(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    if isinstance(column.type, sa.String):
        return sa.literal("")
    raise NotExecutable(
        _("The column %(column)s may not be empty. Choose a fixed value for it.")
        % {"column": column.name}
    )


def _text(value: Any) -> sa.ColumnElement[str]:
    return sa.cast(value, sa.String(255))


def _truncated(column: sa.Column[Any], strategy: str, dialect: str) -> sa.ColumnElement[Any]:
    if dialect == "sqlite":
        text, length = sa.type_coerce(column, sa.String), 4 if strategy == Strategy.YEAR else 7
        rest = "-01-01" if strategy == Strategy.YEAR else "-01"
        return sa.func.substr(text, 1, length).concat(rest)
    if not isinstance(column.type, sa.Date | sa.DateTime):
        raise NotExecutable(
            _("The column %(column)s holds no dates, so no part of one can be kept.")
            % {"column": column.name}
        )
    if dialect == "postgresql":
        return sa.cast(sa.func.date_trunc(str(strategy), column), column.type)
    form = "%Y-01-01" if strategy == Strategy.YEAR else "%Y-%m-01"
    return sa.cast(sa.func.date_format(column, form), column.type)


def _network(column: sa.Column[Any], dialect: str) -> sa.ColumnElement[Any]:
    """Keep the /24 of an IPv4 address; of any other address, an IPv6 one too, nothing is kept.

    Source: the Article 29 Working Party's opinion 05/2014 asks that single persons cannot be
    picked out; a /24 holds 256 addresses.
    """
    text = sa.cast(column, sa.String)
    if dialect == "postgresql":
        kept = sa.func.regexp_replace(text, r"^(\d+\.\d+\.\d+)\.\d+(/32)?$", r"\1.0")
        is_v4 = text.bool_op("~")(r"^\d+\.\d+\.\d+\.\d+(/32)?$")
        return sa.cast(sa.case((is_v4, kept), else_=sa.null()), column.type)
    parts: list[Any] = [sa.func.instr(text, ".")]
    for _number in range(2):
        parts.append(parts[-1] + sa.func.instr(sa.func.substr(text, parts[-1] + 1), "."))
    has_four = sa.and_(text.like("%.%.%.%"), sa.not_(text.like("%.%.%.%.%")))
    is_short = sa.and_(has_four, sa.not_(text.like("%:%")))
    return sa.case((is_short, sa.func.substr(text, 1, parts[-1]).concat("0")), else_=sa.null())
