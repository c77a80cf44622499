"""One rule for each mechanism: what it needs in order to carry a movement."""

from collections.abc import Callable
from datetime import date

from ropa.transfers.facts import Decision, Gone, Movement, Paper, Reason, Recorded

Carried = tuple[str, tuple[Reason, ...]]  # the code of the decision it rests on, and remarks
Rule = Callable[["Case", Recorded], Carried]

# Who hands data to whom, Decision (EU) 2021/914.
MODULES = {
    ("controller", "controller"): "1",
    ("controller", "processor"): "2",
    ("processor", "processor"): "3",
    ("processor", "controller"): "4",
}
# The first day on which clauses could be used, by the law under which data leave.
CLAUSES_SINCE = {
    ("scc", "eu"): date(2021, 6, 27),
    ("scc", "ch"): date(2021, 8, 27),
    ("idta", "uk"): date(2022, 3, 21),
    ("uk_addendum", "uk"): date(2022, 3, 21),
}
FRAMEWORKS = {"dpf_eu_us": "eu", "dpf_swiss_us": "ch", "dpf_uk_us": "uk"}


class Failure(Exception):
    """Why a mechanism does not carry the movement."""

    def __init__(self, code: str, *, decision: str = "", **named: str) -> None:
        super().__init__(code)
        self.reason = Reason(code, named)
        self.decision = decision


class Case:
    """A movement before the decisions there are, without what is supposed to be gone."""

    def __init__(self, movement: Movement, decisions: dict[str, Decision], without: Gone) -> None:
        self.movement = movement
        self.decisions = decisions
        self.without = without

    def allows(self, kind: str, value: str) -> bool:
        return (kind, value) not in self.without

    def decisions_on(self) -> list[Decision]:
        """Decisions on where the data go, whenever they are in force."""
        return [
            each
            for each in self.decisions.values()
            if each.law == self.movement.law and self.is_about(each)
        ]

    def decisions_in_force(self) -> list[Decision]:
        return [
            each
            for each in self.decisions_on()
            if each.is_in_force(self.movement.on) and self.allows("decision", each.code)
        ]

    def is_about(self, decision: Decision) -> bool:
        if decision.scope == "organisation":
            return decision.name.casefold() == self.movement.organisation.casefold()
        return decision.country == self.movement.country and not self.movement.organisation


def _adequacy(case: Case, recorded: Recorded) -> Carried:
    decision = _chosen(case, recorded) if recorded.decision else _found(case, case.decisions_on())
    _in_scope(case, recorded, decision)
    return decision.code, ()


def _framework(case: Case, recorded: Recorded) -> Carried:
    law = FRAMEWORKS[recorded.mechanism]
    if law != case.movement.law:
        raise Failure("other_law", law=case.movement.law)
    if case.movement.country != "US":
        raise Failure("not_in_us", country=case.movement.country)
    if recorded.decision:
        decision = _chosen(case, recorded)
    else:
        certified = [each for each in case.decisions_on() if each.scope == "certified"]
        decision = _found(case, certified)
    _in_scope(case, recorded, decision)
    return decision.code, ()


def _chosen(case: Case, recorded: Recorded) -> Decision:
    """The decision that the safeguard names, if it is one on this movement and in force."""
    decision = case.decisions.get(recorded.decision)
    if decision is None:
        raise Failure("no_decision", country=case.movement.country)
    if decision.law != case.movement.law:
        raise Failure("decision_of_other_law", decision=decision.code, name=decision.name)
    if not case.is_about(decision):
        raise Failure("decision_on_another", decision=decision.code, name=decision.name)
    _in_force(case, decision)
    return decision


def _found(case: Case, decisions: list[Decision]) -> Decision:
    """The decision in force of these; of several the latest, for an earlier one may have ended."""
    if not decisions:
        raise Failure("no_decision", country=case.movement.country)
    ordered = sorted(decisions, key=lambda each: each.in_force_from, reverse=True)
    in_force = [each for each in ordered if each in case.decisions_in_force()]
    if in_force:
        return in_force[0]
    begun = [each for each in ordered if each.in_force_from <= case.movement.on]
    decision = begun[0] if begun else ordered[-1]
    _in_force(case, decision)
    raise AssertionError("unreachable")


def _in_force(case: Case, decision: Decision) -> None:
    on, name = case.movement.on, decision.number or decision.name
    if not case.allows("decision", decision.code):
        raise Failure("decision_gone", decision=decision.code, name=name)
    if on < decision.in_force_from:
        day = decision.in_force_from.isoformat()
        raise Failure("decision_not_yet", decision=decision.code, name=name, day=day)
    if decision.ended_on and on >= decision.ended_on:
        day = decision.ended_on.isoformat()
        raise Failure("decision_ended", decision=decision.code, name=name, day=day)
    if decision.expires_on and on > decision.expires_on:
        day = decision.expires_on.isoformat()
        raise Failure("decision_expired", decision=decision.code, name=name, day=day)


def _in_scope(case: Case, recorded: Recorded, decision: Decision) -> None:
    if decision.scope == "certified":
        _certified(case, recorded, decision)
    elif decision.scope not in ("full", "organisation") and not recorded.evidence.strip():
        scope = decision.scope_note or decision.scope
        raise Failure("scope_not_shown", decision=decision.code, scope=scope)


