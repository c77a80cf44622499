"""Conditions on rows, keys of several columns, and what anonymising leaves."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from django.contrib.auth.models import User
from django.db import IntegrityError

from retention.choices import Operator, Strategy
from retention.models import DataSetRule, RuleColumn, RuleFilter
from retention.services import planning, running
from ropa.choices.retention import Action
from tests import factories as make
from tests.retention.acts import begun
from tests.retention.stores import OLD, TODAY, YOUNG, change, keys_in, make_table, sql_target

pytestmark = pytest.mark.django_db(transaction=True)
VALUES = ["a", "A", "abc", "", None, "b", "10", "9"]


def rows_where(url: str, question: str) -> list[Any]:
    engine = sa.create_engine(url)
    with engine.connect() as link:
        found = [tuple(row) for row in link.execute(sa.text(question))]
    engine.dispose()
    return found


@pytest.mark.parametrize(
    ("operator", "value", "left"),
    [
        (Operator.EQUALS, "a", [2, 3, 4, 5, 6, 7, 8]),
        (Operator.DIFFERS, "a", [1]),
        (Operator.ONE_OF, "a; b;nobody", [2, 3, 4, 5, 7, 8]),
        (Operator.EMPTY, "", [1, 2, 3, 6, 7, 8]),
        (Operator.FILLED, "", [4, 5]),
        (Operator.BEGINS, "ab", [1, 2, 4, 5, 6, 7, 8]),
        (Operator.BEGINS, "%", [1, 2, 3, 4, 5, 6, 7, 8]),
    ],
)
def test_only_rows_that_meet_the_condition_go(
    store_url: str, planner: User, approver: User, operator: str, value: str, left: list[int]
) -> None:
    make_table(store_url, [(key, OLD, text) for key, text in enumerate(VALUES, 1)])  # type: ignore[misc]
    target = sql_target()
    RuleFilter.objects.create(target=target, column="customer", operator=operator, value=value)

    if planning.look(target, on=TODAY).due:
        running.carry_out(begun(target, planner, approver).pk, on=TODAY)

    assert keys_in(store_url) == left


@pytest.mark.parametrize(("operator", "due"), [(Operator.LESS, 1), (Operator.MORE, 2)])
def test_numbers_are_compared_as_numbers(store_url: str, operator: str, due: int) -> None:
    make_table(store_url, [(9, OLD, "a"), (10, OLD, "a"), (11, OLD, "a"), (100, OLD, "a")])
    target = sql_target()
    RuleFilter.objects.create(target=target, column="id", operator=operator, value="10")

    assert planning.look(target, on=TODAY).due == due


def test_a_condition_says_what_it_needs(store_url: str) -> None:
    make_table(store_url, [])
    target = sql_target()

    with pytest.raises(IntegrityError):
        RuleFilter.objects.create(target=target, column="customer", operator=Operator.EQUALS)


def test_the_value_of_a_condition_is_in_no_history_and_in_no_plan(
    store_url: str, planner: User
) -> None:
    make_table(store_url, [(1, OLD, "jane@example.org")])
    target = sql_target()
    RuleFilter.objects.create(target=target, column="customer", value="jane@example.org")

    plan = planning.plan(target, on=TODAY, by=planner)

    assert plan is not None
    assert "jane" not in str(plan.content)
    assert not hasattr(RuleFilter.history.get(), "value")


def test_rows_without_a_day_are_counted_and_stay(store_url: str) -> None:
    make_table(store_url, [(1, OLD, "a"), (2, None, "a"), (3, YOUNG, "a")])

    found = planning.look(sql_target(), on=TODAY)

    assert (found.due, found.unreadable) == (1, 1)


def test_the_end_of_the_calendar_year_starts_the_period(store_url: str) -> None:
    make_table(store_url, [(1, date(2023, 12, 31), "a"), (2, date(2024, 1, 1), "a")])
    rule = make.RuleFactory.create(period="P1Y", start_rounding="year")
    target = sql_target(rule.organisation, rule)

    assert planning.look(target, on=date(2025, 1, 1)).due == 1
    assert planning.look(target, on=date(2025, 12, 31)).due == 1
    assert planning.look(target, on=date(2026, 1, 1)).due == 2


@pytest.fixture
def two_columns(store_url: str) -> DataSetRule:
    """A table whose key is made of two columns; the order of texts is not that of numbers."""
    change(store_url, "DROP TABLE IF EXISTS parts")
    change(
        store_url,
        "CREATE TABLE parts (shop VARCHAR(9), nr INTEGER, made_on DATE, PRIMARY KEY (shop, nr))",
    )
    for shop in ("b", 'a"'):
        for number in (10, 9, 100):
            change(store_url, f"INSERT INTO parts VALUES ('{shop}', {number}, '{OLD}')")  # noqa: S608
    change(store_url, f"INSERT INTO parts VALUES ('c', 1, '{YOUNG}')")  # noqa: S608
    target = sql_target()
    target.data_set.location, target.data_set.key_column = "parts", "shop, nr"
    target.data_set.save()
    target.trigger_column = "made_on"
    target.save()
    return target


def test_a_key_of_several_columns_goes_batch_by_batch(
    two_columns: DataSetRule, store_url: str, planner: User, approver: User
) -> None:
    run = begun(two_columns, planner, approver)

    running.carry_out(run.pk, on=TODAY)

    assert rows_where(store_url, "SELECT shop, nr FROM parts") == [("c", 1)]
    batches = run.batches.order_by("number")
    assert [batch.count for batch in batches] == [3, 3]
    assert batches[0].first_key == '["a\\"", "9"]'


class TestAnonymising:
    @pytest.fixture
    def target(self, store_url: str) -> DataSetRule:
        make_table(store_url, [(1, OLD, "ada"), (2, OLD, "bo"), (3, YOUNG, "cy")])
        change(store_url, f"UPDATE events SET closed_on = '{OLD}'")  # noqa: S608
        rule = make.RuleFactory.create(action=Action.ANONYMISE)
        target = sql_target(rule.organisation, rule)
        RuleColumn.objects.create(target=target, column="customer", strategy=Strategy.EMPTY)
        return target

    def carry_out(self, target: DataSetRule, planner: User, approver: User) -> int:
        return running.carry_out(begun(target, planner, approver).pk, on=TODAY)

    def test_the_row_stays_and_the_person_goes(
        self, target: DataSetRule, store_url: str, planner: User, approver: User
    ) -> None:
        assert self.carry_out(target, planner, approver) == 2

        assert rows_where(store_url, "SELECT id, customer FROM events ORDER BY id") == [
            (1, None),
            (2, None),
            (3, "cy"),
        ]
        assert planning.plan(target, on=TODAY, by=planner) is None

    @pytest.mark.parametrize(
        ("strategy", "fixed", "left"),
        [
            (Strategy.FIXED, "somebody", "somebody"),
            (Strategy.EMPTY, "", None),
        ],
    )
    def test_a_strategy_says_what_is_left(
        self,
        target: DataSetRule,
        store_url: str,
        planner: User,
        approver: User,
        strategy: str,
        fixed: str,
        left: str | None,
    ) -> None:
        target.columns.update(strategy=strategy, fixed_value=fixed)

        self.carry_out(target, planner, approver)

        assert rows_where(store_url, "SELECT customer FROM events WHERE id = 1") == [(left,)]
        assert planning.look(target, on=TODAY).past_due == 0

    @pytest.mark.parametrize(
        ("strategy", "left"), [(Strategy.YEAR, "2026-01-01"), (Strategy.MONTH, "2026-09-01")]
    )
    def test_of_a_date_the_year_or_the_month_is_left(
        self,
        target: DataSetRule,
        store_url: str,
        planner: User,
        approver: User,
        strategy: str,
        left: str,
    ) -> None:
        target.columns.update(column="closed_on", strategy=strategy)

        self.carry_out(target, planner, approver)

        found = rows_where(store_url, "SELECT closed_on FROM events WHERE id = 1")
        assert str(found[0][0]) == left
        assert planning.look(target, on=TODAY).past_due == 0

    def test_of_an_address_the_network_is_left_or_nothing(
        self, target: DataSetRule, store_url: str, planner: User, approver: User
    ) -> None:
        change(store_url, "UPDATE events SET customer = '192.168.17.4' WHERE id = 1")
        change(store_url, "UPDATE events SET customer = 'fe80::17' WHERE id = 2")
        target.columns.update(strategy=Strategy.NETWORK)

        self.carry_out(target, planner, approver)

        found = rows_where(store_url, "SELECT customer FROM events WHERE id < 3 ORDER BY id")
        assert found == [("192.168.17.0",), (None,)]
        assert planning.look(target, on=TODAY).past_due == 0

    def test_a_column_that_another_rule_needs_stays_until_that_one_is_over(
        self, target: DataSetRule, store_url: str, planner: User, approver: User
    ) -> None:
        RuleColumn.objects.create(target=target, column="closed_on", strategy=Strategy.EMPTY)
        longer = make.RuleFactory.create(organisation=target.rule.organisation, period="P7Y")
        needs = DataSetRule.objects.create(
            data_set=target.data_set, rule=longer, trigger_column="created_on"
        )
        RuleColumn.objects.create(target=needs, column="closed_on")

        assert self.carry_out(target, planner, approver) == 2

        found = rows_where(store_url, "SELECT customer, closed_on FROM events WHERE id = 1")
        assert [(found[0][0], str(found[0][1]))] == [(None, str(OLD))]
        looked = planning.look(target, on=TODAY)
        assert (looked.due, looked.kept) == (0, 2)

    def test_a_rule_that_needs_the_whole_row_keeps_it(self, target: DataSetRule) -> None:
        longer = make.RuleFactory.create(organisation=target.rule.organisation, period="P7Y")
        DataSetRule.objects.create(
            data_set=target.data_set, rule=longer, trigger_column="created_on"
        )

        found = planning.look(target, on=TODAY)

        assert (found.due, found.kept) == (0, 2)

    def test_without_columns_the_rule_says_what_is_missing(self, target: DataSetRule) -> None:
        target.columns.all().delete()

        with pytest.raises(Exception, match="list on it the columns"):
            planning.look(target, on=TODAY)
