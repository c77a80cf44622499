"""What holds, restrictions, extensions and agreements with customers keep, row by row."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from pytest_django import Settings

from retention.choices import HoldReach, RestrictionGround
from retention.errors import NotExecutable, PlanRefused
from retention.models import (
    CustomerKey,
    DataSetRule,
    HoldPerson,
    HoldScope,
    LegalHold,
    Restriction,
)
from retention.services import holds, planning, restricting, running
from ropa.choices.retention import Bound, ExtensionGround
from ropa.models import RuleExtension, RuleOverride
from tests import factories as make
from tests.retention.acts import begun, hold
from tests.retention.stores import OLD, TODAY, keys_in, make_table, sql_target

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = [(1, OLD, "ada@example.org"), (2, OLD, "bo@example.org"), (3, OLD, "Ada@Example.org")]


@pytest.fixture
def people(store_url: str) -> DataSetRule:
    """Three old rows of two persons; the column says whose they are."""
    make_table(store_url, ROWS)
    target = sql_target()
    target.data_set.person_column = "customer"
    target.data_set.save()
    return target


@pytest.fixture
def purge(store_url: str, planner: User, approver: User) -> Callable[..., list[int]]:
    """Plan, approve and carry out; return the keys that are left."""

    def purge(target: DataSetRule, on: date = TODAY) -> list[int]:
        plan = planning.plan(target, on=on, by=planner)
        if plan is not None:
            planning.approve(plan.pk, by=approver, on=on)
            running.carry_out(running.start(plan.pk, on=on).pk, on=on)
        return keys_in(store_url)

    return purge


def restriction(target: DataSetRule, **fields: Any) -> Restriction:
    given = {
        "organisation": target.rule.organisation,
        "ground": RestrictionGround.ACCURACY,
        "reference": "DSR-1",
        "from_on": TODAY,
        **fields,
    }
    return restricting.restrict(Restriction(**given), "ada@example.org")


def test_a_hold_on_a_person_keeps_her_rows_however_they_are_written(
    people: DataSetRule, purge: Callable[..., list[int]]
) -> None:
    holds.name_persons(hold(people), [" ADA@example.org "], data_set=None)

    assert purge(people) == [1, 3]


def test_a_person_under_a_hold_is_a_keyed_hash_and_is_told_to_nobody(people: DataSetRule) -> None:
    placed = hold(people)

    assert holds.name_persons(placed, ["ada@example.org", "ADA@example.org"], data_set=None) == 1
    assert holds.name_persons(placed, ["ada@example.org"], data_set=None) == 0

    (named,) = HoldPerson.objects.all()
    assert b"ada" not in bytes(named.sealed)
    assert "ada" not in f"{named} {named.digest}"
    assert not hasattr(HoldPerson.history.get(), "sealed")


def test_the_sealed_value_leaves_with_the_release(people: DataSetRule) -> None:
    placed = hold(people)
    holds.name_persons(placed, ["ada@example.org"], data_set=None)

    holds.release(placed.pk, reason="Settled.", on=TODAY)

    assert bytes(HoldPerson.objects.get().sealed) == b""


def test_without_the_key_nothing_is_purged(people: DataSetRule, settings: Settings) -> None:
    holds.name_persons(hold(people), ["ada@example.org"], data_set=None)
    settings.PERSON_KEYS = [b"another key that was never in use here"]

    with pytest.raises(NotExecutable, match="PERSON_KEYS"):
        planning.look(people, on=TODAY)


def test_an_older_key_still_opens(people: DataSetRule, settings: Settings) -> None:
    holds.name_persons(hold(people), ["ada@example.org"], data_set=None)
    settings.PERSON_KEYS = [b"a newer key that is to be used now", *settings.PERSON_KEYS]

    assert planning.look(people, on=TODAY).held == 2


def test_a_hold_on_a_person_keeps_all_where_nobody_can_be_told(people: DataSetRule) -> None:
    people.data_set.person_column = ""
    people.data_set.save()
    holds.name_persons(hold(people), ["ada@example.org"], data_set=None)

    assert planning.look(people, on=TODAY).held == 3


def test_a_data_set_may_say_that_it_tells_nobody(people: DataSetRule) -> None:
    people.data_set.person_column, people.data_set.without_persons = "", True
    people.data_set.save()
    holds.name_persons(hold(people), ["ada@example.org"], data_set=None)

    assert planning.look(people, on=TODAY).held == 0


def test_a_hold_on_keys_keeps_these_rows(
    people: DataSetRule, purge: Callable[..., list[int]]
) -> None:
    holds.name_keys(hold(people), ["2", "77"], data_set=people.data_set)

    assert purge(people) == [2]


@pytest.mark.parametrize("how", ["rule", "activity"])
def test_a_hold_on_a_class_or_an_activity_keeps_the_rows_under_its_rules(
    people: DataSetRule, how: str
) -> None:
    purpose = make.PurposeFactory.create()
    purpose.rules.create(rule=people.rule)
    named = {"rule": people.rule} if how == "rule" else {"activity": purpose.activity}
    HoldScope.objects.create(hold=hold(people), reach=HoldReach(how), **named)
    other = make.RuleFactory.create(organisation=people.rule.organisation)

    assert planning.look(people, on=TODAY).held == 3
    HoldScope.objects.update(reach=HoldReach.RULE, rule=other, activity=None)
    assert planning.look(people, on=TODAY).held == 0


def test_a_hold_on_a_customer_keeps_the_rows_by_the_names_in_the_store(
    people: DataSetRule,
) -> None:
    customer = make.CustomerFactory.create(organisation=people.rule.organisation)
    data_set = people.data_set
    HoldScope.objects.create(hold=hold(people), reach=HoldReach.CUSTOMER, customer=customer)
    assert planning.look(people, on=TODAY).held == 3  # nobody can tell which are theirs

    data_set.customer_column = "customer"
    data_set.save()
    for value in ("bo@example.org", "Ada@Example.org"):
        CustomerKey.objects.create(store=data_set.store, customer=customer, value=value)
    assert planning.look(people, on=TODAY).held == 2

    data_set.customer_column, data_set.without_customers = "", True
    data_set.save()
    assert planning.look(people, on=TODAY).held == 0


def test_a_person_named_between_two_batches_keeps_her_rows(
    people: DataSetRule, planner: User, approver: User, store_url: str, settings: Settings
) -> None:
    settings.PURGE_BATCH_ROWS = 1
    placed = hold(people, data_set=people.data_set, column="id", value="99")
    run = begun(people, planner, approver)
    running.next_batch(run.pk, on=TODAY)

    holds.name_persons(placed, ["ada@example.org"], data_set=None)
    running.carry_out(run.pk, on=TODAY)

    assert keys_in(store_url) == [3]
    run.refresh_from_db()
    assert run.held_count == 1


def test_a_restriction_freezes_the_rows_until_it_is_lifted(
    people: DataSetRule, purge: Callable[..., list[int]]
) -> None:
    placed = restriction(people)
    found = planning.look(people, on=TODAY)
    assert (found.due, found.restricted) == (1, 2)
    assert purge(people) == [1, 3]

    restricting.lift(placed.pk, reason="Corrected.", told_on=TODAY, on=TODAY)

    assert purge(people) == []
    placed.refresh_from_db()
    assert bytes(placed.sealed) == b""


def test_a_restriction_is_not_lifted_before_the_person_is_told(people: DataSetRule) -> None:
    placed = restriction(people)

    with pytest.raises(ValidationError, match=r"Art\. 18\(3\)"):
        restricting.lift(placed.pk, reason="Corrected.", told_on=None, on=TODAY)


def test_an_answered_request_is_lifted_without_telling(people: DataSetRule) -> None:
    placed = restriction(people, ground=RestrictionGround.PENDING)

    assert restricting.lift(placed.pk, reason="Answered.", told_on=None, on=TODAY).lifted_on


def test_an_extension_keeps_all_to_its_last_day(
    people: DataSetRule, purge: Callable[..., list[int]]
) -> None:
    extended(people, until=TODAY + timedelta(days=2))

    assert planning.look(people, on=TODAY).protected == 3
    assert purge(people, TODAY + timedelta(days=2)) == [1, 2, 3]
    assert purge(people, TODAY + timedelta(days=3)) == []


def test_an_extension_for_a_customer_keeps_the_rows_of_that_one(people: DataSetRule) -> None:
    extended(people, customer=named(people, "bo@example.org").customer)

    assert planning.look(people, on=TODAY).protected == 1


def test_an_extension_of_another_rule_keeps_its_rows_too(people: DataSetRule) -> None:
    other = make.RuleFactory.create(organisation=people.rule.organisation, period="P1D")
    also = DataSetRule.objects.create(
        data_set=people.data_set, rule=other, trigger_column="created_on"
    )
    assert planning.look(people, on=TODAY).due == 3

    extended(also)

    assert planning.look(people, on=TODAY).protected == 3


@pytest.mark.parametrize(("period", "left"), [("P90D", [2]), ("P10D", [4])])
def test_a_customer_has_the_period_that_was_agreed(
    people: DataSetRule,
    purge: Callable[..., list[int]],
    store_url: str,
    period: str,
    left: list[int],
) -> None:
    recent = TODAY - timedelta(days=30)
    make_table(store_url, [*ROWS, (4, recent, "ada@example.org"), (5, recent, "bo@example.org")])
    agreed(people, named(people, "bo@example.org"), period)

    assert purge(people) == ([2, 4, 5] if period == "P90D" else left)


def test_an_agreement_that_ended_changes_nothing(people: DataSetRule) -> None:
    override = agreed(people, named(people, "bo@example.org"), "P90D")
    override.agreement.expires_on = TODAY - timedelta(days=1)
    override.agreement.save()

    assert planning.look(people, on=TODAY).due == 3


def test_a_customer_whose_rows_cannot_be_told_stops_the_rule_with_a_sentence(
    people: DataSetRule,
) -> None:
    key = named(people, "bo@example.org")
    agreed(people, key, "P90D")
    key.delete()

    with pytest.raises(NotExecutable, match="Another period is agreed with Customer"):
        planning.look(people, on=TODAY)


def test_a_period_agreed_after_the_plan_makes_it_out_of_date(
    people: DataSetRule, planner: User, approver: User
) -> None:
    plan = planning.plan(people, on=TODAY, by=planner)
    assert plan is not None
    agreed(people, named(people, "bo@example.org"), "P90D")

    with pytest.raises(PlanRefused):
        planning.approve(plan.pk, by=approver, on=TODAY)


def test_each_reason_is_told_by_name(people: DataSetRule, planner: User) -> None:
    holds.name_persons(hold(people), ["ada@example.org"], data_set=None)
    longer = make.RuleFactory.create(
        organisation=people.rule.organisation, code="LONG", period="P7Y", bound=Bound.MIN
    )
    DataSetRule.objects.create(data_set=people.data_set, rule=longer, trigger_column="created_on")
    restriction(people, reference="DSR-7")

    found = planning.look(people, on=TODAY)

    assert (found.held, found.restricted, found.protected, found.due) == (2, 0, 1, 0)
    assert sorted(found.reasons) == [
        ("held", "H1", 2),
        ("protected", "LONG", 3),
        ("restricted", "DSR-7", 2),
    ]


def extended(target: DataSetRule, until: date = TODAY, **fields: Any) -> RuleExtension:
    return RuleExtension.objects.create(
        rule=target.rule,
        ground=ExtensionGround.LITIGATION,
        reason="A claim is likely.",
        from_on=TODAY,
        until=until,
        **fields,
    )


def named(target: DataSetRule, value: str) -> CustomerKey:
    """Let the data set tell the rows of a customer."""
    data_set = target.data_set
    data_set.customer_column = "customer"
    data_set.save()
    customer = make.CustomerFactory.create(organisation=target.rule.organisation)
    return CustomerKey.objects.create(store=data_set.store, customer=customer, value=value)


def agreed(target: DataSetRule, key: CustomerKey, period: str) -> RuleOverride:
    agreement = make.AgreementFactory.create(organisation=target.rule.organisation)
    return RuleOverride.objects.create(
        rule=target.rule, customer=key.customer, agreement=agreement, period=period
    )


def test_a_released_hold_takes_no_more_names(people: DataSetRule) -> None:
    placed = hold(people)
    holds.release(placed.pk, reason="Settled.", on=TODAY)

    with pytest.raises(Exception, match="place a new hold"):
        holds.name_persons(LegalHold.objects.get(), ["ada@example.org"], data_set=None)
