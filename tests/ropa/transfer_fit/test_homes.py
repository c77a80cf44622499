"""Where a law is at home, and that nothing of the lists was forgotten."""

import inspect
import re
from dataclasses import replace

import pytest

from ropa.choices.register import Mechanism
from ropa.choices.vendors import AdequacyScope, TransferLaw
from ropa.services.transfers.words import REMARKS, SENTENCES
from ropa.transfers import fit, mechanisms
from ropa.transfers.countries import HOME, is_third_country, law_of
from ropa.transfers.facts import Decision, Recorded
from ropa.transfers.fit import judge
from ropa.transfers.mechanisms import RULES
from tests.ropa.transfer_fit.given import TO_US, TODAY


def test_every_mechanism_has_a_rule() -> None:
    assert set(RULES) == set(Mechanism.values)


def test_every_reason_has_its_sentence() -> None:
    text = inspect.getsource(mechanisms) + inspect.getsource(fit)
    codes = set(re.findall(r'(?:Failure|Reason)\(\s*"(\w+)"', text)) | {"clauses_need_addendum"}
    assert codes == set(SENTENCES) | set(REMARKS)


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
