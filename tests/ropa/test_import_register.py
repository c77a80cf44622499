from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from ropa.choices.register import FacetState, Role
from ropa.models import (
    Organisation,
    ProcessingActivity,
    Purpose,
    PurposeStatement,
    RuleTrigger,
)
from tests import sheets
from tests.factories import (
    ActivityFactory,
    RuleFactory,
)
from tests.ropa.samples import ACME

pytestmark = pytest.mark.django_db


def test_a_folder_makes_the_organisation_and_accounts_for_every_row(tmp_path: Path) -> None:
    ran = sheets.import_register(sheets.write(tmp_path, **ACME), "acme")

    assert ran.code == 0
    assert ran.result["added"] == len(ran.result["rows"]) == 6
    assert ran.result["written"] is True
    assert ProcessingActivity.objects.get(code="payroll").role == Role.PROCESSOR
    assert Purpose.objects.get(code="payroll").statements_state == FacetState.NOT_STATED


def test_a_second_import_changes_nothing_and_writes_no_history(acme: Path) -> None:
    written = ProcessingActivity.history.count() + PurposeStatement.history.count()

    ran = sheets.import_register(acme, "acme")

    assert ran.result["unchanged"] == len(ran.result["rows"]) == 6
    assert ProcessingActivity.history.count() + PurposeStatement.history.count() == written


def test_a_change_is_shown_and_the_history_says_which_file_made_it(acme: Path) -> None:
    sheets.write(acme, activities=[{"code": "payroll", "heading": "Wages", "order": "2"}])

    ran = sheets.import_register(acme, "acme")

    changed = [row for row in ran.result["rows"] if row["outcome"] == "changed"]
    assert [row["changes"] for row in changed] == [
        [{"field": "heading", "old": "Paying wages", "new": "Wages"}]
    ]
    last = ProcessingActivity.history.filter(code="payroll").latest()
    assert last.history_change_reason == "Import of acme"


def test_a_dry_run_shows_the_same_and_writes_nothing(tmp_path: Path) -> None:
    folder = sheets.write(tmp_path, **ACME)

    dry = sheets.import_register(folder, "acme", "--dry-run")

    assert dry.code == 0
    assert not Organisation.objects.exists()
    assert not Organisation.history.exists()
    real = sheets.import_register(folder, "acme")
    assert dry.result["rows"] == real.result["rows"]
    assert dry.result["digest"] == real.result["digest"]


def test_a_sheet_that_is_missing_and_a_row_that_is_left_out_stay_as_they_are(acme: Path) -> None:
    (acme / "statements.csv").unlink()
    sheets.write(acme, activities=ACME["activities"][:1])

    ran = sheets.import_register(acme, "acme")

    assert ran.code == 0
    assert ran.result["removed"] == 0
    assert PurposeStatement.objects.exists()
    assert ProcessingActivity.objects.count() == 2


