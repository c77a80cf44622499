"""Text files: encodings, separators, headers, ragged rows, lines."""

import pytest

from ropa.vendor_lists.reading import (
    MAX_SIZE,
    Table,
    UnreadableFile,
    read_plain,
    read_table,
    refuse_too_large,
)
from ropa.vendor_lists.table import MAX_COLUMNS, MAX_ROWS

UMLAUTS = "name;service\nMüller & Söhne;Löschung\n"


def read(data: bytes | str, filename: str = "vendors.csv") -> Table:
    return read_table(data.encode() if isinstance(data, str) else data, filename=filename)


def cells(table: Table) -> list[list[str]]:
    return [row.cells for row in table.rows]


def refusal(data: bytes | str, filename: str = "vendors.csv") -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(data, filename)
    return str(caught.value)


class TestSeparators:
    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    def test_each_separator_is_found(self, separator: str) -> None:
        table = read(f"name{separator}service\nHubSpot{separator}Marketing\n")

        assert table.separator == separator
        assert table.header == ["name", "service"]
        assert cells(table) == [["HubSpot", "Marketing"]]

    def test_a_comma_in_a_heading_does_not_make_a_semicolon_list_a_comma_list(self) -> None:
        table = read("Name;Country, region;Purpose\nAWS;US, Ireland;cloud services\n")

        assert table.separator == ";"
        assert cells(table) == [["AWS", "US, Ireland", "cloud services"]]

    def test_semicolons_inside_the_cells_do_not_make_a_comma_list_a_semicolon_list(self) -> None:
        table = read("name,activities\nAWS,a;b;c\nAzure,a;c;d\n")

        assert table.separator == ","

    def test_the_line_of_excel_that_names_the_separator_is_obeyed_and_counted(self) -> None:
        table = read("sep=;\r\nname;service, or tool\r\nZoom;webinar solutions\r\n")

        assert table.separator == ";"
        assert table.header == ["name", "service, or tool"]
        assert table.rows[0].line == 3

    def test_a_list_of_one_column_keeps_the_commas_in_its_entries(self) -> None:
        table = read("Vendor\n11. GCP, Firebase – Storing data & Files, Authentication\n")

        assert table.separator == ""
        assert cells(table) == [["11. GCP, Firebase – Storing data & Files, Authentication"]]

    def test_quoted_cells_may_hold_separators_quotes_and_line_ends(self) -> None:
        table = read('name,note\n"Acme, Inc.","says ""hello""\non two lines"\nWix,\n')

        assert cells(table) == [["Acme, Inc.", 'says "hello"\non two lines'], ["Wix", ""]]

    def test_a_blank_between_separator_and_quotation_mark_is_no_part_of_the_cell(self) -> None:
        table = read('name, service\n"GCP", "storage, hosting"\n')

        assert cells(table) == [["GCP", "storage, hosting"]]

    def test_a_cell_is_read_as_it_stands_with_its_apostrophe_and_its_spaces(self) -> None:
        table = read("name,note\n'=1+1, two blanks  \n")

        assert cells(table) == [["'=1+1", " two blanks  "]]


