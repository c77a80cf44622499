"""The register of any day comes from its history, and so does what changed between two days."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Max
from django.utils import timezone

from ropa.audit import acting
from ropa.export.json import register
from ropa.models import (
    Organisation,
    ProcessingActivity,
    Purpose,
    PurposeStatement,
    RetentionRule,
    Vendor,
    VendorUse,
)
from ropa.resources import OrganisationScope, PastScope, end_of
from ropa.services.contents import content_of, sha256_of
from ropa.services.differences import differences
from tests import sheets
from tests.factories import OrganisationFactory
from tests.ropa.samples import FULL

pytestmark = pytest.mark.django_db

HISTORIES: list[Any] = [
    model.history.model
    for model in apps.get_app_config("ropa").get_models()
    if hasattr(model, "history")
]


@contextmanager
def on(day: date) -> Iterator[None]:
    """Let what is done inside have been done at noon of that day, as the history tells."""
    last = [model.objects.aggregate(last=Max("history_id"))["last"] or 0 for model in HISTORIES]
    yield
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    for model, number in zip(HISTORIES, last, strict=True):
        model.objects.filter(history_id__gt=number).update(history_date=noon)


def rename_an_activity() -> None:
    ProcessingActivity.objects.filter(code="demo").update(heading="Showing the product")


def use_a_vendor() -> None:
    vendor = Vendor.objects.create(organisation=Organisation.objects.get(), name="Host")
    VendorUse.objects.create(
        vendor=vendor, purpose=Purpose.objects.get(code="demo"), spelling="Host", order=9
    )


def shorten_a_rule() -> None:
    rule = RetentionRule.objects.exclude(period="").first()
    assert rule is not None
    rule.period = "P30D"
    rule.save()
    rule.triggers.all().delete()


def swap_two_statements() -> None:
    first, second = PurposeStatement.objects.filter(purpose__code="demo").order_by("order")
    first.order, second.order = 2, 1
    PurposeStatement.objects.bulk_update([first, second], ["order"])


def remove_an_activity() -> None:
    ProcessingActivity.objects.filter(successor__code="hosting").update(successor=None)
    ProcessingActivity.objects.get(code="hosting").delete()


MONTH: dict[date, Callable[[], None]] = {
    date(2026, 10, 5): rename_an_activity,
    date(2026, 10, 9): use_a_vendor,
    date(2026, 10, 14): shorten_a_rule,
    date(2026, 10, 20): swap_two_statements,
    date(2026, 10, 28): remove_an_activity,
}
WHAT_CHANGED = {
    date(2026, 10, 5): {("activities", "demo", "changed", ("heading",))},
    date(2026, 10, 9): {
        ("vendors", "Host", "added", ("is_own_product", "is_verified", "name")),
        (
            "vendor_uses",
            "Host / demo / Host / ",
            "added",
            ("is_recipient", "order", "purpose", "role", "role_source", "spelling", "vendor"),
        ),
    },
    date(2026, 10, 14): {("rules", "R1", "changed", ("period", "triggers"))},
    date(2026, 10, 20): {
        ("statements", "demo / 1", "changed", ("order",)),
        ("statements", "demo / 2", "changed", ("order",)),
    },
}


@pytest.fixture
def month(tmp_path: Path) -> dict[date, Any]:
    """The register as it was written out at the end of each day on which something changed."""
    first = date(2026, 10, 1)
    with on(first), acting(reason="Script"):
        sheets.load(tmp_path / "full", "full", FULL)
    written = {first: register(OrganisationScope("full"))}
    for day, change in MONTH.items():
        with on(day):
            change()
        written[day] = register(OrganisationScope("full"))
    return written


def past(day: date) -> PastScope:
    return PastScope("full", end_of(day, Organisation.objects.get(code="full")))


def test_the_register_of_every_day_is_the_one_that_was_written_out_then(
    month: dict[date, Any],
) -> None:
    OrganisationFactory.create()  # the rows of others are never in it
    for day, written in month.items():
        assert register(past(day)) == written, day
        assert register(past(day.replace(day=day.day + 1))) == written, day


def test_differences_of_two_days_name_every_row_and_column_that_changed(
    month: dict[date, Any],
) -> None:
    days = list(month)
    for before, after in pairwise(days):
        found = {
            (each.sheet, each.key, str(each.kind), tuple(sorted(c["field"] for c in each.changes)))
            for each in differences(past(before), past(after))
        }
        if after in WHAT_CHANGED:
            assert found == WHAT_CHANGED[after]
        else:
            removed = {(sheet, key) for sheet, key, kind, _columns in found if kind == "removed"}
            assert {("activities", "hosting"), ("purposes", "hosting")} <= removed
            assert ("customer_activities", "big / hosting") in removed
    assert differences(past(days[2]), past(days[2])) == []


def test_differences_the_other_way_round_take_everything_back(month: dict[date, Any]) -> None:
    first, last = min(month), max(month)
    forth, back = differences(past(first), past(last)), differences(past(last), past(first))

    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert sorted((e.sheet, turned[e.kind]) for e in back) == sorted(
        (e.sheet, e.kind) for e in forth
    )


def test_before_its_first_day_there_was_no_register(month: dict[date, Any]) -> None:
    assert past(date(2026, 9, 30)).organisation is None

    ran = sheets.run(
        *("export_register", "--organisation", "full"),
        *("--format", "json", "--as-of", "2026-09-30"),
    )

    assert ran.code == 2
    assert "its history begins on 2026-10-01" in ran.err


def test_a_day_that_has_not_come_is_no_day_of_the_register(month: dict[date, Any]) -> None:
    options = ("--organisation", "full", "--format", "json", "--as-of")

    ran = sheets.run("export_register", *options, "2999-01-01")

    assert (ran.code, ran.err) == (2, "2999-01-01 has not come yet. Choose an earlier day.")
    assert sheets.run("export_register", *options, str(timezone.localdate())).code == 0


def test_a_workbook_of_today_is_one_of_this_moment(month: dict[date, Any], tmp_path: Path) -> None:
    """Whoever changes the register this afternoon must not be overwritten tomorrow."""
    file = tmp_path / "today.xlsx"
    today = str(timezone.localdate())
    sheets.export("full", "xlsx", "--as-of", today, "-o", file)
    ProcessingActivity.objects.filter(code="demo").update(heading="Changed since")

    ran = sheets.import_register(file, "full")

    assert (ran.code, ran.result["changed"], ran.result["conflicts"]) == (0, 0, 0)
    assert ProcessingActivity.objects.get(code="demo").heading == "Changed since"


def test_the_command_tells_the_differences_of_two_days(month: dict[date, Any]) -> None:
    ran = sheets.run(
        *("diff_register", "--organisation", "full", "--json", "-"),
        *("--from", "2026-10-01", "--to", "2026-10-05"),
    )

    assert ran.code == 0
    assert [each["key"] for each in ran.result["differences"]] == ["demo"]
    assert "heading: “=Demo” → “Showing the product”" in ran.err


class TestContents:
    """The content of an activity is what an approval binds."""

    def test_it_is_the_same_from_the_history_as_from_the_rows(self, month: dict[date, Any]) -> None:
        demo = ProcessingActivity.objects.get(code="demo")

        assert content_of(demo, past(max(month))) == content_of(demo)

    def test_every_change_below_an_activity_changes_its_hash(self, month: dict[date, Any]) -> None:
        demo = ProcessingActivity.objects.get(code="demo")
        hashes = [sha256_of(content_of(demo, past(day))) for day in month]

        assert len(set(hashes[:-1])) == len(hashes) - 1
        assert hashes[-1] != hashes[-2], "its successor was taken away"

    def test_a_change_elsewhere_leaves_its_hash(self, month: dict[date, Any]) -> None:
        demo = ProcessingActivity.objects.get(code="demo")
        before = sha256_of(content_of(demo))
        Vendor.objects.update(note="Looked at.")
        ProcessingActivity.objects.filter(pk=demo.pk).update(review_on=date(2030, 1, 1))
        ProcessingActivity.objects.exclude(pk=demo.pk).update(note="Something else")

        assert sha256_of(content_of(demo)) == before
