import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from io import BytesIO
from os import urandom
from typing import Any

import pytest
from openpyxl import Workbook

from ropa.vendor_lists.reading import Table, UnreadableFile, read_table

HEADER = ("name", "service", "signed on")


def workbook(rows: Iterable[Iterable[Any]], **sheets: Iterable[Iterable[Any]]) -> bytes:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "Vendors"
    for row in rows:
        first.append(list(row))
    for title, others in sheets.items():
        sheet = book.create_sheet(title)
        for row in others:
            sheet.append(list(row))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed(data: bytes, parts: dict[str, bytes]) -> bytes:
    """The workbook with `parts` replaced or added."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name), zipfile.ZIP_DEFLATED)
        for name, content in parts.items():
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def sheet_of(xml: str) -> bytes:
    """A workbook whose first sheet has `xml` as its data."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f'<worksheet xmlns="{main}"><sheetData>{xml}</sheetData></worksheet>'
    return changed(workbook([HEADER]), {"xl/worksheets/sheet1.xml": text.encode()})


def read(data: bytes, sheet: str | None = None) -> Table:
    return read_table(data, filename="vendors.xlsx", sheet=sheet)


def refusal(data: bytes, sheet: str | None = None) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(data, sheet)
    return str(caught.value)


class TestCells:
    def test_days_become_iso_text_and_whole_numbers_lose_their_zero(self) -> None:
        rows = [
            ("AWS", 12.0, datetime.fromisoformat("2024-06-02")),
            ("Azure", 0.5, date(2019, 6, 7)),
            ("Wix", 7, datetime.fromisoformat("2021-09-01T13:30")),
            ("Zoom", True, time(9, 15)),
        ]

        table = read(workbook([HEADER, *rows]))

        assert [row.cells for row in table.rows] == [
            ["AWS", "12", "2024-06-02"],
            ["Azure", "0.5", "2019-06-07"],
            ["Wix", "7", "2021-09-01T13:30:00"],
            ["Zoom", "TRUE", "09:15:00"],
        ]

    def test_rows_are_known_by_their_row_in_the_sheet(self) -> None:
        table = read(workbook([(), HEADER, ("AWS",), (), ("Wix", "site")]))

        assert [(row.line, row.cells) for row in table.rows] == [
            (3, ["AWS", "", ""]),
            (5, ["Wix", "site", ""]),
        ]

    def test_a_row_of_a_sheet_is_never_too_short(self) -> None:
        assert read(workbook([HEADER, ("AWS",)])).rows[0].messages == []

    def test_text_beyond_the_header_is_set_aside(self) -> None:
        (row,) = read(workbook([HEADER, ("AWS", "", "", "left", "over")])).rows

        assert row.surplus == "left; over"
        assert "has 2 cells more than the header" in row.messages[0]

    def test_a_neutralised_formula_is_read_as_the_text_it_is(self) -> None:
        assert read(workbook([HEADER, ("'=1+1",)])).rows[0].cells[0] == "'=1+1"

    def test_a_formula_without_a_stored_result_is_empty_and_said(self) -> None:
        (row,) = read(workbook([HEADER, ("AWS", "=1+1")])).rows

        assert row.cells == ["AWS", "", ""]
        assert "Column B holds a formula without a stored result" in row.messages[0]

    def test_a_formula_with_a_stored_result_counts_with_it(self) -> None:
        xml = (
            '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
            '<row r="2"><c r="A2" t="str"><f>UPPER("aws")</f><v>AWS</v></c></row>'
        )

        (row,) = read(sheet_of(xml)).rows

        assert (row.cells, row.messages) == (["AWS"], [])

    def test_an_error_of_the_spreadsheet_is_empty_and_said(self) -> None:
        (row,) = read(workbook([HEADER, ("AWS", "#REF!")])).rows

        assert row.cells[1] == ""
        assert row.messages == ["Column B holds the error #REF! and was taken as empty."]

    def test_characters_that_excel_writes_in_its_own_way_come_back(self) -> None:
        table = read(workbook([HEADER, ("'_x000D_=1", "_x005F_x000D_", "_xABCD_")]))

        assert table.rows[0].cells == ["'\r=1", "_x000D_", "_xABCD_"]

    def test_rows_beyond_the_stored_size_of_the_sheet_are_read(self) -> None:
        data = workbook([HEADER, ("AWS",), ("Wix",)])
        with zipfile.ZipFile(BytesIO(data)) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml")

        wrong = changed(data, {"xl/worksheets/sheet1.xml": sheet.replace(b'"A1:C3"', b'"A1:A1"')})

        assert wrong != data
        assert [row.cells[0] for row in read(wrong).rows] == ["AWS", "Wix"]


