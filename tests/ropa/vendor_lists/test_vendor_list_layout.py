"""Lists of other people, all synthetic: where the tables are, and what is no row."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ropa.vendor_lists import columns
from ropa.vendor_lists.reading import Table, UnreadableFile, read_table
from tests.ropa.vendor_files import xlsx

LISTS = Path(__file__).parent.parent / "lists"


def read(text: str | bytes, filename: str = "list.csv") -> Table:
    return read_table(text.encode() if isinstance(text, str) else text, filename=filename)


def listed(name: str) -> Table:
    return read((LISTS / name).read_bytes(), name)


def names(table: Table) -> list[tuple[int, str]]:
    """Line and name of every row."""
    at = columns.match(table.header, mapping={})["name"]
    return [(row.line, row.cells[at]) for row in table.rows]


def as_csv(rows: list[list[str]]) -> Table:
    return read("\n".join(";".join(row) for row in rows))


def as_workbook(rows: list[list[str]]) -> Table:
    return read(xlsx([list(row) for row in rows]), "list.xlsx")


def as_markdown(rows: list[list[str]]) -> Table:
    width = max(map(len, rows))
    full = [row + [""] * (width - len(row)) for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in full]
    return read("\n".join([lines[0], "|" + " --- |" * width, *lines[1:]]), "list.md")


each_format = pytest.mark.parametrize("form", [as_csv, as_workbook, as_markdown])
Form = Callable[[list[list[str]]], Table]


class TestAboveTheHeader:
    @pytest.mark.parametrize("form", [as_csv, as_workbook])
    def test_a_title_and_a_block_of_contacts_are_told_and_no_rows(self, form: Form) -> None:
        table = form(
            [
                ["Processors of an invented council"],
                ["Name:", "Example Officer"],
                ["E-mail:", "privacy@example.org"],
                ["Processor", "Purpose", "Country"],
                ["Example One", "mails", "Germany"],
            ]
        )

        assert table.header == ["Processor", "Purpose", "Country"]
        assert names(table) == [(5, "Example One")]
        assert [each.text for each in table.sections] == [
            "Processors of an invented council",
            "Name: Example Officer",
            "E-mail: privacy@example.org",
        ]
        assert "“Name: Example Officer”" in table.messages[0]

    def test_a_block_of_contacts_in_a_csv_does_not_hide_the_separator(self) -> None:
        table = listed("contact_block.csv")

        assert table.separator == ";"
        assert names(table) == [
            (9, "Example Rent Ltd"),
            (10, "Example Repairs plc"),
            (11, "Example Mail Inc."),
        ]

    def test_the_second_of_two_equal_headings_is_named_and_not_read(self) -> None:
        table = listed("contact_block.csv")

        assert table.header[-1] == "Article 6 lawful basis, column 7"
        assert any("columns 6 and 7 have the same heading" in each for each in table.messages)

    def test_the_lines_above_a_table_of_a_page_are_told(self) -> None:
        table = listed("several_tables.md")

        assert [each.line for each in table.sections if each.kind == "above"] == [1, 3, 5]

    def test_headings_that_we_do_not_know_are_found_by_their_width(self) -> None:
        table = read("Title of it\n\nDing,Sache,Wert,Ecke\na,b,c,d\ne,f,g,h\ni,j,k,l\n")

        assert table.header == ["Ding", "Sache", "Wert", "Ecke"]
        assert len(table.rows) == 3

    def test_headings_that_an_officer_mapped_before_are_found_again(self) -> None:
        data = b"Vendor,Website\nOur,page\nDing,Sache\na,b\nc,d\n"

        table = read_table(data, filename="list.csv", known=["ding"])

        assert table.header == ["Ding", "Sache"]


class TestNoHeader:
    def test_columns_are_proposed_by_what_they_hold_and_told(self) -> None:
        table = listed("no_headings.csv")

        assert table.header == ["name", "service", "countries", "website"]
        assert [row.line for row in table.rows] == [1, 2, 3]
        assert "column 3 (“Deutschland”) as countries" in table.messages[0]

    def test_a_first_column_of_few_values_is_proposed_for_customers(self) -> None:
        rows = [f"Client {'AB'[n % 2]},Example {n},mails,USA" for n in range(8)]

        table = read("\n".join(rows))

        assert table.header == ["customer", "name", "service", "countries"]
        assert "was taken for customers, not for vendors" in table.messages[1]

    def test_nothing_is_proposed_where_no_cell_shows_what_it_is(self) -> None:
        table = read("Acme,hosting\nWix,pages\n")

        with pytest.raises(UnreadableFile, match="add a row of headings"):
            columns.match(table.header, mapping={})


class TestTitles:
    def test_every_line_of_the_list_is_a_row_a_title_or_a_note(self) -> None:
        table = listed("sections.csv")

        assert [(each.line, each.kind, each.text) for each in table.sections] == [
            (2, "title", "Infrastructure"),
            (5, "title", "EU data centres"),
            (7, "title", "Support:"),
            (11, "note", "* Only for customers in the EU."),
        ]
        assert [(row.line, row.section) for row in table.rows] == [
            (3, "Infrastructure"),
            (4, "Infrastructure"),
            (6, "EU data centres"),
            (8, "Support:"),
            (9, "Support:"),
        ]
        assert len(table.messages) == 4

    @each_format
    def test_a_vendor_of_whom_nothing_else_is_known_stays_a_vendor(self, form: Form) -> None:
        table = form([["Vendor", "Service"], ["tawk.example", ""], ["Germany", ""], ["A", "b"]])

        assert [name for _line, name in names(table)] == ["tawk.example", "A"]
        assert [each.text for each in table.sections] == ["Germany"]

    def test_a_lone_cell_among_full_rows_is_taken_and_doubted(self) -> None:
        rows = "".join(f"Example {n};s;Germany\n" for n in range(9))

        table = read(f"Vendor;Service;Country\n{rows}Nordlicht;;\n")

        assert table.rows[-1].cells[0] == "Nordlicht"
        assert "look whether it is a title" in table.rows[-1].messages[0]


class TestSeveralTables:
    def test_tables_of_a_page_are_laid_on_the_same_columns(self) -> None:
        table = listed("several_tables.md")

        assert table.header == ["Sub-processor", "Purpose", "Country", "Support"]
        assert [(row.line, *row.cells) for row in table.rows] == [
            (9, "Example Mail", "e-mails", "Ireland", ""),
            (10, "Sample Logs", "logs", "USA", ""),
            (18, "Example Platform Iberia, S.L.", "", "Espagne", "yes"),
            (19, "Example Platform India Pvt Ltd", "", "Inde", "yes"),
            (25, "Example Platform Nippon KK", "", "日本", "yes"),
        ]
        assert [row.section for row in table.rows[2:]] == [
            "Affiliates",
            "Affiliates",
            "Affiliates, continued",
        ]

    @pytest.mark.parametrize("form", [as_csv, as_workbook])
    def test_a_table_below_another_begins_with_its_header(self, form: Form) -> None:
        table = form(
            [
                ["Vendor", "Purpose", "Country"],
                ["Example One", "mails", "Germany"],
                ["", "", ""],
                ["Location", "Supplier", "Website"],
                ["USA", "Example Two", "two.example.org"],
            ]
        )

        assert table.header == ["Vendor", "Purpose", "Country", "Website"]
        assert table.rows[1].cells == ["Example Two", "", "USA", "two.example.org"]
        assert "Another table begins on line 4" in table.messages[0]

    @each_format
    def test_a_header_repeated_at_a_page_break_is_told_and_no_row(self, form: Form) -> None:
        head = ["Vendor", "Purpose", "Country"]

        table = form([head, ["One", "mails", "Germany"], head, ["Two", "logs", "USA"]])

        assert [name for _line, name in names(table)] == ["One", "Two"]
        assert any("repeats the header" in each for each in table.messages)

    def test_a_row_that_only_looks_like_headings_is_a_row(self) -> None:
        table = read("Vendor,Service,Role\nSoftware,Support,Processor\nWix,pages,processor\n")

        assert len(table.rows) == 2


class TestMarks:
    def test_tags_entities_bullets_and_footnotes_go_and_the_cells_are_kept(self) -> None:
        table = listed("markup.csv")

        assert table.header[0] == "Vendor name"
        assert [row.cells for row in table.rows] == [
            ["Example One\u00a0GmbH", "mails & forms", "Germany\nFrance", "2024-02-01"],
            ["Example Two", "statistics", "Germany / Ireland and USA", "1. Juni 2024"],
            ["Example Three, Ltd", "archive", "Estados Unidos", "45292"],
        ]
        assert table.rows[0].raw[1] == "<b>mails</b> &amp; forms"
        assert "https://one.example.org" in table.rows[0].messages[0]
        assert table.rows[1].messages == [
            'The mark "[1]" was left out.',
            'The mark "*" was left out.',
        ]
        assert table.messages == [
            "Cells stand between “ and ”; these were read as quotation marks."
        ]

    def test_cells_without_marks_are_as_they_stand(self) -> None:
        (row,) = read("name,note\nA & B <3,x [see] 10 m²\n").rows

        assert (row.cells, row.raw) == (["A & B <3", "x [see] 10 m²"], ())

    def test_names_from_right_to_left_are_kept_and_hidden_turns_are_told(self) -> None:
        first, second = read("name,x\nدوائر مثال,a\nExample\u202egpj.exe,b\n").rows

        assert (first.cells[0], first.raw) == ("دوائر مثال", ())
        assert second.cells[0] == "Examplegpj.exe"
        assert second.raw[0] == "Example\u202egpj.exe"
        assert "turn the direction of writing" in second.messages[0]


class TestQuotes:
    def test_a_mark_closed_only_rows_later_is_refused_with_its_line(self) -> None:
        rows = 'a,b,c\n"Zoom,calls,x\nAWS,cloud,y\nWix,site,z\nHot "jar",d,e\n'

        with pytest.raises(UnreadableFile, match="Line 3: a quotation mark is opened"):
            read(f"name,service,note\n{rows}")

    def test_a_note_on_several_lines_is_no_swallowed_row(self) -> None:
        (row,) = read('name,service,note\nZoom,calls,"one, two\nthree, four, five\nsix"\n').rows

        assert row.cells[2] == "one, two\nthree, four, five\nsix"


FOOTNOTES = "¹²³⁰⁴⁵⁶⁷⁸⁹"
CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("\n<>&*¹•"),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELL, min_size=1, max_size=5), min_size=1, max_size=8))
def test_no_text_is_lost(rows: list[list[str]]) -> None:
    """Every cell that is filled is a heading, in a row as it stood, set aside, or told."""
    try:
        table = read(as_quoted(rows))
    except UnreadableFile:
        return  # nothing is taken, and nothing lost
    kept = [cell for row in table.rows for cell in (*(row.raw or row.cells), row.surplus)]
    found = visible("\n".join([*table.header, *table.messages, *kept]))

    for cell in (cell for row in rows for cell in row if cell.strip()):
        assert cell in kept or visible(cell) in found, repr(cell)


def as_quoted(rows: list[list[str]]) -> str:
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return "\n".join(quoted)


def visible(text: str) -> str:
    """The letters and digits of a text: marks and spaces are what headings and titles lose.

    A mark of a footnote is told on its own, so it does not stand behind its word any more.
    """
    return "".join(each for each in text if each.isalnum() and each not in FOOTNOTES)
