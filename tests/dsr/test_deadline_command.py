import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dsr.management.commands.deadline import Command

EU = ("--regime", "EU_GDPR", "--received", "2026-03-05")


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(Command(stdout=out, stderr=StringIO()), *arguments)
    return out.getvalue()


def test_the_day_is_shown_with_every_step_to_it() -> None:
    shown = run(*EU, "--country", "DE")

    assert shown.splitlines() == [
        "1. The request was received on Thursday 5 March 2026, a day that is not counted. "
        "[Reg. 1182/71 Art. 3(1)]",
        "2. One month from receipt ends on Sunday 5 April 2026, the same day of the month. "
        "[GDPR Art. 12(3), Reg. 1182/71 Art. 3(2)(c)]",
        "3. 5 April 2026 is a Sunday, so the period ends with the next working day, "
        "Tuesday 7 April 2026. [Reg. 1182/71 Art. 3(4)]",
        "Last day to tell of an extension: 2026-04-07",
        "Answer due on: 2026-04-07 (EU_GDPR/2026-11)",
    ]


def test_without_a_country_it_says_that_no_holidays_were_applied() -> None:
    assert "No public holidays were applied; add --country to apply them." in run(*EU)


def test_json_on_standard_output_stands_alone() -> None:
    result = json.loads(run(*EU, "--json", "-"))

    assert result.keys() >= {"due_on", "acknowledge_by", "steps", "rule_version"}
    assert result["due_on"] == "2026-04-06"
    assert result["acknowledge_by"] is None
    assert [step["day"] for step in result["steps"]] == ["2026-03-05", "2026-04-05", "2026-04-06"]
    assert all(step["rule"] and step["text"] for step in result["steps"])


def test_json_in_a_file_comes_with_the_explanation_on_screen(tmp_path: Path) -> None:
    shown = run(*EU, "--extended", "--json", str(tmp_path / "deadline.json"))

    assert json.loads((tmp_path / "deadline.json").read_text())["due_on"] == "2026-06-05"
    assert "Answer due on: 2026-06-05" in shown


def test_several_pauses_can_follow_one_option_or_each_its_own() -> None:
    pauses = ("2026-03-10..2026-03-14", "2026-03-20..2026-03-21")

    together = run(*EU, "--paused", *pauses)
    apart = run(*EU, "--paused", pauses[0], "--paused", pauses[1])

    assert together == apart
    assert "Answer due on: 2026-04-13" in together  # Sunday 12 April


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("--regime", "XX", "--received", "2026-03-05"),
            "'XX' is not known; write one of: EU_GDPR",
        ),
        (("--regime", "EU_GDPR", "--received", "soon"), "'soon' is no day: write it as"),
        (("--regime", "EU_GDPR", "--received", "9999-12-15"), "ends after the year 9999"),
        ((*EU, "--country", "XX"), "no calendar for country 'XX'"),
        ((*EU, "--country", "DE", "--subdivision", "XX"), "subdivision 'XX' of DE"),
        ((*EU, "--paused", "2026-03-10"), "is no pause: write it as"),
        ((*EU, "--paused", "2026-03-10..later"), "'later' is no day"),
        ((*EU, "--paused", "2026-03-14..2026-03-10"), "ends before it starts"),
        ((*EU, "--paused", "2026-03-01..2026-03-10"), "starts before the request"),
        ((*EU, "--json", "/nowhere/deadline.json"), "cannot be written"),
    ],
)
def test_wrong_arguments_end_with_code_2_and_a_sentence(
    arguments: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence) as refused:
        run(*arguments)

    assert refused.value.returncode == 2
    assert str(refused.value).endswith(".")
