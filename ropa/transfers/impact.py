"""What if a mechanism, a decision, a country or a vendor is gone: which movements that touches.

Facts in, facts out: no database, no clock, no words.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ropa.transfers.derive import SEAT, Candidate, derive, judgements_of
from ropa.transfers.facts import NOTHING, Gone, Judgement, Recorded
from ropa.transfers.fit import judge
from ropa.transfers.flows import Facts, Flow, Group, groups_of, on_file
from ropa.transfers.mechanisms import FRAMEWORKS

# From the worst on.
STOPS = "stops"  # carried until then, by nothing afterwards; or what it needs is itself gone
GOES_ON = "goes_on"  # something else carries it still
UNCOVERED = "uncovered"  # nothing carried it before: a gap today
UNKNOWN = "unknown"  # the register does not say where it goes, so nothing can be told
OUTCOMES = (STOPS, GOES_ON, UNCOVERED, UNKNOWN)

# How the lines of a movement are known.
NAMED = "named"  # the register names the lines
USED = "used"  # it names none; these are the lines that use the importer
EVERY = "every"  # it covers all activities
NOT_RECORDED = "not_recorded"  # nothing says which


class Subject(NamedTuple):
    """What is supposed to be gone: the kind, and a mechanism, code, country or vendor's name."""

    kind: str
    value: str


class Way(NamedTuple):
    """From a vendor that our lines use down to the importer, and the lines that use it."""

    path: tuple[str, ...]
    lines: tuple[str, ...]


class Ground(NamedTuple):
    """On what a movement rests: a mechanism, and the decision or the agreement behind it."""

    mechanism: str
    decision: str = ""
    paper: str = ""


@dataclass(frozen=True, kw_only=True)
class Touched:
    """One movement and what becomes of it. Without a code it follows from the vendors alone.

    `before` is what carries it today, `after` what would carry it still; `judgement` is that of
    today.
    """

    outcome: str
    reach: str
    code: str = ""
    exporter: str = ""
    importer: str = ""
    country: str = ""
    lines: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    before: tuple[Ground, ...] = ()
    after: tuple[Ground, ...] = ()
    judgement: Judgement | None = field(default=None, compare=False)


def touched_by(subject: Subject, facts: Facts) -> list[Touched]:
    """Return every movement that the fall of the subject touches, the worst outcome first."""
    if subject.kind == "vendor":
        found = list(_of_vendor(subject.value, facts))
    elif subject.kind == "country":
        found = list(_of_country(subject.value, facts))
    else:
        found = list(_of_law(subject, facts))
    return sorted(found, key=lambda each: (OUTCOMES.index(each.outcome), each.code == ""))


def gone_with(subject: Subject, facts: Facts) -> Gone:
    """What is gone with a mechanism or a decision: a framework is both at once."""
    gone = {(subject.kind, subject.value)}
    law = FRAMEWORKS.get(subject.value)
    if subject.kind == "mechanism" and law:
        gone |= {
            ("decision", each.code)
            for each in facts.decisions
            if (each.law, each.scope, each.country) == (law, "certified", "US")
        }
    return frozenset(gone)


class Ways:
    """How our lines reach each vendor; worked out once for a register."""

    def __init__(self, facts: Facts) -> None:
        used: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for use in facts.uses:
            if use.line in facts.lines:
                used[use.vendor][use.line] = None
        self.of: defaultdict[str, list[Way]] = defaultdict(list)
        for vendor, lines in used.items():
            for path in ((vendor,), *facts.below.get(vendor, ())):
                self.of[path[-1]].append(Way(path, tuple(lines)))

    def to(self, importer: str, above: str = "") -> tuple[Way, ...]:
        """Return the ways to an importer; `above` is the vendor that hands the data on to it.

        Who is used directly is reached directly; who is not, through all it works for.
        """
        if above:
            return tuple(Way((*way.path, importer), way.lines) for way in self.of.get(above, ()))
        every = self.of.get(importer, ())
        return tuple(way for way in every if len(way.path) == 1) or tuple(every)


def _of_law(subject: Subject, facts: Facts) -> Iterator[Touched]:
    """A mechanism or a decision falls: judge each movement with it, and without."""
    gone = gone_with(subject, facts)
    about = {
        (each.law, each.country)
        for each in facts.decisions
        if ("decision", each.code) in gone and each.country
    }
    ways = Ways(facts)
    for flow in facts.flows:
        may_go_there = flow.is_anywhere and not flow.country
        is_unknown = may_go_there and (bool(about) or ("mechanism", "adequacy") in gone)
        for group in _groups(flow, facts):
            change = _change(group, flow.mechanisms, facts, gone)
            is_about = (group.movement.law, flow.country) in about
            if outcome := _outcome(change, gone, is_about, is_unknown=is_unknown):
                yield _recorded(flow, group, ways, change, outcome)
    for candidate in derive(facts).candidates:
        mechanisms = on_file(facts, candidate.key, candidate.law)
        is_about = (candidate.law, candidate.key.country) in about
        for _judgement, group in judgements_of(candidate, facts):
            change = _change(group, mechanisms, facts, gone)
            if outcome := _outcome(change, gone, is_about, is_unknown=False):
                yield _following(candidate, group.lines, change, outcome)


