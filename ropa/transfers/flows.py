"""What a register says of vendors, places and transfers, and the movements that follow from it.

Vendors stand by their names, all else by its code; both are unique in one organisation.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from ropa.transfers.countries import law_of
from ropa.transfers.facts import Decision, Movement, Paper, Recorded


class Line(NamedTuple):
    """A purpose line: whose it is, in which role, and whether it is about our own people."""

    code: str
    activity: str
    entity: str
    role: str
    is_hr: bool


class Use(NamedTuple):
    line: str
    vendor: str
    role: str


class Place(NamedTuple):
    kind: str
    country: str


class Key(NamedTuple):
    """What makes a transfer this one: who hands over to whom, how and to which country."""

    exporter_entity: str
    exporter_vendor: str
    importer: str
    kind: str
    country: str


@dataclass(frozen=True, kw_only=True)
class Flow:
    """A transfer as it is recorded."""

    code: str
    kind: str
    exporter_entity: str = ""
    exporter: str = ""
    exporter_vendor: str = ""
    importer_vendor: str = ""
    importer_entity: str = ""
    importer: str = ""
    country: str = ""
    is_anywhere: bool = False  # the place is open or not known
    covers_all: bool = False
    is_derived: bool = False
    lines: tuple[str, ...] = ()
    mechanisms: tuple[Recorded, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One register on one day, as far as data go abroad in it."""

    on: date
    decisions: tuple[Decision, ...]
    entities: Mapping[str, str] = field(default_factory=dict)  # code -> country
    main_entity: str = ""
    lines: Mapping[str, Line] = field(default_factory=dict)
    uses: tuple[Use, ...] = ()
    places: Mapping[str, list[Place]] = field(default_factory=dict)
    below: Mapping[str, list[tuple[str, ...]]] = field(default_factory=dict)  # paths down
    families: Mapping[str, frozenset[str]] = field(default_factory=dict)  # vendor -> its kin
    papers: Mapping[str, list[Paper]] = field(default_factory=dict)  # by vendor
    flows: tuple[Flow, ...] = ()
    ruled_out: frozenset[Key] = frozenset()

    def roles_of(self, vendor: str) -> dict[str, str]:
        """The role of the vendor by line."""
        return self._roles.get(vendor, {})

    @cached_property
    def _roles(self) -> dict[str, dict[str, str]]:
        roles: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for use in self.uses:
            roles[use.vendor][use.line] = use.role
        return dict(roles)

    def parties(self, *vendors: str) -> frozenset[str]:
        """The names that may stand in an agreement with one of these vendors."""
        named = [each for each in vendors if each]
        return frozenset(named).union(*(self.families.get(each, frozenset()) for each in named))


class Group(NamedTuple):
    """Lines for which a transfer is the same movement."""

    movement: Movement
    lines: tuple[str, ...]


Roles = tuple[str, str]  # of the exporter and of the importer
EXPORTER_ROLES = {"controller": "controller", "joint": "controller", "processor": "processor"}
IMPORTER_ROLES = {
    "processor": "processor",
    "sub_processor": "processor",
    "independent_controller": "controller",
    "platform": "controller",
}


def groups_of(flow: Flow, facts: Facts) -> list[Group]:
    """The movements that a recorded transfer is: one for each law and each pair of roles.

    Where the exporter is only named in words, its law is not known: then that of a mechanism
    recorded beside it counts.
    """
    lines = flow.lines or tuple(facts.roles_of(flow.importer_vendor) if flow.covers_all else ())
    found: defaultdict[tuple[str, bool, Roles, bool], list[str]] = defaultdict(list)
    for code in lines:
        line = facts.lines.get(code)
        if line is not None:
            law, is_claimed = _law_of_flow(flow, facts, line.entity)
            found[law, is_claimed, _roles(flow, facts, line), line.is_hr].append(code)
    if not found:
        law, is_claimed = _law_of_flow(flow, facts, "")
        found[law, is_claimed, ("", ""), False] = []
    return [
        Group(_movement(flow, facts, law, is_claimed, roles, is_hr=is_hr), tuple(codes))
        for (law, is_claimed, roles, is_hr), codes in found.items()
    ]


