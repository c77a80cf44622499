"""Values of vendor lists: places, agreements, days, what differs, and the way out and back."""

from datetime import date
from typing import Any

import pytest

from ropa.choices.register import AgreementKind
from ropa.models import Agreement, Organisation, Vendor, VendorAlias, VendorLocation, VendorUse
from ropa.resources.vendor_list import VendorListResource
from ropa.services.vendor_import.days import read_day
from ropa.services.vendor_import.places import country_code, read_places
from tests import sheets
from tests.factories import VendorFactory, VendorUseFactory
from tests.ropa.vendor_files import (
    history_count,
    line,
    make_register,
    only_use,
    outcomes,
    take,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Organisation:
    return make_register()


class TestPlaces:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("DE", "DE"),
            ("USA", "US"),
            ("U.S.", "US"),
            ("UK", "GB"),
            ("DEU", "DE"),
            ("Deutschland", "DE"),
            ("Allemagne", "DE"),
            ("États-Unis", "US"),
            ("the Netherlands", "NL"),
            ("Czech Republic", "CZ"),
            ("EU", ""),
            ("SU", ""),
            ("various regions", ""),
            ("de", ""),
        ],
    )
    def test_a_country_by_name_or_code(self, text: str, code: str) -> None:
        assert country_code(text) == code

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Germany; USA", [("Germany", "DE"), ("USA", "US")]),
            ("Germany, USA", [("Germany", "DE"), ("USA", "US")]),
            ("Germany / Ireland and USA", [("Germany", "DE"), ("Ireland", "IE"), ("USA", "US")]),
            ("Dublin, Ireland", [("Dublin, Ireland", "IE")]),
            ("Dublin, Ireland, USA", [("Dublin, Ireland", "IE"), ("USA", "US")]),
            ("Frankfurt (Germany)", [("Frankfurt (Germany)", "DE")]),
            ("USA (Virginia)", [("USA (Virginia)", "US")]),
            ("Bosnia and Herzegovina", [("Bosnia and Herzegovina", "BA")]),
            ("EU-West-1; EEA", [("EU-West-1", "IE"), ("EEA", "")]),
        ],
    )
    def test_places_of_a_cell(self, text: str, expected: list[tuple[str, str]]) -> None:
        assert [(each.wording, each.country) for each in read_places(text)] == expected

    def test_the_wording_is_kept_where_no_country_is_known(self, ours: Organisation) -> None:
        report = take(ours, "vendor,country\nHotjar,various regions\n")

        place = VendorLocation.objects.get()
        assert (place.wording, place.country) == ("various regions", "")
        assert "names no single country" in report.rows[0].messages[0]

    def test_the_same_country_in_other_words_is_no_second_place(self, ours: Organisation) -> None:
        take(ours, "vendor,country\nHotjar,Germany\n")

        report = take(ours, "vendor,country\nHotjar,Deutschland\n")

        assert outcomes(report) == ["unchanged"]


class TestDays:
    @pytest.mark.parametrize("text", ["2024-03-31", "31.03.2024", "31. 3. 2024", "31/03/2024"])
    def test_days_in_the_forms_of_the_union(self, text: str) -> None:
        assert read_day(text) == date(2024, 3, 31)

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("30.02.2024", "no calendar"),
            ("31/02/2024", "no calendar"),
            ("soon", "text where a date belongs"),
            ("99999", "text where a date belongs"),
        ],
    )
    def test_other_texts_are_refused(self, ours: Organisation, text: str, sentence: str) -> None:
        report = take(ours, f"vendor,DPA signed on\nHotjar,{text}\n")

        assert outcomes(report) == ["refused"]
        assert sentence in report.rows[0].messages[0]
        assert report.rows[0].messages[0].startswith("DPA signed on: ")


class TestAgreements:
    def test_an_agreement_is_found_again_by_its_kind(self, ours: Organisation) -> None:
        take(ours, "vendor,agreement type,signed on,expires on\nÉlan/X,DPA,01.02.2024,2027-01-31\n")
        take(ours, "vendor,agreement type,signed on\nÉlan/X,AVV,2025-02-01\n")

        agreement = Agreement.objects.get()
        assert agreement.code == "elan-x-dpa"
        assert agreement.kind == AgreementKind.DPA
        assert (agreement.signed_on, agreement.expires_on) == (date(2025, 2, 1), date(2027, 1, 31))

    def test_several_in_one_cell_and_one_in_other_words(self, ours: Organisation) -> None:
        take(ours, "vendor,agreement type\nA1,DPA incl. SCCs\nB1,Master services agreement\n")

        kinds = [(each.kind, each.title) for each in Agreement.objects.order_by("pk")]
        assert kinds[:2] == [
            ("dpa", "Data processing agreement with A1"),
            ("scc", "Standard contractual clauses with A1"),
        ]
        assert kinds[2] == ("other", "Master services agreement")

    def test_yes_below_the_name_of_an_agreement(self, ours: Organisation) -> None:
        report = take(ours, "vendor,DPA\nA1,yes\nB1,No\nC1,n/a\n")

        assert Agreement.objects.get().kind == AgreementKind.DPA
        assert outcomes(report) == ["created"] * 3
        assert take(ours, "vendor,agreement\nD1,yes\n").counts["refused"] == 1

    def test_one_that_ends_before_it_begins_is_refused(self, ours: Organisation) -> None:
        take(ours, "vendor,agreement type,signed on\nA1,DPA,2024-05-01\n")

        report = take(ours, "vendor,agreement type,expires on\nA1,DPA,2024-04-30\n")

        assert outcomes(report) == ["refused"]


