"""The command tells gaps with counts and exit codes that scripts rely on."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from ropa.choices.register import FacetState
from ropa.models import FACETS, ActivityMeasure, ActivitySource, DpiaScreening, Organisation
from tests import factories as make
from tests.factories import SOME_DAY

pytestmark = pytest.mark.django_db


def check(*arguments: str) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("check_register", *arguments, "--on", "2026-11-22", stdout=out)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue()
    return 0, out.getvalue()


def complete() -> Organisation:
    """A register of one activity without a gap."""
    states = {f"{facet}_state": FacetState.NONE for facet in FACETS}
    activity = make.PurposeFactory.create(activity__role="controller", **states).activity
    ActivityMeasure.objects.create(activity=activity, measure=make.MeasureFactory.create())
    ActivitySource.objects.create(activity=activity, source="person")
    DpiaScreening.objects.create(
        activity=activity, result="not_needed", screened_on=SOME_DAY, reviewer="Officer"
    )
    where = {"address": "Street 1", "country": "DE", "is_main": True}
    make.EntityFactory.create(organisation=activity.organisation, **where)
    return activity.organisation


def test_gaps_end_with_one_and_are_told_by_verdict_with_their_source(
    full: Organisation, tmp_path: Path
) -> None:
    file = tmp_path / "gaps.json"

    code, said = check("--organisation", "full", "--json", str(file))

    assert code == 1
    assert "Art. 30: not complete" in said
    assert "Retention rule without a trigger [template.rule_trigger; Our template – Art." in said
    result: Any = json.loads(file.read_text())["registers"][0]
    assert result["complete"] == {"art30": False, "template": False}
    assert len(result["gaps"]) == sum(result["counts"].values())
    assert {"demo", "hosting"} <= set(result["activities"])
    assert {"code", "verdict", "sheet", "key", "sentence", "source", "activities"} == set(
        result["gaps"][0]
    )


def test_a_complete_register_ends_with_zero_whatever_the_remarks() -> None:
    code, said = check("--organisation", complete().code)

    assert code == 0
    assert "Art. 30: complete" in said
    assert "Our template: complete" in said
    assert "No data protection officer" in said


def test_without_an_organisation_every_register_is_checked() -> None:
    first, second = complete(), make.OrganisationFactory.create()

    code, said = check()

    assert code == 1
    assert first.name in said
    assert second.name in said


def test_it_says_what_was_missing_on_an_earlier_day(full: Organisation) -> None:
    with pytest.raises(CommandError, match="no register") as refused:
        check("--organisation", "full", "--as-of", "2020-01-01")

    assert refused.value.returncode == 2


def test_what_it_cannot_check_it_refuses_with_two() -> None:
    for arguments in ((), ("--organisation", "nobody")):
        with pytest.raises(CommandError, match="There is no organisation") as refused:
            check(*arguments)
        assert refused.value.returncode == 2
