"""Loads the adequacy decisions that come with the product; what an officer edited stays so.

Beside each decision stands what was last shipped. A field that says something else was edited, and
is kept and told; one that says the same follows what is shipped now.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ropa.models import AdequacyDecision
from ropa.transfers.facts import Decision
from ropa.vendor_lists.reading import UnreadableFile

FILE = "adequacy"
OUTCOMES = ("added", "changed", "kept", "unchanged")
ADDED, CHANGED, KEPT, UNCHANGED = OUTCOMES
FIELDS = (
    *("law", "name", "country", "number", "scope", "scope_note", "decided_on", "in_force_from"),
    *("expires_on", "ended_on", "review_on", "source", "note"),
)
DAYS = tuple(name for name in FIELDS if name.endswith("_on") or name == "in_force_from")


@dataclass(frozen=True)
class Shipped:
    """What became of one decision; `changed` are fields that follow, `kept` those edited here."""

    code: str
    name: str
    is_new: bool = False
    changed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def outcome(self) -> str:
        if self.is_new:
            return ADDED
        if self.changed:
            return CHANGED
        return KEPT if self.kept else UNCHANGED

    @property
    def sentence(self) -> str:
        parts = [f"{self.code}, {self.name}"]
        if self.is_new:
            parts.append(_("added"))
        if self.changed:
            parts.append(_("changed: %(fields)s") % {"fields": _titles(self.changed)})
        if self.kept:
            parts.append(_("kept as edited here: %(fields)s") % {"fields": _titles(self.kept)})
        return "; ".join(parts)

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "name": self.name,
            "outcome": self.outcome,
            "changed": list(self.changed),
            "kept": list(self.kept),
        }


def load_decisions(rows: Iterable[tuple[int, dict[str, str]]]) -> list[Shipped]:
    """Write the shipped decisions, each by its line; return what became of every one.

    Raises `UnreadableFile` for a wrong row; the caller's transaction is then rolled back.
    """
    known = {each.code: each for each in AdequacyDecision.objects.all()}
    new: list[AdequacyDecision] = []
    found = [_load(line, row, known.get(row["code"]), new) for line, row in rows]
    AdequacyDecision.objects.bulk_create(new)
    return found


def decisions_on_file() -> tuple[Decision, ...]:
    """Return every decision as it is recorded today, in force or not; their days tell when."""
    rows = AdequacyDecision.objects.values(
        *("code", "law", "name", "country", "number", "scope", "scope_note"),
        *("in_force_from", "expires_on", "ended_on"),
    )
    return tuple(Decision(**row) for row in rows)


def _load(
    line: int,
    row: dict[str, str],
    decision: AdequacyDecision | None,
    new: list[AdequacyDecision],
) -> Shipped:
    values = {name: row[name] for name in FIELDS}
    is_new = decision is None
    decision = decision or AdequacyDecision(code=row["code"])
    before = {name: _text(getattr(decision, name)) for name in FIELDS}
    differing = [name for name in FIELDS if before[name] != values[name]]
    following = [name for name in differing if is_new or before[name] == decision.shipped.get(name)]
    kept = [name for name in differing if name not in following]
    if following or decision.shipped != values:
        _fill(line, decision, {name: values[name] for name in following}, values)
        if is_new:
            new.append(decision)
        else:
            decision.save()
    changed = () if is_new else tuple(following)
    return Shipped(decision.code, decision.name, is_new, changed, tuple(kept))


def _fill(
    line: int, decision: AdequacyDecision, values: dict[str, str], shipped: dict[str, str]
) -> None:
    try:
        for name, text in values.items():
            setattr(decision, name, _value(name, text))
        decision.shipped = shipped
        decision.clean_fields()
    except (ValueError, ValidationError) as wrong:
        sentences = wrong.messages if isinstance(wrong, ValidationError) else [str(wrong)]
        raise UnreadableFile(f"{FILE}.csv, {line}: {' '.join(sentences)}") from wrong


def _value(name: str, text: str) -> str | date | None:
    if name not in DAYS:
        return text
    return date.fromisoformat(text) if text else None


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""


def _titles(fields: Iterable[str]) -> str:
    found: list[Any] = [AdequacyDecision._meta.get_field(name) for name in fields]
    return ", ".join(str(field.verbose_name) for field in found)
