"""A register of a size that no officer has yet: made through our own models, history included."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from ropa.choices.register import FacetState
from ropa.models import (
    FACETS,
    ActivitySource,
    Agreement,
    Contact,
    DataCategory,
    DataSubjectCategory,
    LegalBasis,
    LegalEntity,
    Organisation,
    ProcessingActivity,
    Purpose,
    PurposeDataCategory,
    PurposeDataSubject,
    PurposeRule,
    PurposeStatement,
    RetentionRule,
    Transfer,
    TransferPurpose,
    Vendor,
    VendorUse,
)

LINES = 4  # of each activity
RULES = 200
TRANSFERS = 200
TIMES = 5  # of each row in the history: made, and changed four times
STATES = [f"{facet}_state" for facet in FACETS]
FIRST_DAY, STEP = 200, 40  # days ago, days between two states


def make_register(activities: int, vendors: int) -> Organisation:
    """Fill an organisation; each line has nine values, and its facets are given."""
    home = Organisation.objects.create(code="large", name="Large", country="DE")
    entity = LegalEntity.objects.create(
        organisation=home, code="main", legal_name="Large GmbH", is_main=True
    )
    Contact.objects.create(
        organisation=home, matter="dpo", channel="email", address="dpo@large.example"
    )
    suppliers = _make(Vendor, vendors, lambda n: {"organisation": home, **_vendor(n)})
    _make(Agreement, vendors // 2, lambda n: {"organisation": home, **_agreement(n, suppliers)})
    rules = _make(RetentionRule, RULES, lambda n: {"organisation": home, **_rule(n)})
    moves = _make(Transfer, TRANSFERS, lambda n: {"organisation": home, **_transfer(n, suppliers)})
    parents = _make(
        ProcessingActivity,
        activities,
        lambda n: {"organisation": home, "entity": entity, **_activity(n)},
    )
    _make(ActivitySource, activities, lambda n: {"activity": parents[n], "source": "person"})
    lines = _make(
        Purpose, activities * LINES, lambda n: {"organisation": home, **_line(n, parents)}
    )
    _values(lines, suppliers, rules, moves)
    return home


def _values(lines: list[Any], vendors: list[Any], rules: list[Any], moves: list[Any]) -> None:
    data = list(DataCategory.objects.order_by("code"))
    people = list(DataSubjectCategory.objects.order_by("code"))
    count = len(lines)
    _make(
        PurposeStatement,
        count,
        lambda n: {"purpose": lines[n], "text": f"To answer what was asked of us, case {n}"},
    )
    _make(PurposeDataSubject, count, lambda n: {"purpose": lines[n], "category": _of(people, n)})
    _make(
        PurposeDataCategory,
        count * 3,
        lambda n: {
            "purpose": lines[n // 3],
            "category": _of(data, n),
            "wording": f"Data of kind {n % 50}",
            "order": n % 3 + 1,
        },
    )
    _make(LegalBasis, count, lambda n: {"purpose": lines[n], "basis": "contract"})
    _make(PurposeRule, count, lambda n: {"purpose": lines[n], "rule": _of(rules, n)})
    _make(
        VendorUse,
        count,
        lambda n: {
            "purpose": lines[n],
            "vendor": _of(vendors, n),
            "spelling": _of(vendors, n).name,
            "service": "hosting",
            "role": "processor",
        },
    )
    _make(
        TransferPurpose,
        count // 4,
        lambda n: {"purpose": lines[n * 4], "transfer": _of(moves, n)},
    )


def lengthen_history() -> int:
    """Give every row of the register more states in the past; return how many rows that makes."""
    total = 0
    now = timezone.now()
    with connection.cursor() as cursor:
        for model in _histories():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(
                f"UPDATE {table} SET history_date = %s",
                [now - timedelta(days=FIRST_DAY)],
            )
            columns = [
                connection.ops.quote_name(field.column)
                for field in model._meta.concrete_fields
                if field.name not in ("history_id", "history_date", "history_type")
            ]
            names = ", ".join(columns)
            for state in range(1, TIMES):
                cursor.execute(
                    f"INSERT INTO {table} ({names}, history_date, history_type) "
                    f"SELECT {names}, %s, '~' FROM {table} WHERE history_type = '+'",
                    [now - timedelta(days=FIRST_DAY - STEP * state)],
                )
            cursor.execute(f"SELECT count(*) FROM {table}")
            total += cursor.fetchone()[0]
        cursor.execute("ANALYZE")
    return total


def _histories() -> Iterator[type[models.Model]]:
    for model in apps.get_app_config("ropa").get_models():
        if hasattr(model, "history"):
            yield model.history.model


def _make(model: Any, count: int, values: Callable[[int], dict[str, Any]]) -> list[Any]:
    rows: Iterable[Any] = (model(**values(number)) for number in range(count))
    made: list[Any] = model.objects.bulk_create(rows)
    return made


def _of(rows: list[Any], number: int) -> Any:
    return rows[number % len(rows)]


def _vendor(number: int) -> dict[str, Any]:
    return {"name": f"Vendor {number}", "normalised": f"vendor {number}"}


def _agreement(number: int, vendors: list[Any]) -> dict[str, Any]:
    return {
        "code": f"dpa-{number}",
        "kind": "dpa",
        "title": f"Agreement {number}",
        "vendor": vendors[number * 2],
    }


def _rule(number: int) -> dict[str, Any]:
    return {
        "code": f"R{number}",
        "data_class": f"Class {number}",
        "period": "P60D",
        "bound": "exact",
        "action": "delete",
    }


def _transfer(number: int, vendors: list[Any]) -> dict[str, Any]:
    return {
        "code": f"T{number}",
        "kind": "transfer",
        "importer_vendor": _of(vendors, number),
        "destination_kind": "country",
        "country": "US",
    }


def _activity(number: int) -> dict[str, Any]:
    return {
        "code": f"a{number}",
        "heading": f"Activity {number}",
        "order": number % 30_000,
        "role": "controller",
        "role_source": "stated",
    }


def _line(number: int, activities: list[Any]) -> dict[str, Any]:
    return {
        "activity": activities[number // LINES],
        "code": f"a{number // LINES}-{number % LINES}",
        "order": number % LINES + 1,
        **dict.fromkeys(STATES, FacetState.GIVEN),
        "consequences_state": FacetState.NONE,
        "transfers_state": FacetState.NONE if number % 4 else FacetState.GIVEN,
    }
