"""A movement of data, the mechanisms recorded for it, adequacy decisions, and what came of them."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

Gone = frozenset[tuple[str, str]]  # what is supposed to be gone: ("decision", "eu-us-2023")
NOTHING: Gone = frozenset()


@dataclass(frozen=True, kw_only=True)
class Movement:
    """Data that leave, are stored or are reached abroad, on one day.

    `law` is "eu", "uk" or "ch": that of the entity from which the data come, through whatever
    chain. `is_claimed` says that the law follows from Art. 3(2) GDPR and not from where the
    exporter is. Roles are "controller", "processor" or "", not known. `parties` are the names that
    an agreement may carry as the other side; `importer_entity` is the code of our own entity.
    """

    on: date
    law: str = "eu"
    is_claimed: bool = False
    country: str = ""
    organisation: str = ""  # the importer, where it is an international organisation
    exporter_role: str = ""
    importer_role: str = ""
    parties: frozenset[str] = frozenset()
    importer_entity: str = ""
    is_recurring: bool = True  # to a vendor in regular use
    is_hr: bool = False  # data on the exporter's own people


@dataclass(frozen=True, kw_only=True)
class Paper:
    """An agreement or a certification on file. `covers` holds "eu", "ch", "uk" and "hr"."""

    code: str
    kind: str
    title: str = ""
    module: str = ""
    party: str = ""
    signed_on: date | None = None
    valid_from: date | None = None
    expires_on: date | None = None
    covers: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """A mechanism as the register records it beside a transfer."""

    mechanism: str
    decision: str = ""
    paper: Paper | None = None
    entity: str = ""  # code of our own entity that is certified
    evidence: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A decision that a country, some importers in it, or an organisation protect data."""

    code: str
    law: str
    name: str
    in_force_from: date
    country: str = ""
    number: str = ""
    scope: str = "full"
    scope_note: str = ""
    expires_on: date | None = None  # last day
    ended_on: date | None = None  # first day without it

    def is_in_force(self, on: date) -> bool:
        if on < self.in_force_from or (self.expires_on and on > self.expires_on):
            return False
        return not self.ended_on or on < self.ended_on


class Reason(NamedTuple):
    """Why a mechanism does not carry a movement, or what is to be said of it."""

    code: str
    named: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What became of one mechanism. `decision` is the code of the decision that it rests on."""

    recorded: Recorded
    decision: str = ""
    reason: Reason | None = None  # why it does not carry; none: it carries
    notes: tuple[Reason, ...] = ()

    @property
    def carries(self) -> bool:
        return self.reason is None


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """Whether a movement may be made, and on what it rests.

    `by_law` are the codes of decisions that cover every importer in the country and so carry the
    movement, recorded or not. `partial` are those that cover some importers only.
    """

    is_needed: bool
    findings: tuple[Finding, ...] = ()
    by_law: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    notes: tuple[Reason, ...] = field(default=())

    @property
    def fitting(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.carries)

    @property
    def failing(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if not each.carries)

    @property
    def is_carried(self) -> bool:
        return not self.is_needed or bool(self.fitting or self.by_law)