def test_one_refused_row_stops_the_whole_file(tmp_path: Path) -> None:
    wrong = [*ACME["activities"], {"code": "x", "heading": "X", "role": "boss", "order": "3"}]
    folder = sheets.write(tmp_path, **{**ACME, "activities": wrong})

    assert sheets.refused(folder) == [
        'activities 4 role: "boss" is not one of: controller, processor, joint, not_stated.'
    ]
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("sheet", "row", "sentence"),
    [
        ("activities", {"code": "x", "heading": ""}, "heading: This field cannot be blank."),
        ("activities", {"code": "a b", "heading": "X"}, "code: A code is made of letters"),
        ("activities", {"code": "", "heading": "X"}, "code: give a value; rows are found by it."),
        ("activities", {"code": "x", "heading": "X", "order": "first"}, "is no whole number"),
        (
            "purposes",
            {"code": "x", "activity": "elsewhere"},
            'activity: there is no processing activity "elsewhere".',
        ),
        (
            "statements",
            {"purpose": "enquiries", "order": "", "text": "X"},
            "order: give a value; rows are found by it.",
        ),
        (
            "rules",
            {"code": "R1", "data_class": "logs", "bound": "exact", "action": "delete"}
            | {"period": "soon"},
            "period: 'soon' is not a period; write whole years",
        ),
        (
            "rules",
            {"code": "R1", "data_class": "logs", "bound": "min", "action": "delete"},
            "A minimum needs its period.",
        ),
        (
            "rules",
            {"code": "R1", "data_class": "logs", "bound": "open", "action": "delete"}
            | {"review_on": "next spring"},
            'review_on: "next spring" is no day: write it as 2026-11-22.',
        ),
        (
            "rules",
            {"code": "R1", "data_class": "logs", "bound": "open", "action": "delete"}
            | {"triggers": "creation;sunrise"},
            'triggers: "sunrise" is not one of: account_closure',
        ),
        (
            "entities",
            {"code": "x", "legal_name": "X", "is_main": "perhaps"},
            'is_main: "perhaps" is neither yes nor no.',
        ),
        ("entities", {"code": "x", "legal_name": "X", "country": "de"}, "ISO 3166"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_cell_is_refused_with_sheet_line_and_column(
    acme: Path, sheet: str, row: dict[str, str], sentence: str
) -> None:
    found = sheets.refused(sheets.write(acme.parent / "wrong", **{sheet: [row]}))

    assert len(found) == 1
    assert found[0].startswith(f"{sheet} 2 ")
    assert sentence in found[0]


def test_the_same_code_twice_is_refused_with_both_lines(acme: Path) -> None:
    rows = [{"code": "new", "heading": "One"}, {"code": "new", "heading": "Two"}]

    found = sheets.refused(sheets.write(acme.parent / "twice", activities=rows))

    assert found == ['activities 3 duplicate codes: "new" stands on line 2 and on line 3.']


def test_what_names_a_refused_row_says_so(acme: Path) -> None:
    folder = sheets.write(
        acme.parent / "wrong",
        activities=[{"code": "new", "heading": ""}],
        purposes=[{"code": "new", "activity": "new"}],
    )

    assert sheets.refused(folder)[1] == (
        'purposes 2 activity: the processing activity "new" is refused itself.'
    )


def test_codes_of_another_organisation_are_unknown(acme: Path) -> None:
    ActivityFactory.create(code="theirs")

    found = sheets.refused(
        sheets.write(acme.parent / "x", purposes=[{"code": "x", "activity": "theirs"}])
    )

    assert found == ['purposes 2 activity: there is no processing activity "theirs".']


def test_the_same_code_in_another_organisation_is_another_row(acme: Path) -> None:
    theirs = ActivityFactory.create(code="enquiries", heading="Theirs")

    sheets.import_register(acme, "acme")

    theirs.refresh_from_db()
    assert theirs.heading == "Theirs"


def test_the_triggers_of_a_rule_follow_their_cell(acme: Path) -> None:
    rule = RuleFactory.create(organisation=Organisation.objects.get(code="acme"), code="R1")
    for order, trigger in enumerate(("creation", "hired"), start=1):
        RuleTrigger.objects.create(rule=rule, order=order, trigger=trigger)
    row = {"code": "R1", "data_class": rule.data_class, "triggers": "migration;creation"}

    ran = sheets.import_register(sheets.write(acme.parent / "rules", rules=[row]), "acme")

    assert ran.result["rows"][0]["changes"] == [
        {"field": "triggers", "old": "creation;hired", "new": "migration;creation"}
    ]
    assert [each.trigger for each in rule.triggers.all()] == ["migration", "creation"]
    assert RuleTrigger.history.filter(trigger="hired", history_type="-").exists()


def test_a_line_may_stand_before_the_line_it_inherits_from(acme: Path) -> None:
    rows = [
        {"code": "c", "activity": "payroll", "recipients_state": "inherited"}
        | {"inherits_from": "b"},
        {"code": "b", "activity": "payroll", "recipients_state": "inherited"}
        | {"inherits_from": "a"},
        {"code": "a", "activity": "payroll", "recipients_state": "none", "inherits_from": ""},
    ]

    ran = sheets.import_register(sheets.write(acme.parent / "heirs", purposes=rows), "acme")

    assert ran.result["added"] == 3
    assert Purpose.objects.filter(code="c", inherits_from__code="b").exists()


def test_the_largest_demo_register_takes_few_queries_a_row(
    django_assert_max_num_queries: DjangoAssertNumQueries, tmp_path: Path
) -> None:
    sheets.run("load_reference")

    with django_assert_max_num_queries(793 * 5 + 150):
        ran = sheets.import_register(sheets.DEMO / "quali", "quali")

    assert ran.code == 0
    with django_assert_max_num_queries(100):
        again = sheets.import_register(sheets.DEMO / "quali", "quali")
    assert again.result["unchanged"] == ran.result["added"]


def test_people_read_what_a_dry_run_would_change(acme: Path) -> None:
    sheets.write(acme, activities=[{"code": "payroll", "heading": "Wages", "order": "2"}])

    ran = sheets.run("import_register", acme, "--organisation", "acme", "--dry-run")

    first, *lines = ran.out.splitlines()
    assert "does not say from which state of the register it was written" in first
    assert lines == [
        "changed: activities, line 2 (payroll) – heading: Paying wages → Wages",
        "0 added, 1 changed, 0 removed, 0 conflicts, 0 refused, 4 unchanged",
        "1 row of the register is not in the file; it stays as it is.",
        "Nothing was written: this was a dry run.",
    ]
