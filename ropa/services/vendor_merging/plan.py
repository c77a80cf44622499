"""What making two vendors one would do, row by row; nothing is written."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Field

from ropa.models import Vendor, VendorAlias
from ropa.services.remembered import values_of
from ropa.services.vendor_merging.doubles import doubles
from ropa.services.vendor_merging.obstacles import behind_both, obstacles
from ropa.services.vendor_merging.relations import Relation, Turned, relations
from ropa.vendor_lists.names import normalise

_FOLLOWS = {"role_source": "role"}  # where a role comes from goes with the role


@dataclass(frozen=True)
class FieldPair:
    """A field in which two records differ. `fills`: the one that stays is empty and takes it."""

    name: str  # of the column
    label: str
    stays: Any
    goes: Any
    fills: bool


@dataclass(frozen=True)
class Dropped:
    """A row that falls away: doubled by `twin`, or, without one, between the two vendors."""

    row: Any
    twin: Any = None
    pairs: list[FieldPair] = field(default_factory=list)

    @property
    def differs(self) -> list[FieldPair]:
        """What the row that stays says otherwise; only the merge remembers it then."""
        return [each for each in self.pairs if not each.fills]


@dataclass
class Move:
    """What becomes of the rows of one model: each moved row with its new columns."""

    relation: Relation
    moved: list[tuple[Any, dict[str, int]]] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.relation.model._meta.verbose_name_plural)

    @property
    def doubled(self) -> list[Dropped]:
        return [each for each in self.dropped if each.twin is not None]

    @property
    def between(self) -> list[Dropped]:
        return [each for each in self.dropped if each.twin is None]


@dataclass(frozen=True)
class Plan:
    """What a merge would do; with `obstacles`, it is refused with these sentences."""

    kept: Vendor
    merged: Vendor
    moves: list[Move]
    pairs: list[FieldPair]
    backup_of: int | None  # for which the kept vendor stands in afterwards
    spellings: list[str]  # that become spellings of the kept one
    obstacles: list[str]

    @property
    def fingerprint(self) -> str:
        """SHA-256 over all that would happen: another one means that the register has changed."""
        rows = [[move.name, row.pk, led] for move in self.moves for row, led in move.moved]
        gone = [[*map(values_of, (d.row, d.twin or d.row))] for m in self.moves for d in m.dropped]
        both = [values_of(self.kept), values_of(self.merged)]
        said = json.dumps([rows, gone, both, self.spellings], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


def plan_merge(kept: Vendor, merged: Vendor) -> Plan:
    """Tell what merging `merged` into `kept` would do, or why it cannot be done."""
    against = obstacles(kept, merged)
    fits = kept.organisation_id == merged.organisation_id and kept.pk != merged.pk
    moves = [_move(each, kept, merged) for each in relations()] if fits else []
    return Plan(
        kept=kept,
        merged=merged,
        moves=[each for each in moves if each.moved or each.dropped],
        pairs=pairs_of(kept, merged, ("backup_of",)),
        backup_of=behind_both(kept, merged),
        spellings=_new_spellings(kept, merged),
        obstacles=against,
    )


def pairs_of(stays: Any, goes: Any, passed_over: tuple[str, ...] = ()) -> list[FieldPair]:
    """Return the fields that officers fill in and that differ between two rows of a model."""
    found: list[FieldPair] = []
    filled: set[str] = set()
    for each in stays._meta.concrete_fields:
        if not _is_said(each) or each.name in passed_over:
            continue
        mine, theirs = getattr(stays, each.attname), getattr(goes, each.attname)
        if mine == theirs or _is_empty(each, theirs):
            continue
        leader = _FOLLOWS.get(each.name)
        fills = leader in filled if leader else _is_empty(each, mine)
        if fills:
            filled.add(each.name)
        label = str(each.verbose_name)
        found.append(FieldPair(each.attname, label, _shown(stays, each), _shown(goes, each), fills))
    return found


def _move(relation: Relation, kept: Vendor, merged: Vendor) -> Move:
    move = Move(relation)
    twin_of = doubles(relation, kept, merged)
    twins = relation.model._base_manager.in_bulk(set(twin_of.values()))
    for row in relation.rows(merged).order_by("pk"):
        if row == kept:  # it stands in for the merged one, which `backup_of` settles
            continue
        led = relation.led(row, merged.pk, kept.pk)
        if relation.turns(row, led) is Turned.DROPPED:
            move.dropped.append(Dropped(row))
        elif row.pk in twin_of:
            twin = twins[twin_of[row.pk]]
            move.dropped.append(Dropped(row, twin, pairs_of(twin, row, relation.columns)))
        else:
            move.moved.append((row, led))
    return move


def _is_said(column: Field[Any, Any]) -> bool:
    return column.editable and not column.primary_key and column.name not in ("order", "name")


def _is_empty(column: Field[Any, Any], value: Any) -> bool:
    if isinstance(value, bool):
        return False
    unsaid = bool(column.choices) and value == column.get_default()
    return value in (None, "") or unsaid


def _shown(row: Any, column: Field[Any, Any]) -> Any:
    if column.choices:
        return getattr(row, f"get_{column.name}_display")()
    return getattr(row, column.name)


def _new_spellings(kept: Vendor, merged: Vendor) -> list[str]:
    """The name of `merged`, unless it is known as one of `kept` already or means the same."""
    aliases = VendorAlias.objects.filter(vendor__in=(kept, merged))
    if normalise(merged.name) == kept.normalised:
        return []
    return [] if aliases.filter(spelling=merged.name).exists() else [merged.name]
