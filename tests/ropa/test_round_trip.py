"""What is exported comes back as it was: the demo registers, and registers made at random."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from config.widgets import ChoiceWidget
from ropa.export import workbook
from ropa.export.json import register
from ropa.export.sheets import as_workbook
from ropa.resources import SHEETS, OrganisationScope
from ropa.services.register_import import RegisterFile, import_register, read_upload
from ropa.vendor_lists.table import Row, Table
from tests import sheets
from tests.ropa.random_registers import CODE, Register, registers

pytestmark = pytest.mark.django_db

FORMS = (("xlsx", "register.xlsx"), ("csv", "register.zip"), ("json", "register.json"))
DEMOS = sorted(each.name for each in sheets.DEMO.iterdir() if each.is_dir())
# The same registers every time: a machine that decides must decide the same twice.
bounded = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("code", DEMOS)
def test_every_form_of_a_demo_register_comes_back_without_a_change(
    code: str, tmp_path: Path
) -> None:
    sheets.run("load_reference")
    assert sheets.import_register(sheets.DEMO / code, code).code == 0
    sheets.import_vendors(sheets.DEMO / code / "vendor_list.csv", code)
    assert sheets.import_register(sheets.DEMO / code / "transfers", code).code == 0

    for form, name in FORMS:
        assert sheets.export(code, form, "-o", tmp_path / name).code == 0
        ran = sheets.import_register(tmp_path / name, code)

        assert ran.code == 0, ran.out
        assert ran.result["unchanged"] == len(ran.result["rows"]) > 100
        assert (ran.result["left_out"], ran.result["messages"]) == (0, [])


@pytest.fixture
def catalogues(db: None) -> None:
    sheets.run("load_reference")


@bounded
@given(drawn=registers())
def test_a_register_at_random_comes_back_into_an_empty_database(
    catalogues: None, drawn: Register
) -> None:
    with transaction.atomic():
        rows = _write(drawn)
        assert rows > len(SHEETS) / 2, "too much of it contradicted itself"
        before = register(OrganisationScope(CODE))
        files = {"r.json": _json(before), "r.xlsx": as_workbook(workbook.sheets(_scope()))}
        for name, data in files.items():
            assert _outcomes(name, data) == {"unchanged": rows}
        transaction.set_rollback(True)

    for name, data in files.items():
        with transaction.atomic():
            assert _outcomes(name, data) == {"added": rows}
            assert register(OrganisationScope(CODE)) == before
            transaction.set_rollback(True)


def test_every_value_of_every_closed_list_is_written_as_it_is_read() -> None:
    for kind in SHEETS.values():
        for column, field in kind.fields.items():
            if isinstance(field.widget, ChoiceWidget):
                for value, _label in field.widget.choices:
                    read = field.widget.clean(str(value))
                    assert field.widget.render(read) == value, f"{kind.__name__}.{column}"


def _scope() -> OrganisationScope:
    return OrganisationScope(CODE)


def _write(drawn: Register) -> int:
    """Import the rows that do not contradict themselves; return how many there are."""
    while True:
        report = import_register(_file(drawn), organisation=CODE)
        if not report.refused:
            return len(report.rows)
        refused = {(row.sheet, row.line) for row in report.refused}
        drawn = {
            sheet: [row for line, row in enumerate(rows, start=2) if (sheet, line) not in refused]
            for sheet, rows in drawn.items()
        }


def _file(drawn: Register) -> RegisterFile:
    tables = {sheet: _table(sheet, rows) for sheet, rows in drawn.items()}
    return RegisterFile("drawn", tables, digest="")


def _table(sheet: str, rows: Iterable[dict[str, str]]) -> Table:
    header = list(SHEETS[sheet]._meta.fields)
    cells = [[row[column] for column in header] for row in rows]
    found = [Row(line, each, []) for line, each in enumerate(cells, start=2)]
    return Table(header, found, encoding="utf-8", separator=",", messages=[])


def _json(node: Any) -> bytes:
    return json.dumps(node, cls=DjangoJSONEncoder, ensure_ascii=False).encode()


def _outcomes(name: str, data: bytes) -> dict[str, int]:
    report = import_register(read_upload(data, filename=name), organisation=CODE)
    assert not report.refused, [(row.sheet, row.key, row.messages) for row in report.refused]
    return {outcome: count for outcome, count in report.counts.items() if count}