class TestEncodings:
    def test_utf_8_needs_no_message(self) -> None:
        table = read(UMLAUTS)

        assert (table.encoding, table.messages) == ("utf-8", [])
        assert cells(table) == [["Müller & Söhne", "Löschung"]]

    @pytest.mark.parametrize(
        ("encoding", "recognised"),
        [("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16-le"), ("utf-32", "utf-32-le")],
    )
    def test_a_byte_order_mark_decides_and_is_no_part_of_the_first_heading(
        self, encoding: str, recognised: str
    ) -> None:
        table = read(UMLAUTS.encode(encoding))

        assert (table.encoding, table.messages) == (recognised, [])
        assert table.header == ["name", "service"]
        assert cells(table) == [["Müller & Söhne", "Löschung"]]

    def test_big_endian_utf_16_with_its_mark_is_read(self) -> None:
        assert cells(read("\ufeffname\tservice\nWix\tsite\n".encode("utf-16-be"))) == [
            ["Wix", "site"]
        ]

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    def test_utf_16_without_a_mark_is_recognised_and_said(self, encoding: str) -> None:
        table = read(UMLAUTS.encode(encoding))

        assert table.encoding == encoding
        assert cells(table) == [["Müller & Söhne", "Löschung"]]
        assert "UTF-16" in table.messages[0]

    def test_windows_1252_is_assumed_for_anything_else_and_said(self) -> None:
        table = read("name;service\nCafé “Noir” – Ümit;Prüfung für 5 €\n".encode("cp1252"))

        assert table.encoding == "cp1252"
        assert cells(table) == [["Café “Noir” – Ümit", "Prüfung für 5 €"]]
        assert "Windows-1252" in table.messages[0]

    def test_one_accent_is_enough_to_tell_windows_1252_from_utf_8(self) -> None:
        assert cells(read(b"name;service\nCaf\xe9;x\n")) == [["Café", "x"]]

    def test_a_byte_unknown_to_windows_1252_is_named_with_line_column_and_byte(self) -> None:
        sentence = refusal(b"name;service\nCaf\xe9;x\nab\x81c;y\n")

        assert "Line 3, column 3 (byte 23 of the file)" in sentence
        assert "0x81" in sentence
        assert "Windows-1252" in sentence

    def test_a_damaged_utf_8_file_is_not_taken_for_windows_1252(self) -> None:
        data = "name;service\nMüller;Löschung\nSöhne;Prüfung\n".encode()

        sentence = refusal(data.replace("ö".encode(), b"\xf6", 1))

        assert "Line 2, column 9" in sentence
        assert "UTF-8" in sentence

    def test_half_a_character_at_the_end_of_utf_16_is_refused(self) -> None:
        assert "Line 2, column 6" in refusal("name;x\nWix;a".encode("utf-16") + b"\x41")

    def test_a_file_full_of_control_characters_is_no_list(self) -> None:
        assert "Line 2, column 2" in refusal(b"name;x\na\x00b\x01;c\n")

    def test_the_end_mark_of_dos_is_left_out(self) -> None:
        assert cells(read(b"name,x\r\nWix,y\r\n\x1a")) == [["Wix", "y"]]


class TestHeader:
    def test_blank_lines_before_the_header_and_between_rows_are_skipped(self) -> None:
        table = read("\n;;\n  \nname;service\n\nWix;site\n;\nZoom;calls\n")

        assert table.header == ["name", "service"]
        assert [(row.line, row.cells[0]) for row in table.rows] == [(6, "Wix"), (8, "Zoom")]

    def test_headings_lose_line_ends_and_blanks_at_both_ends(self) -> None:
        assert read('" Vendor\nname ",\u00a0Service\nWix,x\n').header == ["Vendor name", "Service"]

    def test_of_two_columns_with_the_same_heading_the_second_is_named_and_told(self) -> None:
        table = read("name,Privacy-Policy,service,privacy policy\nWix,,,\n")

        assert table.header == ["name", "Privacy-Policy", "service", "privacy policy, column 4"]
        assert "Line 1: columns 2 and 4 have the same heading" in table.messages[0]

    def test_a_header_that_comes_twice_is_a_page_break_and_told_with_both_lines(self) -> None:
        table = read("Name;Service\nWix;site\n\nname;service\nZoom;calls\n")

        assert [row.line for row in table.rows] == [2, 5]
        assert table.messages == ["Line 4 repeats the header of line 1 and is no row."]

    def test_a_file_of_our_own_making_keeps_one_header(self) -> None:
        for data, sentence in (
            (b"name,Privacy-Policy,x,privacy policy\n", "Line 1: columns 2 and 4"),
            (b"Name;Service\nWix;site\nname;service\n", "Line 3 repeats line 1"),
        ):
            with pytest.raises(UnreadableFile, match=sentence):
                read_plain(data, filename="activities.csv")

    def test_a_list_with_a_header_only_is_read_and_said_to_be_empty(self) -> None:
        table = read("name;service\n")

        assert table.rows == []
        assert "no rows" in table.messages[0]

    @pytest.mark.parametrize("data", [b"", b" \n\n", b"\xef\xbb\xbf", b";;\n;\n"])
    def test_an_empty_file_is_refused(self, data: bytes) -> None:
        assert refusal(data) in (
            "The file is empty.",
            "The file holds no rows: the first row names the columns.",
        )

    def test_filled_cells_under_no_heading_are_said(self) -> None:
        table = read("name,,service\nWix,hidden,site\n")

        assert table.header == ["name", "", "service"]
        assert "Column 2 has no heading" in table.messages[0]

    def test_an_empty_column_without_heading_is_not_worth_a_message(self) -> None:
        assert read("name,,service,,\nWix,,site,,\n").messages == []


