"""What retention gives to an authority pack: the schedule, and the evidence as it is kept."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.storage import default_storage
from openpyxl import load_workbook

from retention.models import DataSetRule, PurgeRun
from retention.services.pack import retention_part
from ropa.choices.retention import Bound
from ropa.export.wanted import Wanted
from ropa.models import Organisation
from ropa.resources import OrganisationScope, PastScope
from ropa.services.pack import Asked, Part
from tests.factories import RuleFactory
from tests.retention.stores import TODAY

pytestmark = pytest.mark.django_db


def part_of(organisation: Organisation, scope: OrganisationScope | None = None) -> Part:
    wanted = Wanted(scope=scope or OrganisationScope(organisation.code), written_on=TODAY)
    moment = datetime(2026, 11, 22, 9, tzinfo=UTC)
    return retention_part(Asked(organisation=organisation, wanted=wanted, written_at=moment))


def rows(part: Part, name: str) -> list[tuple[Any, ...]]:
    (data,) = [file.data for file in part.files if file.name == name]
    return list(load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True))[1:]


def test_each_rule_says_whether_and_where_it_is_carried_out(target: DataSetRule) -> None:
    organisation = target.rule.organisation
    RuleFactory.create(organisation=organisation, code="Z-MIN", bound=Bound.MIN, period="P7Y")
    schedule = rows(part_of(organisation), "retention-schedule.xlsx")

    first, second = schedule
    assert first[0] == target.rule.code
    assert first[2] == "P60D"
    assert first[10] == f"yes, on {target.data_set} in {target.data_set.store}"
    assert (second[0], second[10]) == ("Z-MIN", "no")


def test_the_sentence_of_a_rule_names_its_period(target: DataSetRule) -> None:
    target.rule.statement = "Gone after {period}."
    target.rule.save()
    (row,) = rows(part_of(target.rule.organisation), "retention-schedule.xlsx")

    assert row[7] == "Gone after 60 days."


def test_a_rule_that_only_keeps_rows_says_why_it_purges_none(target: DataSetRule) -> None:
    target.rule.bound = Bound.MIN
    target.rule.save()
    (row,) = rows(part_of(target.rule.organisation), "retention-schedule.xlsx")

    assert row[10].startswith("no purge of ")


def test_the_evidence_file_is_handed_on_as_it_is_kept(done: PurgeRun) -> None:
    part = part_of(done.plan.target.rule.organisation)
    (row,) = rows(part, "purges.xlsx")
    (evidence,) = [file for file in part.files if file.name.startswith("evidence/")]

    with default_storage.open(done.report_file) as kept:
        assert evidence.data == kept.read()
    assert row[2] == str(done)
    assert row[7] == done.destroyed_count > 0
    assert row[11:] == (evidence.name, done.report_sha256)
    assert part.cannot_tell == ()


def test_a_missing_or_changed_evidence_file_is_told(done: PurgeRun) -> None:
    organisation = done.plan.target.rule.organisation
    with default_storage.open(done.report_file, "wb") as kept:
        kept.write(b"{}")
    assert "has changed since it was written" in part_of(organisation).cannot_tell[0]

    default_storage.delete(done.report_file)
    assert "is missing from the storage" in part_of(organisation).cannot_tell[0]


def test_of_a_day_before_the_purge_there_is_no_purge(drafted: Any) -> None:
    organisation = drafted.target.rule.organisation
    scope = PastScope(organisation.code, datetime.now(UTC))
    PurgeRun.objects.create(plan=drafted, data_set=drafted.target.data_set)

    assert rows(part_of(organisation, scope), "purges.xlsx") == []
    now = part_of(organisation)
    assert len(rows(now, "purges.xlsx")) == 1
    assert now.cannot_tell == (f"Run {PurgeRun.objects.get()} has no evidence file yet.",)
