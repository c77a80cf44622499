"""The demo registers, and the facts about them: counts, codes, periods and bases."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from ropa.choices.register import FacetState
from tests import sheets

ORGANISATIONS = ("qwak", "quali", "qwasi", "clique", "qontak")
FACTS = Path(__file__).resolve().parent.parent / "facts" / "registers.json"
TABLES = Path(os.environ.get("REGISTERS") or sheets.DEMO.parent.parent / "shared" / "registers")

Facts = dict[str, Any]
Rows = list[dict[str, str]]


def export_all(export: Callable[[str], Any] = sheets.export_json) -> dict[str, Any]:
    """Load every demo organisation through the commands, return its export, leave nothing."""
    with transaction.atomic():
        assert sheets.run("load_reference").code == 0
        registers = {}
        for organisation in ORGANISATIONS:
            demo = sheets.DEMO / organisation
            _accepted(sheets.import_register(demo, organisation))
            _accepted(sheets.import_vendors(demo / "vendor_list.csv", organisation))
            _accepted(sheets.import_register(demo / "transfers", organisation))
            registers[organisation] = export(organisation)
        transaction.set_rollback(True)
    return registers


def _accepted(ran: sheets.Ran) -> None:
    assert ran.code == 0, ran.out + ran.err


def lines_of(register: Any) -> list[tuple[Any, Any]]:
    return [
        (activity, line) for activity in register["activities"] for line in activity["purposes"]
    ]


def entries(line: Any) -> list[str]:
    """The recipients as the source lists them: a spelling of two products is one entry."""
    names = [value.get("spelling") or value["class"] for value in line["recipients"]["values"]]
    return list(dict.fromkeys(names))


def facts_of_register(register: Any) -> Facts:
    """The facts about a register as the product exports it."""
    return {
        "lines": {
            line["code"]: _facts_of_line(activity, line) for activity, line in lines_of(register)
        },
        "vendors": len(register["vendors"]),
        "spellings": len({use["spelling"] for each in register["vendors"] for use in each["uses"]}),
        "transfers": {
            each["code"]: [each["kind"], *(guard["mechanism"] for guard in each["safeguards"])]
            for each in register["transfers"]
        },
        "rules": {
            each["code"]: [each["period"], each["bound"], each["action"], *each["triggers"]]
            for each in register["retention_rules"]
        },
        "rights": {each["code"]: each["right"] for each in register["rights"]},
    }


def _facts_of_line(activity: Any, line: Any) -> Facts:
    is_own = line["recipients"]["state"] == FacetState.GIVEN
    return {
        "role": activity["role"],
        "kind": activity["kind"],
        "data_subjects": len(line["data_subjects"]["values"]),
        "data_categories": len(line["data_categories"]["values"]),
        "purposes": len(line["purposes"]["values"]),
        "recipients": len(entries(line)) if is_own else 0,
        "consequences": len(line["consequences"]["values"]),
        "bases": [value["basis"] for value in line["legal_bases"]["values"]],
        "periods": [value["period"] for value in line["period"]["values"] if value["period"]],
    }


def facts_of_tables(organisation: str, table: Callable[[str], Rows]) -> Facts:
    """The same facts about the tables that people made from the notice."""
    vendors = table("vendors")
    return {
        "lines": {row["activity_code"]: _facts_of_row(row) for row in table("activities")},
        "vendors": len({row["normalised_name"] for row in vendors}),
        "spellings": len({row["name_as_spelled"] for row in vendors}),
        "transfers": {
            row["transfer_id"]: [row["kind"], *split(row["mechanism"].lower())]
            for row in table("transfers")
        },
        "rules": {
            row["retention_id"]: [
                row["duration_iso"],
                "open" if row["bound"] == "indefinite" else row["bound"],
                row["action"],
                *split(row["trigger"]),
            ]
            for row in table("retention")
        },
        "rights": {row["right_id"]: row["right"].partition(" ")[0] for row in table("rights")},
    }


def _facts_of_row(row: dict[str, str]) -> Facts:
    return {
        "role": row["role"] or "not_stated",
        "kind": row["row_kind"],
        "data_subjects": len(split(row["data_subject_categories"])),
        "data_categories": len(split(row["data_categories"])),
        "purposes": len(split(row["purposes"])),
        "recipients": len([name for name in split(row["recipients"]) if name != "None"]),
        "consequences": len(split(row["consequences_of_not_providing"])),
        "bases": split(row["legal_bases"].replace("-", "_")),
        "periods": split(row["storage_period_iso"]),
    }


def split(cell: str) -> list[str]:
    return [value.strip() for value in cell.split(";") if value.strip()]


def table_of(organisation: str) -> Callable[[str], Rows]:
    return lambda name: sheets.read(TABLES / organisation / f"{name}.csv")
