"""Files that are small and become large, or say other than they hold: refused in bounded memory."""

import struct
import tracemalloc
import warnings
import zipfile
from io import BytesIO

import pytest
from openpyxl.xml.constants import SHARED_STRINGS

from ropa.vendor_lists.reading import UnreadableFile, read_table
from ropa.vendor_lists.table import MAX_ROWS
from ropa.vendor_lists.workbook_parts import look_into
from tests.ropa.vendor_files import xlsx

SHEET = "xl/worksheets/sheet1.xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MANY = 1_000_000  # rows
ENOUGH = 40 * 2**20  # bytes beside the file itself; the rows of a list at its limit are more


def refusal(data: bytes, filename: str = "list.xlsx") -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_table(data, filename=filename)
    return str(caught.value)


def refusal_in_bounds(data: bytes, filename: str = "list.xlsx") -> str:
    tracemalloc.start()
    try:
        sentence = refusal(data, filename)
        assert tracemalloc.get_traced_memory()[1] < ENOUGH
    finally:
        tracemalloc.stop()
    return sentence


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


def packed(*parts: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook with `parts` replaced or added, the last ones in it, packed by `method`."""
    base = parts_of(xlsx([["vendor"], ["Example One"]]))
    names = [name for name, _content in parts]
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name that is there twice
        for name, content in base.items():
            if name not in names:
                archive.writestr(name, content)
        for name, content in parts:
            archive.writestr(name, content, method, compresslevel=1)
    return stream.getvalue()


def sheet_of(rows: bytes) -> bytes:
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (MAIN, rows)


def claiming(data: bytes, name: str, size: int) -> bytes:
    """The archive, in which one part is said to unpack to `size` bytes."""
    changed = bytearray(data)
    at = changed.index(b"PK\x01\x02")
    while changed[at + 46 : at + 46 + len(name)] != name.encode():
        at = changed.index(b"PK\x01\x02", at + 4)
    struct.pack_into("<I", changed, at + 24, size)
    return bytes(changed)


class TestAMillionRows:
    def test_a_workbook_is_refused_before_its_cells_are_read(self) -> None:
        row = b'<row><c t="inlineStr"><is><t>Example %d</t></is></c></row>'
        block = b"".join(row % number for number in range(1000))

        assert refusal_in_bounds(packed((SHEET, sheet_of(block * (MANY // 1000))))) == (
            "The sheet has more than 200,000 rows; split it into several."
        )

    def test_a_csv_is_refused_before_its_rows_are_kept(self) -> None:
        assert refusal_in_bounds(b"vendor,service\n" + b"a,b\n" * MANY, "list.csv") == (
            f"Line {MAX_ROWS + 2}: the list has more than 200,000 rows; split it into several."
        )

    @pytest.mark.parametrize("line", [b",\n", b"\r\n", b"\r"])
    def test_blank_lines_are_no_rows_and_yet_not_without_end(self, line: bytes) -> None:
        data = b"vendor,service\nExample,x\n" + line * 6_000_000

        assert "more than 1,048,576 lines" in refusal_in_bounds(data, "list.csv")

    def test_rows_without_a_value_do_not_count_wherever_the_chunks_are_cut(self) -> None:
        filled = b'<row r="%d"><c t="inlineStr"><is><t xml:space="preserve">V</t></is></c></row>'
        blank = b'<row r="%d"><c s="1"/><c t="inlineStr"><is><t></t></is></c></row>'
        rows = b"".join(
            filled % n + blank % n + b"<row><c><v>7</v></c></row>" for n in range(9_000)
        )
        data = packed((SHEET, sheet_of(rows)))

        with zipfile.ZipFile(BytesIO(data)) as archive:
            inside = look_into(archive, archive.getinfo(SHEET))

        assert (inside.filled_rows, inside.has_too_many_rows) == (18_000, False)


class TestSizesThatLie:
    def test_a_part_that_inflates_to_more_than_it_says_is_not_read_on(self) -> None:
        data = packed((SHEET, sheet_of(b" " * 50_000_000)))

        assert f"The part {SHEET} of the workbook is damaged or is larger than the workbook" in (
            refusal_in_bounds(claiming(data, SHEET, 100_000))
        )

    @pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_a_packing_that_inflates_without_bounds_is_refused(self, method: int) -> None:
        data = packed((SHEET, sheet_of(b" " * 100_000_000)), method=method)

        assert "packed in a way that no spreadsheet program uses" in (
            refusal_in_bounds(claiming(data, SHEET, 100_000))
        )


class TestNames:
    @pytest.mark.parametrize("name", [SHEET, SHEET.upper(), "xl/worksheets/SHEET1.xml"])
    def test_two_parts_of_one_name_are_refused(self, name: str) -> None:
        base = parts_of(packed())[SHEET]

        sentence = refusal(packed((SHEET, base), (name, base.replace(b"Example", b"Another"))))

        assert sentence.startswith(f"The part {name} of the workbook")
        assert "stands in the archive twice" in sentence

    @pytest.mark.parametrize(
        "name",
        ["../styles.xml", "/etc/part.xml", "xl/../../part.xml", "xl\\part.xml", "C:/part.xml"],
    )
    def test_a_name_that_leads_out_of_the_archive_is_refused(self, name: str) -> None:
        assert "leads out of the archive" in refusal(packed((name, b"<x/>")))

    def test_a_sheet_at_a_place_that_is_not_looked_into_is_refused(self) -> None:
        place = "xl/_rels/workbook.xml.rels"
        parts = parts_of(packed())
        links = parts[place].replace(b"worksheets/sheet1.xml", b"media/sheet1.xml")

        sentence = refusal(packed((place, links), ("xl/media/sheet1.xml", parts[SHEET])))

        assert "keeps the sheet “Vendors” at an unusual place" in sentence

    def test_texts_of_cells_at_a_place_with_room_for_rows_are_refused(self) -> None:
        place, texts = "[Content_Types].xml", "xl/worksheets/texts.xml"
        override = f'<Override PartName="/{texts}" ContentType="{SHARED_STRINGS}"/></Types>'
        types = parts_of(packed())[place].replace(b"</Types>", override.encode())

        assert f"The part {texts}" in refusal(packed((place, types), (texts, b"<sst/>")))


class TestXml:
    @pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
    @pytest.mark.parametrize(
        "declared",
        [
            b'<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">',
            b'<!ENTITY file SYSTEM "file:///etc/hostname">',
            b'<!ENTITY % outer SYSTEM "http://127.0.0.1:9/outer.dtd"> %outer;',
        ],
    )
    def test_entities_are_refused_in_every_part(self, part: str, declared: bytes) -> None:
        xml = b"<!DOCTYPE worksheet [%s]>" % declared + b"<worksheet/>"

        assert refusal(packed((part, xml))).startswith(
            f"The part {part} is not as a spreadsheet program writes it: it declares entities"
        )

    def test_a_declaration_across_the_border_of_two_chunks_is_seen(self) -> None:
        xml = b"<!--" + b" " * (2**20 - 12) + b"--><!DOCTYPE worksheet []><worksheet/>"
        assert xml.index(b"<!DOCTYPE") < 2**20 < xml.index(b"worksheet")

        assert "declares entities" in refusal(packed((SHEET, xml)))

    @pytest.mark.parametrize("encoding", ["utf-16", "cp037"])
    def test_another_encoding_in_which_nothing_would_be_found_is_refused(
        self, encoding: str
    ) -> None:
        text = sheet_of(b"").decode().encode(encoding)
        if encoding == "cp037":
            text = b'<?xml version="1.0" encoding="cp037"?>' + text

        assert "another encoding" in refusal(packed((SHEET, text)))
