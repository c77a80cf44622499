import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from ropa.choices.retention import Bound
from tests.factories import RuleFactory

pytestmark = pytest.mark.django_db


def test_the_sentence_of_a_rule_follows_its_period() -> None:
    rule = RuleFactory.create(period="P60D", statement="Log files are kept for {period}.")
    assert rule.sentence == "Log files are kept for 60 days."

    rule.period = "P2Y"

    assert rule.sentence == "Log files are kept for 2 years."


def test_a_rule_without_a_statement_says_what_it_does() -> None:
    rule = RuleFactory.create(data_class="Invoices", period="P7Y", bound=Bound.MIN)

    assert rule.sentence == "Invoices: at least 7 years"


def test_a_statement_cannot_say_a_period_that_the_rule_lacks() -> None:
    with pytest.raises(IntegrityError, match="ropa_rule_statement_says_a_period_it_has"):
        RuleFactory.create(period="", statement="Kept for {period}.")


@pytest.mark.parametrize("wrong", ["soon", "60 days", "P", "PT5M", "P0D", "-P1D"])
def test_a_period_like_soon_is_refused_with_an_example(wrong: str) -> None:
    rule = RuleFactory.build(organisation=RuleFactory.create().organisation, period=wrong)

    with pytest.raises(ValidationError, match="P60D"):
        rule.full_clean()


@pytest.mark.parametrize("bound", [Bound.OPEN, Bound.EXTENSION, Bound.NO_MINIMUM])
def test_an_open_rule_carries_no_period(bound: Bound) -> None:
    with pytest.raises(IntegrityError, match="ropa_rule_period_only_with_a_timed_bound"):
        RuleFactory.create(bound=bound, period="P60D")


def test_a_minimum_needs_its_period() -> None:
    with pytest.raises(IntegrityError, match="ropa_rule_minimum_needs_a_period"):
        RuleFactory.create(bound=Bound.MIN, period="")