def law_of_entity(facts: Facts, entity: str) -> tuple[str, bool]:
    """The law under which the entity exports, and whether only Art. 3(2) GDPR brings it there."""
    country = facts.entities.get(entity or facts.main_entity, "")
    law = law_of(country)
    return law or "eu", bool(country) and not law


def movement_to(
    facts: Facts, key: Key, roles: Roles, *, is_hr: bool, law: tuple[str, bool]
) -> Movement:
    return Movement(
        on=facts.on,
        law=law[0],
        is_claimed=law[1],
        country=key.country,
        exporter_role="processor" if key.exporter_vendor else roles[0],
        importer_role="processor" if key.exporter_vendor else roles[1],
        parties=facts.parties(key.importer, key.exporter_vendor),
        is_hr=is_hr,
    )


def roles_in(line: Line, importer_role: str) -> Roles:
    return EXPORTER_ROLES.get(line.role, ""), IMPORTER_ROLES.get(importer_role, "")


def on_file(facts: Facts, key: Key, law: str) -> list[Recorded]:
    """What could carry a transfer, from decisions on the country and papers with the importer."""
    paper_kinds = ("scc", "bcr", "uk_addendum", "idta")
    papers = [
        paper
        for name in sorted(facts.parties(key.importer, key.exporter_vendor))
        for paper in facts.papers.get(name, ())
    ]
    found = [
        Recorded(mechanism="adequacy", decision=each.code)
        for each in facts.decisions
        if each.law == law and each.country == key.country and each.scope == "full"
    ]
    framework = {"eu": "dpf_eu_us", "uk": "dpf_uk_us", "ch": "dpf_swiss_us"}[law]
    if key.country == "US":
        found += [
            Recorded(mechanism=framework, paper=each) for each in papers if each.kind == "dpf"
        ]
    found += [
        Recorded(mechanism=each.kind, paper=each) for each in papers if each.kind in paper_kinds
    ]
    return found


def _law_of_flow(flow: Flow, facts: Facts, entity: str) -> tuple[str, bool]:
    if flow.exporter_entity or not flow.exporter:
        return law_of_entity(facts, flow.exporter_entity or entity)
    named = {"dpf_swiss_us": "ch", "dpf_uk_us": "uk", "idta": "uk", "uk_addendum": "uk"}
    laws = (named.get(each.mechanism) for each in flow.mechanisms)
    return next(filter(None, laws), "eu"), False


def _roles(flow: Flow, facts: Facts, line: Line) -> Roles:
    if flow.exporter_vendor:
        return "processor", "processor"
    return roles_in(line, facts.roles_of(flow.importer_vendor).get(line.code, ""))


def _movement(
    flow: Flow, facts: Facts, law: str, is_claimed: bool, roles: Roles, *, is_hr: bool
) -> Movement:
    return Movement(
        on=facts.on,
        law=law,
        is_claimed=is_claimed,
        country=flow.country,
        organisation=_organisation(flow, facts.decisions),
        exporter_role=roles[0],
        importer_role=roles[1],
        parties=facts.parties(flow.importer_vendor, flow.exporter_vendor),
        importer_entity=flow.importer_entity,
        is_recurring=bool(flow.importer_vendor or flow.importer_entity),
        is_hr=is_hr,
    )


def _organisation(flow: Flow, decisions: Iterable[Decision]) -> str:
    """The importer, where a decision is about it as an international organisation."""
    importer = (flow.importer_vendor or flow.importer).casefold()
    named = (each.name for each in decisions if each.scope == "organisation")
    return next((name for name in named if name.casefold() == importer), "")
