"""Synthetic lists of other people, each one kind of disorder, taken into a register row by row."""

from datetime import date
from pathlib import Path

import pytest

from ropa.models import Agreement, Organisation, Vendor, VendorAlias, VendorLocation, VendorUse
from ropa.services.vendor_import import ImportReport
from tests.ropa.vendor_files import history_count, make_register, outcomes, take, xlsx
from tests.sheets import run

pytestmark = pytest.mark.django_db

LISTS = Path(__file__).parent / "lists"


@pytest.fixture
def ours() -> Organisation:
    return make_register()


def taken(ours: Organisation, name: str) -> ImportReport:
    """Import a list, and again: the second time changes nothing."""
    data = (LISTS / name).read_bytes()
    report = take(ours, data, filename=name)
    before = history_count()
    again = take(ours, data, filename=name)
    assert set(outcomes(again)) <= {"unchanged", "refused"}
    assert history_count() == before
    return report


def places(vendor: str) -> list[tuple[str, str, str]]:
    found = VendorLocation.objects.filter(vendor__name=vendor).order_by("order")
    return list(found.values_list("wording", "country", "kind"))


def test_a_list_under_a_block_of_contacts(ours: Organisation) -> None:
    report = taken(ours, "contact_block.csv")

    assert [(row.line, row.vendor, row.outcome.value) for row in report.rows] == [
        (9, "Example Rent Ltd", "created"),
        (10, "Example Repairs plc", "created"),
        (11, "Example Mail Inc.", "created"),
    ]
    assert places("Example Repairs plc") == [
        ("EU: Ireland", "IE", "hosting"),
        ("EU: Germany", "DE", "hosting"),
        ("UK", "GB", "headquarters"),
    ]
    assert places("Example Mail Inc.") == [
        ("worldwide", "", "hosting"),
        ("Georgia", "", "headquarters"),
    ]
    signed = Agreement.objects.order_by("pk").values_list("signed_on", flat=True)
    assert list(signed) == [date(2023, 2, 13), date(2023, 5, 4), date(2023, 6, 5)]
    assert any("GE, US" in each for each in report.rows[2].messages)


def test_a_list_without_headings(ours: Organisation) -> None:
    report = taken(ours, "no_headings.csv")

    assert outcomes(report) == ["created"] * 3
    assert "The list has no headings" in report.messages[0]
    assert places("Example Backup Ltd") == [
        ("Ireland", "IE", "not_stated"),
        ("Germany", "DE", "not_stated"),
    ]


def test_titles_between_the_rows_are_no_vendors(ours: Organisation) -> None:
    report = taken(ours, "sections.csv")

    assert outcomes(report) == ["created"] * 5
    assert sum("was taken for a" in each for each in report.messages) == 4
    assert not Vendor.objects.filter(name__in=("Infrastructure", "EU data centres")).exists()
    assert places("Example Help LLP") == [
        ("hosted in Germany", "DE", "hosting"),
        ("support from India", "IN", "access"),
    ]
    assert places("Sample Desk") == [("Not in the USA", "", "not_stated")]


def test_a_page_with_several_tables_of_different_columns(ours: Organisation) -> None:
    report = taken(ours, "several_tables.md")

    assert [(row.line, row.vendor) for row in report.rows] == [
        (9, "Example Mail"),
        (10, "Sample Logs"),
        (18, "Example Platform Iberia, S.L."),
        (19, "Example Platform India Pvt Ltd"),
        (25, "Example Platform Nippon KK"),
    ]
    assert places("Example Platform Nippon KK") == [("日本", "JP", "not_stated")]


def test_a_first_column_that_names_the_customer(ours: Organisation) -> None:
    report = taken(ours, "customer_first.csv")

    assert [row.vendor for row in report.rows] == [
        "Example Cloud GmbH",
        "Example Fax AG",
        "Example Cloud GmbH",
    ]
    assert not Vendor.objects.filter(name__startswith="Beispiel").exists()
    assert "“Beispiel Praxis” was taken as the customer" in report.rows[2].messages[0]


def test_names_legal_forms_and_addresses_in_one_cell(ours: Organisation) -> None:
    report = taken(ours, "run_together.csv")

    assert outcomes(report) == ["created"] * 8
    found = {each.name: (each.legal_name, each.address) for each in Vendor.objects.all()}
    assert found["Beispiel Versand GmbH"] == (
        "Beispiel Versand GmbH",
        "Musterstraße 1\n10115 Berlin\nDeutschland",
    )
    assert found["Example Shelf"] == ("Sample Books Ltd", "")
    assert found["Askexample"] == ("Example Surveys Inc.", "")
    assert places("Example Web Services EMEA SARL")[0][1:] == ("LU", "contracting")
    assert places("Example Sky Inc.") == []
    alias = VendorAlias.objects.get(spelling="Sample Books Ltd")
    assert alias.vendor.name == "Example Shelf"


