"""A first check of the history: every record is in it, exactly as it stands, and nothing else.

It finds changes that went past the history. It is no proof against somebody who can write to the
database and changes the history as well: that needs the sealed chain, which is not built yet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from ropa.audit import Record
from ropa.models import Organisation
from ropa.resources import OrganisationScope, PastScope

_LAST_STATES = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A record whose row and history do not agree."""

    model: str  # such as ropa.vendor
    key: str
    trouble: str


@dataclass(frozen=True, kw_only=True)
class Checked:
    """How many records of each kind were compared, and those that differ."""

    counts: dict[str, int]
    findings: tuple[Finding, ...]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def check_history(organisation: Organisation) -> Checked:
    """Compare every record of the organisation, catalogues included, with its last state."""
    now = OrganisationScope(organisation.code)
    last = PastScope(organisation.code, _LAST_STATES)
    counts: dict[str, int] = {}
    findings: list[Finding] = []
    for model in _models():
        rows = {row.pk: row for row in now.rows(model)}
        counts[model._meta.label_lower] = len(rows)
        findings += _compare(model, rows, {row.pk: row for row in last.rows(model)})
    return Checked(counts=counts, findings=tuple(findings))


def _models() -> list[Any]:
    models = [model for model in apps.get_models() if issubclass(model, Record)]
    return sorted(models, key=lambda model: model._meta.label_lower)


def _compare(model: Any, rows: dict[Any, Any], states: dict[Any, Any]) -> Iterator[Finding]:
    fields = [field.attname for field in model.history.model.tracked_fields]
    for pk in sorted(rows.keys() | states.keys()):
        trouble = _trouble(rows.get(pk), states.get(pk), fields)
        if trouble:
            yield Finding(model=model._meta.label_lower, key=str(pk), trouble=trouble)


def _trouble(row: Any, state: Any, fields: Iterable[str]) -> str:
    if state is None:
        return _("It is not in the history.")
    if row is None:
        return _("The history says that it exists, and the row is gone.")
    differing = [name for name in fields if getattr(row, name) != getattr(state, name)]
    if not differing:
        return ""
    return _("Row and history differ in: %(fields)s.") % {"fields": ", ".join(differing)}
