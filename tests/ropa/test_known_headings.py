"""The header of a list whose headings nobody knows but the officer who mapped them."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ropa.models import Organisation, VendorSource
from ropa.services import list_imports
from ropa.services.list_imports import Upload
from ropa.services.vendor_import import known_headings, open_list
from tests.factories import SourceFactory
from tests.ropa.vendor_files import make_register

# Its first line is as wide as the header, and no heading is one that anybody else uses.
LIST = b"Stand,Mai,intern\nWerkzeugkasten,Wozu dient es,Merkmal\nExample One,hosting,x\n"
MAPPING = {"Werkzeugkasten": "name", "Wozu dient es": "service"}
REMEMBERED = {"werkzeugkasten": "name", "wozudientes": "service", "merkmal": ""}

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Organisation:
    return make_register()


@pytest.fixture
def source(ours: Organisation) -> VendorSource:
    return SourceFactory.create(organisation=ours, mapping=REMEMBERED)


def test_headings_that_are_mapped_show_where_the_header_is() -> None:
    table, columns = open_list(LIST, filename="list.csv", mapping=MAPPING)

    assert [row.cells[0] for row in table.rows] == ["Example One"]
    assert columns == {"name": 0, "service": 1}


def test_headings_of_the_last_time_show_where_the_header_is(source: VendorSource) -> None:
    table, columns = open_list(LIST, filename="list.csv", mapping={}, source=source)

    assert [row.line for row in table.rows] == [3]
    assert columns == {"name": 0, "service": 1}


def test_the_line_with_most_of_them_is_the_header_and_not_the_first_with_one(
    source: VendorSource,
) -> None:
    data = b"Merkmal,Werkzeugkasten,2026\n" + LIST

    table, _columns = open_list(data, filename="list.csv", mapping={}, source=source)

    assert table.header == ["Werkzeugkasten", "Wozu dient es", "Merkmal"]


@pytest.mark.parametrize("column", ["A", "1", " b "])
def test_a_letter_or_number_of_a_column_is_not_looked_for_in_the_lines(column: str) -> None:
    data = b"Vendor,Service\nExample One,A\nExample Two,1\nExample Three,b\n"

    table, _columns = open_list(data, filename="list.csv", mapping={column: "name"})

    assert known_headings(None, {column: "name"}) == []
    assert len(table.rows) == 3


def test_a_worker_finds_the_header_by_the_source(
    source: VendorSource, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    record = list_imports.ask(
        Upload(LIST, "list.csv"),
        organisation=source.organisation,
        source=source,
        by=None,
        at=datetime(2026, 11, 22, tzinfo=UTC),
    )

    list_imports.step(record.pk, on=date(2026, 11, 22), at=datetime(2026, 11, 22, tzinfo=UTC))

    record.refresh_from_db()
    assert (record.read, record.created) == (1, 1)


def test_the_page_finds_the_header_by_the_source(back_office: Client, source: VendorSource) -> None:
    page = back_office.post(
        reverse("admin:ropa_vendor_import"),
        {
            "organisation": source.organisation.pk,
            "chosen_source": source.pk,
            "import_file": SimpleUploadedFile("list.csv", LIST),
            "sheet": "",
        },
    )

    assert "1 row read: 1 created" in " ".join(page.content.decode().split())