def test_agreements_are_what_the_cell_says_and_no_more(ours: Organisation) -> None:
    report = taken(ours, "run_together.csv")

    kinds = {each.vendor.name: each for each in Agreement.objects.select_related("vendor")}  # type: ignore[union-attr]
    assert (kinds["Example Web Services EMEA SARL"].kind, report.rows[0].changes[-1].what) == (
        "scc",
        "agreement",
    )
    assert kinds["Example Web Services EMEA SARL"].module == "2"
    desk = kinds["Example Desk, Inc."]
    assert (desk.kind, desk.covers_eu, desk.covers_swiss, desk.covers_uk) == (
        "dpf",
        True,
        False,
        True,
    )
    assert kinds["Beispiel Versand GmbH"].kind == "dpa"  # 2021/915 is Art. 28, no transfer
    assert kinds["Example Sky Inc."].module == ""  # of two modules none is guessed
    assert "Askexample" not in kinds  # an adequacy decision is no agreement


def test_marks_of_a_web_page_in_the_cells(ours: Organisation) -> None:
    report = taken(ours, "markup.csv")

    assert [row.vendor for row in report.rows] == [
        "Example One GmbH",
        "Example Two",
        "Example Three, Ltd",
    ]
    assert set(VendorUse.objects.values_list("service", flat=True)) == {
        "mails & forms",
        "statistics",
        "archive",
    }
    assert [place[1] for place in places("Example Two")] == ["DE", "IE", "US"]


def test_a_french_list_whose_days_the_column_settles(ours: Organisation) -> None:
    report = taken(ours, "french_dates.csv")

    assert outcomes(report) == ["created"] * 3
    signed = Agreement.objects.order_by("pk").values_list("signed_on", flat=True)
    assert list(signed) == [date(2024, 3, 2), date(2023, 12, 25), date(2024, 6, 1)]
    assert places("Exemple Nuage SAS") == [
        ("France", "FR", "hosting"),
        ("Allemagne", "DE", "hosting"),
        ("Maroc", "MA", "access"),
        ("France", "FR", "headquarters"),
    ]
    assert places("Exemple Lettres")[0] == ("UE", "", "hosting")


def test_a_day_that_could_be_two_is_kept_out_and_the_row_is_taken(ours: Organisation) -> None:
    report = take(ours, "vendor,DPA signed on\nExample One,03/04/2024\n")

    assert outcomes(report) == ["created"]
    assert 'DPA signed on: "03/04/2024" could be two days' in report.rows[0].messages[0]
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_separator_in_every_encoding(
    ours: Organisation, separator: str, encoding: str
) -> None:
    rows = ["Übersicht", "", "Anbieter|Zweck|Sitz", "Müller & Söhne KG|Löschung|Österreich"]

    report = take(ours, "\r\n".join(rows).replace("|", separator).encode(encoding))

    assert [(row.line, row.vendor) for row in report.rows] == [(4, "Müller & Söhne KG")]
    assert places("Müller & Söhne KG") == [("Österreich", "AT", "headquarters")]


def test_the_command_takes_a_workbook_and_tells_what_is_no_row(
    ours: Organisation, tmp_path: Path
) -> None:
    path = tmp_path / "list.xlsx"
    rows = [
        ["Processors (synthetic)"],
        ["Contact", "privacy@example.org"],
        ["Processor", "Purpose", "Country"],
        ["Hosting"],
        ["Example One", "mails", "USA"],
        [],
        ["Vendor", "Website"],
        ["Example Two", "two.example.org"],
    ]
    path.write_bytes(xlsx([list(row) for row in rows]))

    ran = run("import_vendors", path, "--organisation", ours.code)

    assert ran.code == 0, ran.out + ran.err
    assert "“Contact: privacy@example.org”" in ran.out
    assert "Line 4 was taken for a title, not for a vendor: “Hosting”." in ran.out
    assert "Another table begins on line 7" in ran.out
    assert "2 rows read: 2 created" in ran.out


def test_a_known_place_gets_the_kind_that_a_later_list_says(ours: Organisation) -> None:
    take(ours, "vendor,country\nExample One,Germany\n")

    report = take(ours, "vendor,data centre,headquarters\nExample One,Deutschland,Germany\n")

    assert outcomes(report) == ["updated"]
    assert places("Example One") == [
        ("Germany", "DE", "hosting"),
        ("Germany", "DE", "headquarters"),
    ]