def _groups(flow: Flow, facts: Facts) -> list[Group]:
    """The movements of a flow; one that covers all takes in the lines that name no importer."""
    first, *others = groups_of(flow, facts)
    if flow.covers_all:
        told = {line for group in (first, *others) for line in group.lines}
        rest = (line for line in facts.lines if line not in told)
        first = Group(first.movement, (*first.lines, *rest))
    return [first, *others]


class _Change(NamedTuple):
    before: Judgement
    after: Judgement
    mechanisms: tuple[Recorded, ...]


def _change(group: Group, mechanisms: Iterable[Recorded], facts: Facts, gone: Gone) -> _Change:
    recorded = tuple(mechanisms)
    before = judge(group.movement, recorded, facts.decisions)
    after = judge(group.movement, recorded, facts.decisions, without=gone)
    return _Change(before, after, recorded)


def _outcome(change: _Change, gone: Gone, is_about: bool, *, is_unknown: bool) -> str:
    before, after, mechanisms = change
    if not before.is_needed:
        return ""
    if before.is_carried:
        if not after.is_carried:
            return STOPS
        return GOES_ON if grounds_of(before) != grounds_of(after) else ""
    names_it = any(
        ("mechanism", each.mechanism) in gone or ("decision", each.decision) in gone
        for each in mechanisms
    )
    if names_it or is_about:
        return UNCOVERED
    return UNKNOWN if is_unknown else ""


def grounds_of(judgement: Judgement) -> tuple[Ground, ...]:
    """On what a movement rests, each once."""
    found = [
        Ground(
            each.recorded.mechanism,
            each.decision,
            each.recorded.paper.title or each.recorded.paper.code if each.recorded.paper else "",
        )
        for each in judgement.fitting
    ]
    named = {each.decision for each in found}
    by_law = [Ground("adequacy", code) for code in judgement.by_law if code not in named]
    return tuple(dict.fromkeys([*found, *by_law]))


def _of_country(country: str, facts: Facts) -> Iterator[Touched]:
    """Data may go to a country no longer: what is recorded there, and vendors that are there."""
    ways = Ways(facts)
    told: set[str] = set()
    for flow in facts.flows:
        if flow.country == country:
            told.add(flow.importer_vendor)
            yield from _ending(flow, facts, ways, STOPS)
        elif flow.is_anywhere and not flow.country:
            yield from _ending(flow, facts, ways, UNKNOWN)
    for vendor in ways.of:
        places = facts.places.get(vendor, ())
        is_there = any(place.country == country and place.kind != SEAT for place in places)
        if is_there and vendor not in told:
            yield _reached(vendor, ways, country)


def _of_vendor(vendor: str, facts: Facts) -> Iterator[Touched]:
    """A vendor is gone: what is recorded with it, and every line that reaches it."""
    ways = Ways(facts)
    for flow in facts.flows:
        if vendor in (flow.importer_vendor, flow.exporter_vendor):
            yield from _ending(flow, facts, ways, STOPS)
    if vendor in ways.of:
        yield _reached(vendor, ways, "")


def _ending(flow: Flow, facts: Facts, ways: Ways, outcome: str) -> Iterator[Touched]:
    for group in _groups(flow, facts):
        change = _change(group, flow.mechanisms, facts, NOTHING)
        yield _recorded(flow, group, ways, change, outcome)


def _reached(vendor: str, ways: Ways, country: str) -> Touched:
    """The lines that reach a vendor, directly and through others, without a recorded transfer."""
    found = tuple(ways.of[vendor])
    return Touched(
        outcome=STOPS,
        reach=USED,
        importer=vendor,
        country=country,
        lines=_lines(found),
        ways=found,
    )


def _lines(ways: Iterable[Way]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for way in ways for line in way.lines))


def _recorded(flow: Flow, group: Group, ways: Ways, change: _Change, outcome: str) -> Touched:
    reached = ways.to(flow.importer_vendor, flow.exporter_vendor) if flow.importer_vendor else ()
    if flow.lines or flow.covers_all:
        reach, lines = NAMED if flow.lines else EVERY, group.lines
        reached = tuple(_narrowed(way, lines) for way in reached)
    else:
        lines = _lines(reached)
        reach = USED if lines else NOT_RECORDED
    before, after, _mechanisms = change
    return Touched(
        outcome=outcome,
        reach=reach,
        code=flow.code,
        exporter=flow.exporter_vendor or flow.exporter_entity or flow.exporter,
        importer=flow.importer_vendor or flow.importer_entity or flow.importer,
        country=flow.country,
        lines=lines,
        ways=tuple(way for way in reached if way.lines),
        before=grounds_of(before),
        after=grounds_of(after) if outcome == GOES_ON else (),
        judgement=before,
    )


def _narrowed(way: Way, lines: Iterable[str]) -> Way:
    kept = set(lines)
    return Way(way.path, tuple(line for line in way.lines if line in kept))


def _following(
    candidate: Candidate, lines: tuple[str, ...], change: _Change, outcome: str
) -> Touched:
    before, after, _mechanisms = change
    return Touched(
        outcome=outcome,
        reach=USED,
        exporter=candidate.key.exporter_vendor or candidate.key.exporter_entity,
        importer=candidate.key.importer,
        country=candidate.key.country,
        lines=lines,
        ways=(Way(candidate.path, lines),),
        before=grounds_of(before),
        after=grounds_of(after) if outcome == GOES_ON else (),
        judgement=before,
    )
