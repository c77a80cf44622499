"""Which mechanism carries which movement: worked out by hand from the texts of the law."""

from dataclasses import replace
from datetime import date

import pytest

from ropa.choices.register import Mechanism
from ropa.choices.vendors import AdequacyScope, TransferLaw
from ropa.transfers.countries import HOME, is_third_country, law_of
from ropa.transfers.facts import Decision, Movement, Paper, Recorded
from ropa.transfers.fit import judge
from ropa.transfers.mechanisms import RULES

TODAY = date(2026, 11, 27)
DECISIONS = (
    Decision(
        code="eu-us-2016",
        law="eu",
        name="Privacy Shield",
        country="US",
        scope="certified",
        in_force_from=date(2016, 7, 12),
        ended_on=date(2020, 7, 16),
    ),
    Decision(
        code="eu-us-2023",
        law="eu",
        name="Data Privacy Framework",
        country="US",
        scope="certified",
        in_force_from=date(2023, 7, 10),
    ),
    Decision(
        code="ch-us-2024",
        law="ch",
        name="Swiss-US Framework",
        country="US",
        scope="certified",
        in_force_from=date(2024, 9, 15),
    ),
    Decision(
        code="uk-us-2023",
        law="uk",
        name="UK Extension",
        country="US",
        scope="certified",
        in_force_from=date(2023, 10, 12),
    ),
    Decision(
        code="eu-gb-2021",
        law="eu",
        name="United Kingdom",
        country="GB",
        in_force_from=date(2021, 6, 28),
        expires_on=date(2031, 12, 27),
    ),
    Decision(
        code="eu-br-2026",
        law="eu",
        name="Brazil",
        country="BR",
        in_force_from=date(2026, 1, 28),
    ),
    Decision(
        code="eu-jp-2019",
        law="eu",
        name="Japan",
        country="JP",
        scope="private",
        in_force_from=date(2019, 1, 23),
    ),
    Decision(
        code="eu-epo-2025",
        law="eu",
        name="European Patent Organisation",
        scope="organisation",
        in_force_from=date(2025, 7, 15),
    ),
)
TO_US = Movement(
    on=TODAY,
    law="eu",
    country="US",
    exporter_role="controller",
    importer_role="processor",
    parties=frozenset({"Example Cloud"}),
)
CERTIFICATE = Paper(
    code="dpf",
    kind="dpf",
    party="Example Cloud",
    valid_from=date(2023, 7, 20),
    expires_on=date(2027, 7, 19),
    covers=frozenset({"eu", "ch"}),
)
CLAUSES = Paper(
    code="scc", kind="scc", module="2", party="Example Cloud", signed_on=date(2022, 5, 2)
)


def why(movement: Movement, recorded: Recorded) -> str:
    """The code of the reason for which it does not carry; "" where it does."""
    finding = judge(movement, [recorded], DECISIONS).findings[0]
    return finding.reason.code if finding.reason else ""


def test_every_mechanism_has_a_rule() -> None:
    assert set(RULES) == set(Mechanism.values)


def test_every_law_has_its_home() -> None:
    assert set(HOME) == set(TransferLaw.values)


def test_every_scope_of_a_decision_needs_what_it_says() -> None:
    silent = Recorded(mechanism="adequacy", decision="x")
    for scope in AdequacyScope.values:
        is_organisation = scope == "organisation"
        decision = Decision(
            code="x",
            law="eu",
            name="Body",
            country="" if is_organisation else "US",
            scope=scope,
            in_force_from=TODAY,
        )
        movement = replace(TO_US, organisation="Body" if is_organisation else "")
        carried = judge(movement, [silent], [decision]).findings[0].carries
        assert carried == (scope in ("full", "organisation")), scope


@pytest.mark.parametrize(
    ("country", "law", "is_third"),
    [
        ("DE", "eu", False),  # Art. 44: a member state
        ("NO", "eu", False),  # EEA
        ("RE", "eu", False),  # Art. 355(1) TFEU
        ("AX", "eu", False),
        ("PF", "eu", True),  # an overseas territory
        ("GL", "eu", True),
        ("AW", "eu", True),
        ("SJ", "eu", True),  # Svalbard is outside the EEA Agreement
        ("CH", "eu", True),
        ("GB", "eu", True),
        ("GB", "uk", False),
        ("DE", "uk", True),
        ("CH", "ch", False),
        ("", "eu", False),  # not known: nothing to say
    ],
)
def test_third_countries_are_told_from_home(country: str, law: str, is_third: bool) -> None:
    assert is_third_country(country, law=law) is is_third


@pytest.mark.parametrize(
    ("country", "law"), [("DE", "eu"), ("GF", "eu"), ("GB", "uk"), ("CH", "ch"), ("US", "")]
)
def test_the_law_follows_from_where_the_exporter_is(country: str, law: str) -> None:
    assert law_of(country) == law


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


def test_the_framework_needs_a_certified_importer() -> None:
    assert why(TO_US, Recorded(mechanism="dpf_eu_us")) == "not_certified"
    ours = Recorded(mechanism="dpf_eu_us", entity="US-INC")
    assert why(TO_US, ours) == "not_certified"  # our certificate is not the vendor's
    to_ours = replace(TO_US, parties=frozenset(), importer_entity="US-INC")
    assert why(to_ours, ours) == ""


def test_data_on_employees_need_a_certificate_that_covers_them() -> None:
    staff = replace(TO_US, is_hr=True)
    recorded = Recorded(mechanism="dpf_eu_us", paper=CERTIFICATE)
    assert why(staff, recorded) == "hr_not_covered"
    covering = replace(CERTIFICATE, covers=CERTIFICATE.covers | {"hr"})
    assert why(staff, replace(recorded, paper=covering)) == ""


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


def test_what_is_uncertain_of_a_movement_is_told() -> None:
    claimed = replace(TO_US, country="SJ", is_claimed=True)
    notes = [note.code for note in judge(claimed, [], ()).notes]
    assert notes == ["law_claimed", "country_disputed"]
    unknown = judge(replace(TO_US, country=""), [Recorded(mechanism="scc", paper=CLAUSES)], ())
    assert unknown.is_carried
    assert [note.code for note in unknown.notes] == ["country_unknown"]