def _certified(case: Case, recorded: Recorded, decision: Decision) -> None:
    """The importer itself is certified, for data under this law, and on people where it is HR."""
    movement, paper = case.movement, recorded.paper
    if paper is None or paper.kind != "dpf":
        ours = recorded.entity and (
            recorded.entity == movement.importer_entity
            or not (movement.importer_entity or movement.parties)
        )
        if not ours:
            raise Failure("not_certified", decision=decision.code)
        if movement.is_hr:
            raise Failure("hr_not_covered", decision=decision.code)
        return
    _valid(case, paper, decision.code)
    if movement.law not in paper.covers:
        raise Failure(
            "certificate_of_other_law", decision=decision.code, paper=_name(paper), law=movement.law
        )
    if movement.is_hr and "hr" not in paper.covers:
        raise Failure("hr_not_covered", decision=decision.code)


def _valid(case: Case, paper: Paper, decision: str = "") -> None:
    """The paper is with this importer, and signed and valid on that day."""
    on, name = case.movement.on, _name(paper)
    if not case.allows("agreement", paper.code):
        raise Failure("paper_gone", decision=decision, paper=name)
    if paper.party and case.movement.parties and paper.party not in case.movement.parties:
        raise Failure("paper_of_another", decision=decision, paper=name, party=paper.party)
    begins = [day for day in (paper.signed_on, paper.valid_from) if day]
    if not begins:
        raise Failure("paper_undated", decision=decision, paper=name)
    if max(begins) > on:
        day = max(begins).isoformat()
        raise Failure("paper_not_yet", decision=decision, paper=name, day=day)
    if paper.expires_on and paper.expires_on < on:
        day = paper.expires_on.isoformat()
        raise Failure("paper_expired", decision=decision, paper=name, day=day)


def _clauses(case: Case, recorded: Recorded) -> Carried:
    """Standard clauses: known to the law on that day, signed, and of the module for the roles."""
    since = CLAUSES_SINCE.get((recorded.mechanism, case.movement.law))
    if since is None:
        code = "clauses_need_addendum" if case.movement.law == "uk" else "other_law"
        raise Failure(code, law=case.movement.law)
    if case.movement.on < since:
        raise Failure("clauses_not_yet", day=since.isoformat())
    paper = _paper(case, recorded, recorded.mechanism)
    return "", () if recorded.mechanism == "idta" else _module(case.movement, paper)


def _module(movement: Movement, paper: Paper) -> tuple[Reason, ...]:
    if not paper.module:
        raise Failure("module_not_stated", paper=_name(paper))
    roles = (movement.exporter_role, movement.importer_role)
    wanted = MODULES.get(roles)
    if wanted is None:
        return (Reason("roles_unknown", {"module": paper.module}),)
    if paper.module != wanted:
        raise Failure("module_of_other_roles", module=paper.module, wanted=wanted)
    return ()


def _binding_rules(case: Case, recorded: Recorded) -> Carried:
    """Binding corporate rules hold inside one group: ours, or that of the vendor."""
    paper = _paper(case, recorded, "bcr")
    if not case.movement.importer_entity and paper.party not in case.movement.parties:
        raise Failure("outside_group", paper=_name(paper))
    return "", ()


def _paper(case: Case, recorded: Recorded, kind: str) -> Paper:
    paper = recorded.paper
    if paper is None:
        raise Failure("no_paper", kind=kind)
    if paper.kind != kind:
        raise Failure("paper_of_other_kind", paper=_name(paper), kind=kind)
    _valid(case, paper)
    return paper


def _evidence(case: Case, recorded: Recorded) -> Carried:
    """Safeguards that an authority approved: they carry where the approval is shown."""
    if recorded.paper:
        _valid(case, recorded.paper)
    elif not recorded.evidence.strip():
        raise Failure("no_evidence")
    return "", ()


def _authorities(case: Case, recorded: Recorded) -> Carried:
    if case.movement.is_recurring:
        raise Failure("only_authorities")
    return _evidence(case, recorded)


def _derogation(case: Case, recorded: Recorded) -> Carried:
    if case.movement.is_recurring:
        raise Failure("derogation_recurring")
    _carried = _evidence(case, recorded)
    return "", (Reason("derogation", {}),)


def _none(_case: Case, _recorded: Recorded) -> Carried:
    raise Failure("no_mechanism")


def _unknown(_case: Case, _recorded: Recorded) -> Carried:
    raise Failure("mechanism_unknown")


def _name(paper: Paper) -> str:
    return paper.title or paper.code


# Every value of `ropa.choices.register.Mechanism`; a test holds that none is left out.
RULES: dict[str, Rule] = {
    "adequacy": _adequacy,
    **dict.fromkeys(FRAMEWORKS, _framework),
    "scc": _clauses,
    "idta": _clauses,
    "uk_addendum": _clauses,
    "bcr": _binding_rules,
    "legal_instrument": _authorities,
    "admin_arrangement": _authorities,
    "scc_authority": _evidence,
    "code_of_conduct": _evidence,
    "certification": _evidence,
    "adhoc_clauses": _evidence,
    "consent": _derogation,
    "derogation": _derogation,
    "compelling": _derogation,
    "intra_group_agreement": _none,
    "contractual_commitments": _none,
    "contract_restricted_location": _none,
    "contract_restricted_onward_transfer": _none,
    "google_limited_use": _none,
    "supplementary_monitoring": _none,
    "other": _unknown,
}
