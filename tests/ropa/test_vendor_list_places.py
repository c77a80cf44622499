"""Places, days and clauses in the words of lists, without a register."""

from datetime import date

import pytest

from ropa.choices.register import AgreementKind as Kind
from ropa.services.vendor_import.clauses import read_clauses
from ropa.services.vendor_import.days import UnclearDay, read_day, understand
from ropa.services.vendor_import.places import read_places


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("US (primary), Ireland (backup)", "US IE"),
        ("EU – Frankfurt; US – Oregon", "DE US"),
        ("• Germany • France", "DE FR"),
        ("Germany\nFrance", "DE FR"),
        ("Luxembourg, Ireland, and Germany", "LU IE DE"),
        ("France et Allemagne", "FR DE"),
        ("DE/FR und IE", "DE FR IE"),
        ("DE FR IE", "DE FR IE"),
        ("EU (Germany, Ireland)", "DE IE"),
        ("AWS eu-west-1, europe-west3", "IE DE"),
        ("Azure West Europe", "NL"),
        ("Germany West Central", "DE"),
        ("Estados Unidos; Saksa; 日本", "US DE JP"),
        ("Germany only", "DE"),
        ("EL; UK", "GR GB"),
        ("San Francisco, CA, USA", "US"),
        ("Atlanta, Georgia, USA", "US"),
        ("Frankfurt, DE", "DE"),
        ("Oslo, NO; SE, NO", "NO SE NO"),
        ("Data Center in Virginia, USA", "US"),
        ("Trinidad and Tobago", "TT"),
        ("Congo (DRC), Kenya", "CD KE"),
        ("Hong Kong SAR, Japan", "HK JP"),
        ("Macau SAR, China", "MO CN"),
        ("Jersey City, New Jersey", "US"),
        ("Lebanon, New Hampshire", "US"),
        ("Cuba, New York", "US"),
        ("Panama City, Florida", "US"),
        ("St. Helena, California", "US"),
    ],
)
def test_countries_in_the_usual_ways(text: str, codes: str) -> None:
    assert [place.country for place in read_places(text)] == codes.split()


def test_a_place_that_could_be_two_is_no_city_of_the_country_behind_it() -> None:
    georgia, armenia = read_places("Georgia, Armenia")

    assert "could be in GE, US" in georgia.doubt
    assert armenia.country == "AM"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("worldwide", "names no single country"),
        ("weltweit", "names no single country"),
        ("monde entier", "names no single country"),
        ("EWR", "names no single country"),
        ("UE", "names no single country"),
        ("West Europe", "names no country that we know"),
        ("Georgia", "could be in GE, US"),
        ("Atlanta, Georgia", "could be in GE, US"),
        ("San Francisco, CA", "could be in CA, US"),
        ("Wilmington, DE", "could be in DE, US"),
        ("Congo", "could be in CD, CG"),
        ("New Jersey", "names no country that we know"),
        ("Not in the USA", "says where it is not"),
        ("outside the EU", "says where it is not"),
        ("Paris", "names no country that we know"),
        ("Mars", "names no country that we know"),
    ],
)
def test_what_is_no_country_for_sure_is_kept_and_told(text: str, sentence: str) -> None:
    (place,) = read_places(text)

    assert (place.wording, place.country) == (text, "")
    assert sentence in place.doubt


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hosted in Germany with support from India", [("DE", "hosting"), ("IN", "access")]),
        (
            "Hosting: Germany; Support: India, Philippines",
            [("DE", "hosting"), ("IN", "access"), ("PH", "access")],
        ),
        (
            "Gehostet in Deutschland, Zugriff aus Indien und den USA",
            [("DE", "hosting"), ("IN", "access"), ("US", "access")],
        ),
        ("Hébergé en France, support depuis le Maroc", [("FR", "hosting"), ("MA", "access")]),
        ("hosted in the EU, support from India", [("", "hosting"), ("IN", "access")]),
        ("Germany; USA", [("DE", ""), ("US", "")]),
    ],
)
def test_sentences_say_what_happens_where(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(place.country, place.kind) for place in read_places(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "2024-06-01",
        "2024/06/01",
        "1.6.2024",
        "1 June 2024",
        "June 1st, 2024",
        "1. Juni 2024",
        "1er juin 2024",
        "2024-06-01T00:00:00Z",
        "01.06.24",
        "45444",
    ],
)
def test_one_day_in_many_forms(text: str) -> None:
    assert read_day(text) == date(2024, 6, 1)


def test_the_column_settles_which_number_is_the_day() -> None:
    assert read_day("02/03/2024", day_first=True) == date(2024, 3, 2)
    assert read_day("02/03/2024", day_first=False) == date(2024, 2, 3)
    assert read_day("03/25/2024") == date(2024, 3, 25)
    with pytest.raises(UnclearDay, match="could be two days"):
        read_day("02/03/2024")


@pytest.mark.parametrize("text", ["June 2024", "06/2024", "2024"])
def test_a_month_is_no_day(text: str) -> None:
    with pytest.raises(UnclearDay, match="names no day"):
        read_day(text)


def test_two_digits_and_numbers_of_a_spreadsheet_are_told() -> None:
    assert "in 2024" in understand("01.06.24").remark
    assert "a spreadsheet counts days" in understand("45444").remark


@pytest.mark.parametrize(
    ("text", "kinds", "module"),
    [
        ("SCC Module 2", [Kind.SCC], "2"),
        ("SCCs (C2P)", [Kind.SCC], "2"),
        ("Standardvertragsklauseln (Modul Zwei)", [Kind.SCC], "2"),
        ("clauses contractuelles types (module 3)", [Kind.SCC], "3"),
        ("DPA, SCC (Module 3: processor to processor)", [Kind.DPA, Kind.SCC], "3"),
        ("EU SCCs (2021/914)", [Kind.SCC], ""),
        ("2021/915 SCC", [Kind.DPA], ""),
        ("SCC 2021/914 and 2021/915", [Kind.DPA, Kind.SCC], ""),
        ("UK Addendum", [Kind.UK_ADDENDUM], ""),
        ("IDTA", [Kind.IDTA], ""),
        ("BCR-P", [Kind.BCR], ""),
        ("2010/87/EU model clauses", [Kind.OTHER], ""),
        ("Adequacy decision", [], ""),
        ("Master services agreement", [Kind.OTHER], ""),
        ("2021/914", [Kind.SCC], ""),
        ("SCC, Implementing Decision (EU) No 2021/914", [Kind.SCC], ""),
        ("no DPA", [], ""),
        ("DPA pending", [], ""),
        ("DPA not signed", [], ""),
        ("AVV gekündigt", [], ""),
    ],
)
def test_clauses_and_their_module(text: str, kinds: list[Kind], module: str) -> None:
    found = read_clauses(text, heading="agreement")

    assert (list(found.kinds), found.module) == (kinds, module)


def test_a_certificate_covers_what_it_names() -> None:
    found = read_clauses("EU-US DPF, Swiss-US DPF and UK Extension", heading="mechanism")

    assert list(found.kinds) == [Kind.DPF]
    assert found.covers == ("covers_eu", "covers_swiss", "covers_uk")
    assert read_clauses("DPF", heading="mechanism").covers == ()


def test_what_the_clauses_are_not_is_said() -> None:
    assert "2021/914" in read_clauses("SCC 2021/915", heading="x").remarks[0]
    assert "several modules" in read_clauses("SCC Module 2 and 3", heading="x").doubts[0]
    assert "repealed" in read_clauses("SCC 2010/87", heading="x").doubts[0]
