"""The history page of a record: its own changes and those of its children, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KINDS = {"+": gettext_lazy("added"), "~": gettext_lazy("changed"), "-": gettext_lazy("removed")}
LIMIT = 500  # entries on one page


@dataclass(frozen=True)
class FieldChange:
    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    """One change of one record: when, who, why, what, and the fields before and after."""

    at: datetime
    who: str
    why: str
    kind: str
    what: str
    changes: tuple[FieldChange, ...]


def entries_of(record: Any, children: Iterable[tuple[type[models.Model], str]]) -> list[Entry]:
    """Return the changes of a record and of its children, newest first.

    `children` names each child model with its foreign key to the record. Saves without any
    change are left out.
    """
    found = _entries(type(record), {"pk": record.pk}, is_own=True)
    for model, key in children:
        found += _entries(model, {key: record.pk}, is_own=False)
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:LIMIT]


def _entries(model: Any, where: dict[str, Any], *, is_own: bool) -> list[Entry]:
    pk_name = model._meta.pk.name
    lookup = {pk_name if name == "pk" else name: value for name, value in where.items()}
    rows = list(
        model.history.filter(**lookup)
        .select_related("history_user")
        .order_by("history_date", "history_id")
    )
    fields = [field for field in model._meta.concrete_fields if _is_told(field, where)]
    labels = _labels(rows, fields)
    before: dict[Any, Any] = {}
    found = []
    for row in rows:
        key = getattr(row, pk_name)
        changes = tuple(_changes(before.get(key), row, fields, labels))
        before[key] = row
        if row.history_type != "~" or changes:
            found.append(_entry(row, model, changes, is_own=is_own))
    return found


def _is_told(field: Any, where: dict[str, Any]) -> bool:
    """Leave out keys, what the machine fills in, and the record on whose page this is."""
    return field.editable and not field.primary_key and field.attname not in where


def _labels(rows: list[Any], fields: list[Any]) -> dict[str, dict[Any, str]]:
    """Return the labels of the records that the rows point at, by field: one query each."""
    found = {}
    for field in fields:
        if field.is_relation:
            keys = {getattr(row, field.attname, None) for row in rows} - {None}
            found[field.attname] = _labels_of(field.remote_field.model, keys) if keys else {}
    return found


def _labels_of(target: Any, keys: set[Any]) -> dict[Any, str]:
    near = [each.name for each in target._meta.concrete_fields if each.is_relation]
    records = target._base_manager.select_related(*near) if near else target._base_manager
    return {record.pk: str(record) for record in records.filter(pk__in=keys)}


def _entry(row: Any, model: Any, changes: tuple[FieldChange, ...], *, is_own: bool) -> Entry:
    return Entry(
        at=row.history_date,
        who=str(row.history_user or _("the system")),
        why=row.history_change_reason or "",
        kind=str(KINDS[row.history_type]),
        what="" if is_own else str(model._meta.verbose_name),
        changes=changes,
    )


def _changes(
    old: Any, new: Any, fields: list[Any], labels: dict[str, dict[Any, str]]
) -> Iterable[FieldChange]:
    if new.history_type == "-":
        old, new = new, None
    for field in fields:
        if not hasattr(new or old, field.attname):  # kept out of the history
            continue
        before, after = _shown(old, field, labels), _shown(new, field, labels)
        if before != after:
            yield FieldChange(str(field.verbose_name), before, after)


def _shown(row: Any, field: Any, labels: dict[str, dict[Any, str]]) -> str:
    value = getattr(row, field.attname) if row is not None else None
    if value is None or value == "":
        return ""
    if field.is_relation:
        return labels[field.attname].get(value, f"#{value}")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