class TestDifferences:
    def test_an_empty_cell_erases_nothing_and_a_filled_one_replaces(
        self, ours: Organisation
    ) -> None:
        take(ours, "vendor,website,contact,activities,service\nWix,a.example,x@wix,contact,pages\n")

        report = take(
            ours, "vendor,website,contact,activities,role\nWix,,y@wix,contact,processor\n"
        )

        wix, use = Vendor.objects.get(), VendorUse.objects.get()
        assert (wix.website, wix.contact) == ("a.example", "y@wix")
        assert (use.service, use.role) == ("pages", "processor")
        assert outcomes(report) == ["updated"]
        changes = [(each.what, each.old, each.new) for each in report.rows[0].changes]
        assert changes == [
            ("vendor, contact", "x@wix", "y@wix"),
            ("use, role", "Not stated", "Processor"),
        ]

    def test_two_lines_that_disagree_on_a_vendor(self, ours: Organisation) -> None:
        report = take(ours, "vendor,family,service\nWix,A,pages\nWix,B,mails\nWix,A,forms\n")

        assert outcomes(report) == ["created", "refused", "created"]
        assert report.rows[1].messages == ['family: line 2 says "A", this one "B" (Wix).']
        assert {use.service for use in VendorUse.objects.all()} == {"pages", "forms"}

    def test_another_spelling_of_a_known_use_is_no_second_use(self, ours: Organisation) -> None:
        head = "name,master name,service,activities\n"
        take(ours, f"{head}Appollo,Apollo,mails,contact\n")

        take(ours, f"{head}Apollo,,mails,contact\n")

        assert only_use("Apollo").spelling == "Appollo"

    def test_another_service_is_another_use(self, ours: Organisation) -> None:
        head = "vendor,service,activities\n"
        take(ours, f"{head}Google,sign-in,contact\nGoogle,analytics,contact\n")

        report = take(ours, "vendor,activities,note\nGoogle,contact,which?\n")

        assert VendorUse.objects.count() == 2
        assert "2 services" in report.rows[0].messages[0]

    def test_too_long_a_name_is_refused_and_the_others_are_written(
        self, ours: Organisation
    ) -> None:
        report = take(ours, f"vendor,service\n{'x' * 201},a\nWix,b\n")

        assert outcomes(report) == ["refused", "created"]

    def test_a_vendor_does_not_back_itself_up(self, ours: Organisation) -> None:
        report = take(ours, "vendor,backup of\nA1,B1\nB1,C1\nC1,A1\nD1,D1\n")

        assert outcomes(report) == ["created", "updated", "refused", "refused"]

    def test_a_failure_of_the_database_writes_nothing(
        self, ours: Organisation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*args: Any, **kwargs: Any) -> None:
            raise RuntimeError

        monkeypatch.setattr(type(VendorUse.objects.all()), "bulk_create", fail)
        with pytest.raises(RuntimeError):
            take(ours, "vendor,service\nWix,pages\n")

        assert not Vendor.objects.exists()
        assert Vendor.history.count() == 0


class TestOutAndBack:
    """An export imported again changes nothing, whatever the texts are."""

    NASTY = ("=1+1", "+49 30", "-5 %", "@home", "'=quoted", "Acme, Inc.", 'x; "y"', "\t=tab")

    def test_no_character_is_lost(self, ours: Organisation) -> None:
        for number, text in enumerate(self.NASTY):
            vendor = VendorFactory.create(organisation=ours, name=f"{text} {number}", family=text)
            VendorAlias.objects.create(vendor=vendor, spelling=f"a{number}, {text}")
            VendorLocation.objects.create(vendor=vendor, wording=text, order=1)
            VendorLocation.objects.create(vendor=vendor, country="DE", order=2)
            VendorUseFactory.create(
                vendor=vendor, purpose=line("contact"), spelling=text, service=text, note=text
            )
        VendorFactory.create(organisation=ours, name="Unused, Ltd.", note="=1")
        before = history_count()

        report = take(ours, export(ours))

        assert not [row.changes for row in report.rows if row.changes]
        assert set(outcomes(report)) == {"unchanged"}
        assert len(report.rows) == len(self.NASTY) + 1
        assert history_count() == before

    def test_no_cell_runs_in_a_spreadsheet(self, ours: Organisation) -> None:
        VendorFactory.create(organisation=ours, name="=1+1", contact="@x", note="-1")

        cells = {cell for row in table(ours) for cell in row}

        assert {"'=1+1", "'@x", "'-1"} <= cells
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)

    def test_the_list_fills_an_empty_register_in_the_same_way(self, ours: Organisation) -> None:
        take(ours, "vendor,aliases,activities,country\nWix,Wix.com;W,contact;post,Germany; USA\n")
        other = make_register("other", "Other")

        assert set(outcomes(take(other, export(ours)))) == {"created"}
        assert export(other) == export(ours)


def table(organisation: Organisation) -> Any:
    class Form:
        cleaned_data = {"organisation": organisation}

    return VendorListResource().export(Vendor.objects.all(), export_form=Form())


def export(organisation: Organisation) -> bytes:
    return str(table(organisation).export("csv")).encode()


@pytest.mark.parametrize("code", ["qwak", "quali", "qwasi", "clique", "qontak"])
def test_the_demo_lists_are_taken_whole(code: str) -> None:
    assert sheets.run("load_reference").code == 0
    assert sheets.import_register(sheets.DEMO / code, code).code == 0
    ran = sheets.run(
        "import_vendors", sheets.DEMO / code / "vendor_list.csv", "--organisation", code
    )

    assert ran.code == 0, ran.out
    assert "0 refused" in ran.out
