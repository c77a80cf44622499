"""What decisions on adequacy carry, and the framework with its certificates."""

from dataclasses import replace
from datetime import date

import pytest

from ropa.transfers.facts import Paper, Recorded
from ropa.transfers.fit import judge
from tests.ropa.transfer_fit.given import CLAUSES, DECISIONS, TO_US, why

CERTIFICATE = Paper(
    code="dpf",
    kind="dpf",
    party="Example Cloud",
    valid_from=date(2023, 7, 20),
    expires_on=date(2027, 7, 19),
    covers=frozenset({"eu", "ch"}),
)


@pytest.mark.parametrize(
    ("law", "country", "mechanism", "on", "expected"),
    [
        # Art. 45 GDPR, Decision (EU) 2023/1795: from 10 July 2023
        (
            "eu",
            "US",
            "dpf_eu_us",
            "2023-07-09",
            "decision_ended",
        ),  # the Shield fell on 16 July 2020
        ("eu", "US", "dpf_eu_us", "2023-07-10", "paper_not_yet"),
        ("eu", "US", "dpf_eu_us", "2023-07-20", ""),
        ("eu", "US", "dpf_eu_us", "2027-07-19", ""),
        ("eu", "US", "dpf_eu_us", "2027-07-20", "paper_expired"),
        ("eu", "US", "adequacy", "2026-11-27", ""),
        ("eu", "US", "dpf_swiss_us", "2026-11-27", "other_law"),
        ("eu", "US", "dpf_uk_us", "2026-11-27", "other_law"),
        ("eu", "CA", "dpf_eu_us", "2026-11-27", "not_in_us"),
        # Art. 16(1) FADP, Annex 1 to the ordinance: from 15 September 2024
        ("ch", "US", "dpf_swiss_us", "2024-09-14", "decision_not_yet"),
        ("ch", "US", "dpf_swiss_us", "2024-09-15", ""),
        ("ch", "US", "dpf_eu_us", "2026-11-27", "other_law"),
        # UK: the certificate has no extension
        ("uk", "US", "dpf_uk_us", "2026-11-27", "certificate_of_other_law"),
        ("uk", "US", "dpf_uk_us", "2023-10-11", "decision_not_yet"),
        # Art. 45 GDPR, Brazil from 28 January 2026, United Kingdom to 27 December 2031
        ("eu", "BR", "adequacy", "2026-01-27", "decision_not_yet"),
        ("eu", "BR", "adequacy", "2026-01-28", ""),
        ("eu", "GB", "adequacy", "2031-12-27", ""),
        ("eu", "GB", "adequacy", "2031-12-28", "decision_expired"),
        ("eu", "JP", "adequacy", "2026-11-27", "scope_not_shown"),
        ("eu", "IN", "adequacy", "2026-11-27", "no_decision"),
        ("ch", "GB", "adequacy", "2026-11-27", "no_decision"),
    ],
)
def test_adequacy_carries_in_scope_and_in_force(
    law: str, country: str, mechanism: str, on: str, expected: str
) -> None:
    movement = replace(TO_US, law=law, country=country, on=date.fromisoformat(on))
    assert why(movement, Recorded(mechanism=mechanism, paper=CERTIFICATE)) == expected


def test_a_decision_that_ended_carried_to_the_day_before() -> None:
    shield = replace(CERTIFICATE, valid_from=date(2017, 1, 1))
    recorded = Recorded(mechanism="adequacy", decision="eu-us-2016", paper=shield)
    assert why(replace(TO_US, on=date(2020, 7, 15)), recorded) == ""
    assert why(replace(TO_US, on=date(2020, 7, 16)), recorded) == "decision_ended"


def test_the_framework_needs_a_certified_importer() -> None:
    assert why(TO_US, Recorded(mechanism="dpf_eu_us")) == "not_certified"
    ours = Recorded(mechanism="dpf_eu_us", entity="US-INC")
    assert why(TO_US, ours) == "not_certified"  # our certificate is not the vendor's
    to_ours = replace(TO_US, parties=frozenset(), importer_entity="US-INC")
    assert why(to_ours, ours) == ""


def test_a_certificate_is_that_of_the_importer() -> None:
    nobodys = Recorded(mechanism="dpf_eu_us", paper=replace(CERTIFICATE, party=""))
    assert why(TO_US, nobodys) == "not_certified"
    to_ours = replace(TO_US, parties=frozenset(), importer_entity="US-INC")
    assert why(to_ours, nobodys) == ""
    assert why(to_ours, Recorded(mechanism="dpf_eu_us", paper=CERTIFICATE)) == "paper_of_another"


def test_a_partial_decision_that_nobody_considered_is_told() -> None:
    notes = judge(TO_US, [], DECISIONS).notes
    assert [note.code for note in notes] == ["decision_partial"]
    certified = Recorded(mechanism="dpf_eu_us", paper=CERTIFICATE)
    assert judge(TO_US, [certified], DECISIONS).notes == ()


def test_data_on_employees_need_a_certificate_that_covers_them() -> None:
    staff = replace(TO_US, is_hr=True)
    recorded = Recorded(mechanism="dpf_eu_us", paper=CERTIFICATE)
    assert why(staff, recorded) == "hr_not_covered"
    covering = replace(CERTIFICATE, covers=CERTIFICATE.covers | {"hr"})
    assert why(staff, replace(recorded, paper=covering)) == ""


def test_a_decision_for_every_importer_carries_unrecorded_and_falls_when_taken_away() -> None:
    to_uk = replace(TO_US, country="GB")
    assert judge(to_uk, [], DECISIONS).by_law == ("eu-gb-2021",)
    gone = frozenset({("decision", "eu-gb-2021")})
    assert not judge(to_uk, [], DECISIONS, without=gone).is_carried


def test_without_the_framework_clauses_still_carry() -> None:
    recorded = [
        Recorded(mechanism="dpf_eu_us", paper=CERTIFICATE),
        Recorded(mechanism="scc", paper=CLAUSES),
    ]
    gone = frozenset({("decision", "eu-us-2023")})
    judgement = judge(TO_US, recorded, DECISIONS, without=gone)
    assert [each.recorded.mechanism for each in judgement.fitting] == ["scc"]
    assert [each.reason and each.reason.code for each in judgement.failing] == ["decision_gone"]
    without_both = gone | {("mechanism", "scc")}
    assert not judge(TO_US, recorded, DECISIONS, without=without_both).is_carried
