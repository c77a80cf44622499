"""The demo registers against the facts, and against the tables where these are at hand.

`tests/facts/registers.json` holds counts, codes, periods and bases. `REGISTERS` names the
folder of the tables; without it, `../shared/registers` beside the checkout is looked at.
"""

import json
from typing import Any

import pytest

from tests.ropa.registers import (
    FACTS,
    ORGANISATIONS,
    TABLES,
    entries,
    export_all,
    facts_of_register,
    facts_of_tables,
    lines_of,
    split,
    table_of,
)

# Short names that our wording changed; all other names of one or two words were kept.
REWORDED = {"information received", "your files"}

each_organisation = pytest.mark.parametrize("organisation", ORGANISATIONS)


@pytest.fixture(scope="module")
def registers(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    with django_db_blocker.unblock():
        return export_all()


@pytest.fixture(scope="module")
def facts() -> Any:
    return json.loads(FACTS.read_text(encoding="utf-8"))


@each_organisation
def test_the_register_agrees_with_the_facts(registers: Any, facts: Any, organisation: str) -> None:
    found = facts_of_register(registers[organisation])

    assert found == facts[organisation]
    assert list(found["lines"]) == list(facts[organisation]["lines"])  # the order, too


@each_organisation
def test_the_facts_agree_with_the_tables_where_these_are(facts: Any, organisation: str) -> None:
    table = table_of(organisation) if TABLES.is_dir() else None
    expected = facts_of_tables(organisation, table) if table else facts[organisation]

    assert facts[organisation] == expected
    assert list(facts[organisation]["lines"]) == list(expected["lines"])


@each_organisation
def test_short_names_of_the_tables_are_kept(registers: Any, organisation: str) -> None:
    rows = {row["activity_code"]: row for row in table_of(organisation)("activities")}
    different = set()
    for _activity, line in lines_of(registers[organisation]):
        row = rows.get(line["code"], {})
        for column, facet in (
            ("data_categories", "data_categories"),
            ("data_subject_categories", "data_subjects"),
        ):
            theirs = split(row.get(column, ""))
            ours = [value["wording"] for value in line[facet]["values"]]
            different |= {
                name
                for name, wording in zip(theirs, ours, strict=False)
                if len(name.split()) <= 2 and name.casefold() != wording.casefold()
            }

    assert different <= REWORDED


@each_organisation
def test_named_recipients_stand_in_the_order_of_the_tables(
    registers: Any, organisation: str
) -> None:
    spellings = {row["name_as_spelled"] for row in table_of(organisation)("vendors")}
    rows = {row["activity_code"]: row for row in table_of(organisation)("activities")}
    for _activity, line in lines_of(registers[organisation]):
        if line["code"] not in rows or line["recipients"]["state"] == "inherited":
            continue
        theirs = [name for name in split(rows[line["code"]]["recipients"]) if name in spellings]

        assert [name for name in entries(line) if name in spellings] == theirs, line["code"]


@each_organisation
def test_vendors_have_the_names_and_spellings_of_the_tables(
    registers: Any, organisation: str
) -> None:
    rows = table_of(organisation)("vendors")
    vendors = registers[organisation]["vendors"]
    third_parties = {row["normalised_name"] for row in rows if row["role"] != "self"}

    if rows:
        assert {each["name"] for each in vendors if not each["is_own_product"]} == third_parties
        assert {use["spelling"] for each in vendors for use in each["uses"]} == {
            row["name_as_spelled"] for row in rows
        }
    assert all(
        {use["spelling"] for use in each["uses"]} <= set(each["aliases"]) for each in vendors
    )


def test_seven_years_are_a_minimum_for_qwak(registers: Any) -> None:
    rules = registers["qwak"]["retention_rules"]

    assert [rule["bound"] for rule in rules if rule["period"] == "P7Y"] == ["min"]


def test_the_logs_of_quali_have_two_periods(registers: Any) -> None:
    lines = {line["code"]: line for _activity, line in lines_of(registers["quali"])}
    periods = {
        code: [value["period"] for value in lines[code]["period"]["values"] if value["period"]]
        for code in ("quali-website-browse", "quali-torque-browse")
    }

    assert periods["quali-website-browse"] == ["P60D"]
    assert "P360D" in periods["quali-torque-browse"]


def test_qwasi_says_nothing_of_vendors_periods_or_transfers(registers: Any) -> None:
    register = registers["qwasi"]

    assert not register["vendors"]
    assert not register["retention_rules"]
    assert not register["transfers"]
    assert {line["period"]["state"] for _activity, line in lines_of(register)} == {"not_stated"}
