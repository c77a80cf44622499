"""Files that are no list, or more than a list can be: a sentence that says what to do, soon."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest

from ropa.vendor_lists import workbook_guard
from ropa.vendor_lists.layout import arrange
from ropa.vendor_lists.reading import MAX_SIZE, UnreadableFile, read_table
from ropa.vendor_lists.table import MAX_ROWS, Record
from tests.ropa.vendor_files import xlsx


def refusal(data: bytes, filename: str = "list.csv") -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_table(data, filename=filename)
    return str(caught.value)


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            # Without a day of its own: the parts name tests, the same ones in every worker.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """A workbook with one part replaced or added."""
    with zipfile.ZipFile(BytesIO(xlsx([["vendor"], ["Example One"]]))) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    return zipped(parts | {name: content})


@pytest.mark.parametrize(
    ("data", "filename", "told"),
    [
        (b"%PDF-1.7 ...", "vendors.csv", "not a list; send a CSV, XLSX or Markdown file"),
        (b"<!-- saved --><html><table>", "vendors.csv", "web page or XML; open it in Excel"),
        (b"<body><table>", "vendors.md", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "vendors.xlsx", "old .xls; save it as .xlsx"),
        (zipped({"vendors.csv": b"name\n"}), "v.zip", "send the .xlsx or CSV file itself"),
        (
            zipped({"[Content_Types].xml": b"", "word/document.xml": b""}),
            "vendors.docx",
            "copy its table into a workbook",
        ),
        (b"vendor\x00,service\nWix,x\n", "v.csv", "Line 1, column 7 holds the control character"),
        (b"vendor,service\nW\x08ix,x\n", "v.csv", "Line 2, column 2 holds the control character"),
    ],
)
def test_a_file_of_another_kind_says_what_to_send_instead(
    data: bytes, filename: str, told: str
) -> None:
    assert told in refusal(data, filename)


def test_reading_stops_at_the_limit_whatever_still_follows() -> None:
    read = 0

    def endless() -> Iterator[Record]:
        nonlocal read
        while True:
            read += 1
            yield Record(read, ["vendor", "service"])

    with pytest.raises(UnreadableFile, match="more than 200,000 rows"):
        arrange(endless(), messages=[])
    assert read == MAX_ROWS + 2  # the header and one row too many


def test_texts_of_a_workbook_that_would_fill_the_memory_are_refused_unread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = b"<sst>" + b"".join(b"<si><r><t>%d</t></r></si>" % n for n in range(80_000)) + b"</sst>"
    data = with_part("xl/sharedStrings.xml", texts)
    monkeypatch.setattr(workbook_guard, "MAX_STRINGS", len(texts) - 1)

    assert "would unpack" in refusal(data, "list.xlsx")


def test_one_text_used_in_every_cell_is_no_bomb_and_no_loss() -> None:
    table = read_table(
        xlsx([["vendor", "note"], *[["A" * 900, "B" * 900]] * 500]), filename="l.xlsx"
    )

    assert len(table.rows) == 500


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    assert "20 MB at most" in refusal(b"n" * (MAX_SIZE + 1))
