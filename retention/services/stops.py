"""What stops purge and erasure in a data set: holds and restrictions, as conditions on its rows.

Where a data set does not tell whose a row is, a hold on a person or a customer keeps all of it:
what was destroyed by mistake does not come back. The data set can say that it tells nobody.
"""

import json
from collections.abc import Iterator
from datetime import date

from retention import persons
from retention.choices import HoldReach, Operator, StoreKind
from retention.models import CustomerKey, DataSet, DataSetRule, HoldScope, LegalHold, Restriction
from retention.selection import Keeper, Match, Rows, Why
from ropa.models import PurposeRule

PERSON = "{person}"  # where a pattern of files says whose they are
EVERYTHING: Rows = ()


def stops_of(data_set: DataSet, *, on: date) -> tuple[Keeper, ...]:
    """Return what the holds and restrictions in force keep in the data set.

    A hold without any scope keeps everything of the organisation until it gets one.
    """
    return (*_held(data_set, on=on), *_restricted(data_set, on=on))


def _held(data_set: DataSet, *, on: date) -> Iterator[Keeper]:
    holds = LegalHold.objects.in_force(on=on).filter(organisation=data_set.organisation_id)
    for hold in holds.order_by("pk").prefetch_related("scopes"):
        scopes = sorted(hold.scopes.all(), key=lambda scope: scope.pk)
        if not scopes:
            yield Keeper(Why.HELD, hold.code)
        for scope in scopes:
            if scope.data_set_id in (None, data_set.pk):
                for rows in _rows_under(scope, data_set):
                    yield Keeper(Why.HELD, hold.code, rows)


def _restricted(data_set: DataSet, *, on: date) -> Iterator[Keeper]:
    found = Restriction.objects.in_force(on=on).filter(organisation=data_set.organisation_id)
    for restriction in found.order_by("pk"):
        if restriction.data_set_id in (None, data_set.pk):
            for rows in person_rows(data_set, [persons.unseal(restriction.sealed)]):
                yield Keeper(Why.RESTRICTED, restriction.reference, rows)


def _rows_under(scope: HoldScope, data_set: DataSet) -> list[Rows]:
    """Return what a scope keeps here: any of the lists of conditions."""
    match scope.reach:
        case HoldReach.ROWS:
            return [(_match(data_set, scope.column, scope.value),)]
        case HoldReach.ACTIVITY:
            rules = PurposeRule.objects.filter(purpose__activity=scope.activity_id)
            return _rows_of_rules(data_set, set(rules.values_list("rule", flat=True)))
        case HoldReach.RULE:
            return _rows_of_rules(data_set, {scope.rule_id})
        case HoldReach.CUSTOMER if scope.customer_id is not None:
            return (
                [] if data_set.without_customers else [customer_rows(data_set, scope.customer_id)]
            )
        case HoldReach.PERSONS:
            named = scope.persons.order_by("pk").values_list("sealed", flat=True)
            return person_rows(data_set, [persons.unseal(each) for each in named])
        case HoldReach.KEYS:
            keys = list(scope.keys.order_by("pk").values_list("key", flat=True))
            return key_rows(data_set, keys) or [EVERYTHING]
    return [EVERYTHING]


def customer_rows(data_set: DataSet, customer_id: int) -> Rows:
    """Return the rows of a customer; all of them where the data set does not tell."""
    keys = CustomerKey.objects.filter(store=data_set.store_id, customer=customer_id)
    values = tuple(keys.order_by("pk").values_list("value", flat=True))
    if not (data_set.customer_column and values):
        return EVERYTHING
    if data_set.store.kind == StoreKind.FILES:
        return (Match("", tuple(f"{value}/*" for value in values), Operator.PATTERN),)
    return (Match(data_set.customer_column, values, Operator.ONE_OF),)


def person_rows(data_set: DataSet, values: list[str]) -> list[Rows]:
    """Return the rows of persons; all where the data set does not tell, none where it says so."""
    if data_set.without_persons:
        return []
    column = data_set.person_column
    if not (column and values):
        return [EVERYTHING]
    if data_set.store.kind == StoreKind.FILES:
        patterns = tuple(column.replace(PERSON, value) for value in values)
        return [(Match("", patterns, Operator.PATTERN, folded=True),)]
    return [(Match(column, tuple(values), Operator.ONE_OF, folded=True),)]


def key_rows(data_set: DataSet, keys: list[str]) -> list[Rows]:
    """Return the rows with these keys, each written as the evidence writes it."""
    if not keys:
        return []
    if data_set.store.kind == StoreKind.FILES:
        return [(Match("", tuple(keys), Operator.EQUALS),)]
    names = data_set.key_columns
    if len(names) == 1:
        return [(Match(names[0], tuple(keys), Operator.ONE_OF),)]
    return [
        tuple(Match(name, (part,)) for name, part in zip(names, parts_of(key), strict=True))
        for key in keys
    ]


def parts_of(key: str) -> list[str]:
    """Return the values of a key of several columns."""
    return [str(part) for part in json.loads(key)]


def _match(data_set: DataSet, column: str, value: str) -> Match:
    is_file = data_set.store.kind == StoreKind.FILES
    return Match(column, (value,), Operator.PATTERN if is_file else Operator.EQUALS)


def _rows_of_rules(data_set: DataSet, rules: set[int | None]) -> list[Rows]:
    """Return the rows under any of the rules that are at work here."""
    targets = DataSetRule.objects.filter(data_set=data_set, rule__in=rules).order_by("pk")
    return [rows_of(target) for target in targets.prefetch_related("filters")]


def rows_of(target: DataSetRule) -> Rows:
    """Return the conditions on the rows that a rule reaches in its data set."""
    return tuple(
        Match(each.column, _values(each.operator, each.value), each.operator)
        for each in target.filters.all()
    )


def _values(operator: str, value: str) -> tuple[str, ...]:
    if operator == Operator.ONE_OF:
        return tuple(part.strip() for part in value.split(";") if part.strip())
    return (value,) if value else ()
