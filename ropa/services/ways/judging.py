"""How a way stands, Art. 44 to 49: the verdict of `ropa.transfers.fit.judge`, as for the gaps.

A recorded transfer is judged by its safeguards, one that only follows by what is on file; both as
the page of gaps and the approval judge them. What those do not judge is told and has no verdict.
"""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from ropa.pictures.ways import Place, State
from ropa.services.transfers.words import finding_in_words
from ropa.services.ways.ground import Ground, Movement
from ropa.transfers.derive import Candidate, derive, judgements_of
from ropa.transfers.facts import Judgement
from ropa.transfers.facts import Movement as Judged
from ropa.transfers.fit import judge
from ropa.transfers.flows import Facts, Group, Key, groups_of, law_of_entity

CARRIED = (State.INSIDE, State.ADEQUATE, State.CARRIED)


class Standing(NamedTuple):
    """The state of a way, and the mechanisms that make it so, each with why it does not carry."""

    state: State
    told: tuple[str, ...] = ()


class Handing(NamedTuple):
    """What is judged: who exports, who hands on where it is a vendor, who gets it, and where."""

    entity: int
    above: str
    holder: str
    place: Place


class Judge:
    """Tells the standings of ways; each transfer is judged once."""

    def __init__(self, ground: Ground, facts: Facts) -> None:
        self.ground = ground
        self.facts = facts
        self._flows = {flow.code: flow for flow in facts.flows}
        self._open = {each.key: each for each in derive(facts).candidates}
        self._without_paper: dict[tuple[object, ...], list[Judgement]] = {}
        self._of_flow = cache(self._judge_flow)
        self._of_candidate = cache(self._judge_candidate)
        self._by_law = cache(self._judge_country)

    def standing(
        self, end: Handing, movements: Iterable[Movement], lines: frozenset[int]
    ) -> Standing:
        """Say how the way to this end stands that the lines take by the recorded movements."""
        codes = frozenset(self.ground.codes[line] for line in lines if line in self.ground.codes)
        judged = [each for movement in movements for each in self._concerning(movement.code, codes)]
        key = self._key(end)
        candidate = self._open.get(key)
        if candidate is not None:
            judged += self._of_candidate(key)
        if judged:
            return _told(judged, end.place.country)
        if not end.place.country:
            return Standing(State.UNKNOWN)
        found = self._by_law(key.exporter_entity, end.place.country)
        if not found.is_needed:
            return Standing(State.INSIDE)
        if key in self.facts.ruled_out:
            return Standing(State.NO_TRANSFER)
        return Standing(State.ADEQUATE if found.by_law else State.OPEN)

    def _concerning(self, code: str, lines: frozenset[str]) -> list[Judgement]:
        """The judgements on a transfer for these lines; where it names none of them, all."""
        judged = self._of_flow(code)
        near = [judgement for judgement, group in judged if lines.intersection(group.lines)]
        return near or [judgement for judgement, _group in judged]

    def _judge_flow(self, code: str) -> list[tuple[Judgement, Group]]:
        flow = self._flows[code]
        return [
            (judge(group.movement, flow.mechanisms, self.facts.decisions), group)
            for group in groups_of(flow, self.facts)
        ]

    def _judge_candidate(self, key: Key) -> list[Judgement]:
        """Without a paper of the parties, the verdict is the same for whoever is in the country."""
        candidate = self._open[key]
        parties = self.facts.parties(key.importer, key.exporter_vendor)
        if any(self.facts.papers.get(each) for each in parties):
            return self._anew(candidate)
        roles = frozenset((roles, is_hr) for _code, roles, is_hr in candidate.lines)
        same = (candidate.law, candidate.is_claimed, key.country, bool(key.exporter_vendor), roles)
        if same not in self._without_paper:
            self._without_paper[same] = self._anew(candidate)
        return self._without_paper[same]

    def _anew(self, candidate: Candidate) -> list[Judgement]:
        return [judgement for judgement, _group in judgements_of(candidate, self.facts)]

    def _judge_country(self, entity: str, country: str) -> Judgement:
        law, is_claimed = law_of_entity(self.facts, entity)
        movement = Judged(on=self.facts.on, law=law, is_claimed=is_claimed, country=country)
        return judge(movement, (), self.facts.decisions)

    def _key(self, end: Handing) -> Key:
        entity = self.ground.entity_codes.get(end.entity, "") or self.facts.main_entity
        return Key(entity, end.above, end.holder, end.place.kind, end.place.country)


def _told(judged: list[Judgement], country: str) -> Standing:
    """The verdict that asks most; of a way that is carried, by what, else why by nothing."""
    state = max((_state(each, country) for each in judged), key=list(State).index)
    shown = (
        finding
        for each in judged
        for finding in (each.fitting if state in CARRIED else each.findings)
    )
    return Standing(state, tuple(dict.fromkeys(map(finding_in_words, shown))))


def _state(judgement: Judgement, country: str) -> State:
    """Carried or not, as the gaps say it; a country that is not known does not block there."""
    if not judgement.is_needed:
        return State.INSIDE
    if judgement.by_law:
        return State.ADEQUATE
    if judgement.fitting:
        return State.CARRIED
    if not country:
        return State.UNKNOWN
    return State.UNFIT if judgement.findings else State.NONE
