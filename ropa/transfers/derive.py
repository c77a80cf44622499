"""Transfers that follow from who uses which vendor, who works for it, and where they are.

Hosting is storage abroad, access from abroad is a transfer as well, and so is a contracting entity
abroad. A seat is none by itself, yet told, for the law of the seat may reach the data.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from ropa.transfers.countries import is_third_country
from ropa.transfers.facts import Finding, Judgement
from ropa.transfers.fit import judge
from ropa.transfers.flows import (
    Facts,
    Flow,
    Group,
    Key,
    Roles,
    law_of_entity,
    movement_to,
    on_file,
    roles_in,
)

SEAT = "headquarters"
# The kinds of a recorded transfer that speak of a place of this kind.
SPEAKS_OF = {
    "hosting": ("storage", "transfer"),
    "access": ("access",),
    "contracting": ("transfer",),
    "not_stated": ("storage", "access", "transfer"),
}
KIND_OF = {"hosting": "storage", "access": "access", "contracting": "transfer"}


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A transfer that seems to follow. `path` are the vendors down to the importer, itself last."""

    key: Key
    law: str
    is_claimed: bool
    lines: tuple[tuple[str, Roles, bool], ...]
    path: tuple[str, ...]
    seats: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for code, _roles, _is_hr in self.lines))


@dataclass(frozen=True, kw_only=True)
class Derived:
    """What follows from a register, before what is recorded in it.

    `lacking` are recorded transfers with the lines that they lack; `gone` were confirmed and follow
    no longer; `unplaced` are vendors in use of which no place is known, with their lines.
    """

    candidates: tuple[Candidate, ...]
    lacking: tuple[tuple[Flow, tuple[str, ...]], ...]
    gone: tuple[Flow, ...]
    unplaced: dict[str, tuple[str, ...]]


def derive(facts: Facts) -> Derived:
    """Work out the transfers and set them against those recorded and those ruled out."""
    every, unplaced = _follow(facts)
    by_importer: defaultdict[str, list[Flow]] = defaultdict(list)
    for flow in facts.flows:
        by_importer[flow.importer_vendor].append(flow)
    still_open: list[Candidate] = []
    needed: defaultdict[str, dict[str, None]] = defaultdict(dict)
    matched: set[str] = set()
    for candidate in every:
        flows = [each for each in by_importer[candidate.key.importer] if _is(each, candidate.key)]
        matched.update(each.code for each in flows)
        if not flows and candidate.key not in facts.ruled_out:
            still_open.append(candidate)
        elif flows and not any(each.covers_all for each in flows):
            known = {code for each in flows for code in each.lines}
            needed[flows[0].code].update(dict.fromkeys(set(candidate.codes) - known))
    return Derived(
        candidates=tuple(still_open),
        lacking=tuple(
            (each, tuple(sorted(needed[each.code])))
            for each in facts.flows
            if needed.get(each.code)
        ),
        gone=tuple(each for each in facts.flows if each.is_derived and each.code not in matched),
        unplaced=unplaced,
    )


def judgements_of(candidate: Candidate, facts: Facts) -> list[tuple[Judgement, Group]]:
    """What is on file for the transfer, judged for each pair of roles in its lines."""
    found: defaultdict[tuple[Roles, bool], list[str]] = defaultdict(list)
    for code, roles, is_hr in candidate.lines:
        found[roles, is_hr].append(code)
    law = (candidate.law, candidate.is_claimed)
    mechanisms = on_file(facts, candidate.key, candidate.law)
    to = partial(movement_to, facts, candidate.key, law=law)
    groups = [
        Group(to(roles, is_hr=is_hr), tuple(codes)) for (roles, is_hr), codes in found.items()
    ]
    return [(judge(each.movement, mechanisms, facts.decisions), each) for each in groups]


def proposed(candidate: Candidate, facts: Facts) -> list[Finding]:
    """The mechanisms on file that carry the transfer for all its lines, the first one best."""
    judged = [judgement for judgement, _group in judgements_of(candidate, facts)]
    first, rest = judged[0], judged[1:]
    return [
        each
        for each in first.fitting
        if all(each.recorded in [one.recorded for one in other.fitting] for other in rest)
    ]


def _follow(facts: Facts) -> tuple[list[Candidate], dict[str, tuple[str, ...]]]:
    """Every transfer that follows, each once with all its lines, and the vendors without place."""
    lines: dict[Key, dict[tuple[str, Roles, bool], None]] = {}
    paths: dict[Key, tuple[str, ...]] = {}
    unplaced: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for (entity, vendor), uses in _users(facts).items():
        law, _is_claimed = law_of_entity(facts, entity)
        for path in ((vendor,), *facts.below.get(vendor, ())):
            if not _is_placed(facts, path[-1]):
                unplaced[path[-1]].update(dict.fromkeys(code for code, _roles, _is_hr in uses))
            for key in _keys(facts, entity, path, law):
                lines.setdefault(key, {}).update(dict.fromkeys(uses))
                paths.setdefault(key, path)
    return [_candidate(facts, key, tuple(found), paths[key]) for key, found in lines.items()], {
        vendor: tuple(codes) for vendor, codes in unplaced.items()
    }


def _users(facts: Facts) -> dict[tuple[str, str], list[tuple[str, Roles, bool]]]:
    """The lines that use a vendor, by the entity whose data they are and the vendor."""
    found: defaultdict[tuple[str, str], list[tuple[str, Roles, bool]]] = defaultdict(list)
    for use in facts.uses:
        line = facts.lines.get(use.line)
        if line is not None:
            entity = line.entity or facts.main_entity
            found[entity, use.vendor].append((use.line, roles_in(line, use.role), line.is_hr))
    return found


def _keys(facts: Facts, entity: str, path: tuple[str, ...], law: str) -> Iterable[Key]:
    above = path[-2] if len(path) > 1 else ""
    for place in facts.places.get(path[-1], ()):
        if place.kind != SEAT and is_third_country(place.country, law=law):
            yield Key(entity, above, path[-1], place.kind, place.country)


def _candidate(
    facts: Facts, key: Key, lines: tuple[tuple[str, Roles, bool], ...], path: tuple[str, ...]
) -> Candidate:
    law, is_claimed = law_of_entity(facts, key.exporter_entity)
    places = facts.places.get(key.importer, ())
    seats = {place.country for place in places if place.kind == SEAT} - {""}
    return Candidate(
        key=key,
        law=law,
        is_claimed=is_claimed,
        lines=lines,
        path=path,
        seats=tuple(sorted(seats)),
    )


def _is_placed(facts: Facts, vendor: str) -> bool:
    return any(place.country and place.kind != SEAT for place in facts.places.get(vendor, ()))


def _is(flow: Flow, key: Key) -> bool:
    """Tell whether the recorded transfer is this one; what it leaves open may be anything."""
    anybody = () if flow.is_derived else ("",)
    return (
        flow.kind in SPEAKS_OF[key.kind]
        and (flow.country == key.country or flow.is_anywhere)
        and flow.exporter_entity in ("", key.exporter_entity)
        and flow.exporter_vendor in (key.exporter_vendor, *anybody)
    )