class TestSheets:
    def test_the_first_of_several_sheets_is_read_and_said(self) -> None:
        table = read(workbook([HEADER, ("AWS",)], Old=[HEADER, ("Wix",)]))

        assert table.rows[0].cells[0] == "AWS"
        assert table.messages == ['The workbook has 2 sheets; only the first, "Vendors", was read.']

    def test_a_sheet_can_be_named_in_any_case(self) -> None:
        table = read(workbook([HEADER], Old=[HEADER, ("Wix",)]), sheet="old ")

        assert table.rows[0].cells[0] == "Wix"
        assert table.messages == []

    def test_an_unknown_sheet_is_refused_with_the_names_there_are(self) -> None:
        sentence = refusal(workbook([HEADER], Old=[HEADER]), sheet="New")

        assert sentence == 'There is no sheet "New"; the workbook has: Vendors, Old.'


class TestRefusals:
    def test_a_header_that_comes_twice_is_no_row(self) -> None:
        table = read(workbook([HEADER, ("AWS",), HEADER, ("Wix",)]))

        assert [row.cells[0] for row in table.rows] == ["AWS", "Wix"]
        assert table.messages == ["Line 3 repeats the header of line 1 and is no row."]

    def test_an_empty_sheet_is_refused(self) -> None:
        assert "no rows" in refusal(workbook([]))

    def test_a_cut_off_file_is_damaged(self) -> None:
        assert "damaged" in refusal(workbook([HEADER, ("AWS",)])[:-200])

    def test_a_part_that_is_no_xml_is_damaged(self) -> None:
        data = changed(workbook([HEADER]), {"xl/worksheets/sheet1.xml": b"<worksheet"})

        assert "damaged" in refusal(data)

    def test_a_byte_changed_in_a_part_is_damaged(self) -> None:
        data = bytearray(workbook([HEADER] + [("AWS", "x", "y")] * 50))
        data[data.index(b"xl/worksheets/sheet1.xml") + 60] ^= 0xFF

        assert "damaged" in refusal(bytes(data))

    def test_macros_are_refused(self) -> None:
        data = changed(workbook([HEADER]), {"xl/vbaProject.bin": b"x"})

        assert "macros" in refusal(data)

    def test_other_zip_files_are_refused(self) -> None:
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("vendors.csv", "name\nAWS\n")

        assert "ZIP archive without a workbook" in refusal(stream.getvalue())

    def test_a_workbook_that_unpacks_to_far_more_than_it_is_is_refused_unread(self) -> None:
        bomb = changed(workbook([HEADER]), {"xl/worksheets/sheet1.xml": b" " * 60_000_000})

        assert "would unpack" in refusal(bomb)

    def test_a_part_that_would_fill_the_memory_is_refused_unread(self) -> None:
        noise = urandom(11_000_000).hex().encode()

        assert "would unpack" in refusal(changed(workbook([HEADER]), {"xl/styles.xml": noise}))

    def test_a_row_number_beyond_every_sheet_does_not_fill_the_gap_for_ever(self) -> None:
        xml = (
            '<row r="1"><c r="A1"><v>1</v></c></row>'
            '<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>'
        )

        assert "larger than a list can be" in refusal(sheet_of(xml))

    def test_a_single_row_of_many_megabytes_is_refused_unread(self) -> None:
        cells = "".join(
            f'<c r="A{n % 997}"><v>{n * 7919 % 1_000_003}</v></c>' for n in range(800_000)
        )

        assert "too long" in refusal(sheet_of(f'<row r="1">{cells}</row>'))

    def test_a_cell_far_to_the_right_is_one_column_too_many(self) -> None:
        xml = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'

        assert "Line 1 has 16384 columns" in refusal(sheet_of(xml))