class TestRaggedRows:
    def test_a_short_row_is_filled_up_and_says_so(self) -> None:
        (row,) = read("name;service;role\nWix;site\n").rows

        assert row.cells == ["Wix", "site", ""]
        assert row.messages == ["The row has 1 cell fewer than the header; it was taken as empty."]

    def test_a_long_row_keeps_its_surplus_apart_and_says_so(self) -> None:
        (row,) = read("name,service\nZapier,Workflow automation, data import/export,x\n").rows

        assert row.cells == ["Zapier", "Workflow automation"]
        assert row.surplus == " data import/export,x"
        assert "has 2 cells more than the header" in row.messages[0]

    def test_empty_cells_beyond_the_header_are_no_surplus(self) -> None:
        (row,) = read("name,service\nWix,site,, \n").rows

        assert (row.cells, row.surplus, row.messages) == (["Wix", "site"], "", [])

    def test_a_row_is_known_by_the_line_on_which_it_starts(self) -> None:
        table = read('name,note\r\n"a","one\r\ntwo\r\nthree"\r\nb,x\r\n')

        assert [row.line for row in table.rows] == [2, 5]

    def test_the_line_ends_of_old_macs_count_as_lines(self) -> None:
        assert [row.line for row in read("name,note\ra,x\r\rb,y").rows] == [2, 4]

    def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_line(self) -> None:
        sentence = refusal('name,note\nWix,x\n"Zoom,calls\nAWS,cloud\n')

        assert sentence.startswith("Line 3: a cell does not end")

    def test_a_quotation_mark_inside_a_cell_is_only_a_character(self) -> None:
        assert cells(read('name,note\n"Big" Inc,12" screens\n')) == [["Big Inc", '12" screens']]


class TestSize:
    def test_a_file_over_the_limit_is_refused_before_it_is_read(self) -> None:
        assert "20 MB at most" in refusal(b"n\n" + b"x" * MAX_SIZE)

    def test_the_size_can_be_asked_about_before_the_file_is_in_memory(self) -> None:
        refuse_too_large(MAX_SIZE)
        with pytest.raises(UnreadableFile, match=r"200\.0 MB"):
            refuse_too_large(200 * 2**20)

    def test_more_rows_than_a_list_can_have_are_refused(self) -> None:
        assert "more than 200,000 rows" in refusal("name,x\n" + "a,b\n" * (MAX_ROWS + 1))

    def test_more_columns_than_a_list_can_have_are_refused(self) -> None:
        assert "Line 2 has 201 columns" in refusal("name,x\n" + "a," * MAX_COLUMNS + "a\n")

    def test_a_cell_without_end_is_refused(self) -> None:
        assert "longer than 131,072 characters" in refusal("name,x\na," + "b" * 200_000)


class TestOtherFiles:
    @pytest.mark.parametrize(
        ("data", "filename", "told"),
        [
            (b"%PDF-1.7 ...", "vendors.pdf", "is not a list"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "vendors.xls", "password or is an old .xls"),
            (b"<!DOCTYPE html><table>", "vendors.xls", "web page"),
            (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "vendors.xml", "web page or XML"),
            (b"name,service\nWix,x\n", "vendors.xlsx", "called .xlsx but is no such workbook"),
            (b"\x1f\x8b\x08\x00", "vendors.csv.gz", "is not a list"),
        ],
    )
    def test_a_file_of_another_kind_is_refused_by_what_it_is(
        self, data: bytes, filename: str, told: str
    ) -> None:
        assert told in refusal(data, filename)

    def test_a_sheet_asked_for_in_a_csv_file_is_not_silently_forgotten(self) -> None:
        table = read_table(b"name,x\nWix,y\n", filename="v.csv", sheet="Vendors")

        assert "is not a workbook" in table.messages[0]
