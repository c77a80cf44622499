"""What clauses, corporate rules and derogations carry."""

from dataclasses import replace
from datetime import date

import pytest

from ropa.transfers.facts import Recorded
from ropa.transfers.fit import judge
from tests.ropa.transfer_fit.given import CLAUSES, DECISIONS, TO_US, TODAY, why


@pytest.mark.parametrize(
    ("exporter", "importer", "module", "expected"),
    [
        ("controller", "controller", "1", ""),
        ("controller", "processor", "2", ""),
        ("processor", "processor", "3", ""),
        ("processor", "controller", "4", ""),
        ("controller", "processor", "1", "module_of_other_roles"),
        ("controller", "processor", "3", "module_of_other_roles"),
        ("processor", "processor", "2", "module_of_other_roles"),
        ("controller", "processor", "", "module_not_stated"),
        ("controller", "", "2", ""),
    ],
)
def test_the_module_follows_from_the_roles(
    exporter: str, importer: str, module: str, expected: str
) -> None:
    """Decision (EU) 2021/914, Art. 46(2)(c)."""
    movement = replace(TO_US, exporter_role=exporter, importer_role=importer)
    recorded = Recorded(mechanism="scc", paper=replace(CLAUSES, module=module))
    assert why(movement, recorded) == expected


def test_a_module_for_roles_that_are_not_known_is_told() -> None:
    movement = replace(TO_US, importer_role="")
    finding = judge(movement, [Recorded(mechanism="scc", paper=CLAUSES)], ()).findings[0]
    assert [note.code for note in finding.notes] == ["roles_unknown"]


@pytest.mark.parametrize(
    ("mechanism", "law", "kind", "on", "expected"),
    [
        ("scc", "eu", "scc", "2021-06-26", "clauses_not_yet"),
        ("scc", "eu", "scc", "2022-05-01", "paper_not_yet"),
        ("scc", "eu", "scc", "2022-05-02", ""),
        ("scc", "ch", "scc", "2026-11-27", ""),  # recognised with adaptations, Art. 16(2)(d) FADP
        ("scc", "uk", "scc", "2026-11-27", "clauses_need_addendum"),
        ("scc", "eu", "dpa", "2026-11-27", "paper_of_other_kind"),
        ("uk_addendum", "uk", "uk_addendum", "2026-11-27", ""),
        ("uk_addendum", "uk", "uk_addendum", "2022-03-20", "clauses_not_yet"),
        ("uk_addendum", "eu", "uk_addendum", "2026-11-27", "other_law"),
        ("idta", "uk", "idta", "2026-11-27", ""),
        ("idta", "ch", "idta", "2026-11-27", "other_law"),
    ],
)
def test_clauses_hold_under_their_law_once_signed(
    mechanism: str, law: str, kind: str, on: str, expected: str
) -> None:
    movement = replace(TO_US, law=law, on=date.fromisoformat(on))
    recorded = Recorded(mechanism=mechanism, paper=replace(CLAUSES, kind=kind))
    assert why(movement, recorded) == expected


def test_clauses_without_a_paper_or_a_date_or_with_another_vendor_carry_nothing() -> None:
    assert why(TO_US, Recorded(mechanism="scc")) == "no_paper"
    undated = replace(CLAUSES, signed_on=None)
    assert why(TO_US, Recorded(mechanism="scc", paper=undated)) == "paper_undated"
    other = replace(CLAUSES, party="Example Mail")
    assert why(TO_US, Recorded(mechanism="scc", paper=other)) == "paper_of_another"


def test_binding_corporate_rules_end_at_the_group() -> None:
    rules = replace(CLAUSES, kind="bcr", module="", party="")
    assert why(TO_US, Recorded(mechanism="bcr", paper=rules)) == "outside_group"
    in_group = replace(TO_US, parties=frozenset(), importer_entity="US-INC")
    assert why(in_group, Recorded(mechanism="bcr", paper=rules)) == ""
    of_vendor = replace(rules, party="Example Cloud")
    assert why(TO_US, Recorded(mechanism="bcr", paper=of_vendor)) == ""


@pytest.mark.parametrize("mechanism", ["consent", "derogation", "compelling"])
def test_a_derogation_never_carries_a_vendor_in_regular_use(mechanism: str) -> None:
    """Art. 49, read as an exception."""
    recorded = Recorded(mechanism=mechanism, evidence="Noted for this one case")
    assert why(TO_US, recorded) == "derogation_recurring"
    assert why(replace(TO_US, is_recurring=False), recorded) == ""


@pytest.mark.parametrize(
    "mechanism",
    [
        "intra_group_agreement",
        "contractual_commitments",
        "contract_restricted_location",
        "contract_restricted_onward_transfer",
        "google_limited_use",
        "supplementary_monitoring",
    ],
)
def test_promises_and_limits_are_no_mechanism_of_chapter_v(mechanism: str) -> None:
    recorded = Recorded(mechanism=mechanism, paper=CLAUSES, evidence="Written down")
    assert why(TO_US, recorded) == "no_mechanism"


@pytest.mark.parametrize(
    "mechanism", ["scc_authority", "code_of_conduct", "certification", "adhoc_clauses"]
)
def test_approved_safeguards_need_their_approval_shown(mechanism: str) -> None:
    assert why(TO_US, Recorded(mechanism=mechanism)) == "no_evidence"
    shown = Recorded(mechanism=mechanism, evidence="Approval 12/2025 (invented)")
    assert why(TO_US, shown) == ""
    assert why(TO_US, replace(shown, expires_on=date(2026, 11, 26))) == "expired"
    assert why(TO_US, replace(shown, expires_on=TODAY)) == ""


def test_inside_the_area_nothing_is_needed() -> None:
    judgement = judge(replace(TO_US, country="IS"), [], DECISIONS)
    assert judgement.is_carried
    assert not judgement.is_needed


def test_an_organisation_is_abroad_wherever_it_sits() -> None:
    at_munich = replace(TO_US, country="DE", organisation="European Patent Organisation")
    assert judge(at_munich, [], DECISIONS).by_law == ("eu-epo-2025",)
    before = replace(at_munich, on=date(2025, 7, 14))
    assert not judge(before, [], DECISIONS).is_carried


def test_what_is_uncertain_of_a_movement_is_told() -> None:
    claimed = replace(TO_US, country="SJ", is_claimed=True)
    notes = [note.code for note in judge(claimed, [], ()).notes]
    assert notes == ["law_claimed", "country_disputed"]
    unknown = judge(replace(TO_US, country=""), [Recorded(mechanism="scc", paper=CLAUSES)], ())
    assert unknown.is_carried
    assert [note.code for note in unknown.notes] == ["country_unknown"]
