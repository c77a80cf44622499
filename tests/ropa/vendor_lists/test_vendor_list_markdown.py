import pytest

from ropa.vendor_lists.reading import Table, UnreadableFile, read_table

PAGE = """\
# Our vendors

Updated in June.

| Vendor | Service | Note |
|:-------|---------|-----:|
| **Salesforce** | CRM | a \\| b |
| [Zoom](https://zoom.example/a) | webinar solutions | |
| Hotjar | `engagement` | line<br>line |
| Wix |

The list ends | here.
"""


def read(text: str, filename: str = "vendors.md") -> Table:
    return read_table(text.encode(), filename=filename)


def test_the_table_is_read_and_the_text_around_it_is_not() -> None:
    table = read(PAGE)

    assert table.header == ["Vendor", "Service", "Note"]
    assert [row.cells for row in table.rows] == [
        ["Salesforce", "CRM", "a | b"],
        ["Zoom", "webinar solutions", ""],
        ["Hotjar", "engagement", "line\nline"],
        ["Wix", "", ""],
    ]


def test_rows_are_known_by_their_line() -> None:
    assert [row.line for row in read(PAGE).rows] == [7, 8, 9, 10]


def test_a_link_that_is_left_out_is_said() -> None:
    (message,) = read(PAGE).rows[1].messages

    assert message == "The link of Zoom was left out: https://zoom.example/a"


def test_a_table_without_outer_bars_is_read() -> None:
    table = read("Vendor | Service\n--- | ---\nOKTA | user authentication\n")

    assert [row.cells for row in table.rows] == [["OKTA", "user authentication"]]


def test_of_several_tables_all_are_read_and_a_repeated_header_is_said() -> None:
    table = read("| Vendor |\n|---|\n| Wix |\n\n| Vendor |\n|---|\n| Zoom |\n")

    assert [(row.line, row.cells) for row in table.rows] == [(3, ["Wix"]), (7, ["Zoom"])]
    assert table.messages == ["Line 5 repeats the header of line 1 and is no row."]


def test_the_text_around_the_table_is_told_and_no_row() -> None:
    table = read(PAGE)

    assert table.messages[0] == (
        "What stands above line 5 was not read: “Our vendors”; “Updated in June.”."
    )
    assert table.messages[1] == (
        "Line 12 was taken for a note, not for a vendor: “The list ends | here.”."
    )


def test_a_markdown_file_without_a_table_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="no table"):
        read("# Vendors\n\n- Wix\n- Zoom\n")


@pytest.mark.parametrize("filename", ["vendors.txt", "vendors", "vendors.csv"])
def test_a_table_is_recognised_under_another_name(filename: str) -> None:
    table = read("\n| Vendor | Service |\n| --- | --- |\n| Wix | site |\n", filename)

    assert [row.cells for row in table.rows] == [["Wix", "site"]]


def test_a_list_with_bars_but_no_line_of_dashes_is_csv() -> None:
    table = read("Vendor|Service\nWix|site\n", "vendors.csv")

    assert (table.separator, table.rows[0].cells) == ("|", ["Wix", "site"])


def test_a_long_line_of_blanks_and_bars_takes_no_time() -> None:
    with pytest.raises(UnreadableFile):
        read("| " * 200_000 + "\n" + "| " * 200_000 + "-x")
