"""Vendor lists taken into a register: who is found, what is kept, what is refused."""

import pytest

from ropa.choices.register import FacetState, VendorRole
from ropa.models import Organisation, Vendor, VendorAlias, VendorLocation, VendorUse
from tests.factories import ActivityFactory, PurposeFactory, VendorFactory
from tests.ropa.vendor_files import (
    MESSY,
    history_count,
    line,
    make_register,
    names,
    only_use,
    outcomes,
    spellings,
    take,
    xlsx,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Organisation:
    return make_register()


class TestEntries:
    """What one cell says: numbers, dashes, brackets, several vendors, nobody."""

    def test_numbers_and_dashes_are_no_part_of_a_name(self, ours: Organisation) -> None:
        take(
            ours,
            "vendor,activities\n11. Hotjar – recordings,website\n13) Wix - pages,website\n"
            "Loggly -logs,account\ntwak.to-application support chat,contact\n",
        )

        assert names() == {"Hotjar", "Wix", "Loggly", "twak.to"}
        assert only_use("Hotjar").service == "recordings"
        assert only_use("twak.to").service == "application support chat"

    def test_brackets_are_a_limit_of_the_use_or_a_stand_in(self, ours: Organisation) -> None:
        report = take(
            ours,
            "vendor,activities\n"
            "tawk.to – chat (anonymous - no user identifiers),contact\n"
            "Mailgun – e-mails (Sendgrid backup),account\n",
        )

        assert only_use("tawk.to").data_limitation == "anonymous - no user identifiers"
        backup = Vendor.objects.get(name="Mailgun").backup_of
        assert backup is not None
        assert backup.name == "Sendgrid"
        assert any('"Sendgrid" was not known' in each for each in report.rows[1].messages)

    def test_an_entry_of_two_vendors_is_two_uses_of_one_spelling(self, ours: Organisation) -> None:
        take(ours, 'vendor,activities\n"9. GCP, Firebase – hosting",account\n')

        assert names() == {"GCP", "Firebase"}
        assert {(use.spelling, use.order) for use in VendorUse.objects.all()} == {
            ("GCP, Firebase", 1)
        }
        assert spellings("GCP") == {"GCP", "GCP, Firebase"}

    def test_a_row_with_a_master_name_is_one_product_of_the_entry(self, ours: Organisation) -> None:
        take(
            ours,
            "name,master name,activities\n"
            "Google Analytics/Tags manager,Google Analytics,website\n"
            "Google Analytics/Tags manager,Google Tag Manager,website\n",
        )

        assert names() == {"Google Analytics", "Google Tag Manager"}
        assert only_use("Google Tag Manager").spelling == "Google Analytics/Tags manager"

    def test_nobody_is_no_vendor_and_unknown_is_refused(self, ours: Organisation) -> None:
        report = take(ours, "vendor,service\nNone,x\ntbd,x\n,x\n")

        assert outcomes(report) == ["unchanged", "refused", "refused"]
        assert "explicitly nobody" in report.rows[0].messages[0]
        assert not names()

    def test_the_own_product_is_no_third_party(self, ours: Organisation) -> None:
        take(ours, "vendor,role\nThe Beispiel software,\nSuite X,own product\nBolt,processor\n")

        own = Vendor.objects.filter(is_own_product=True)
        assert {each.name for each in own} == {"The Beispiel software", "Suite X"}

    def test_an_own_product_that_is_none_is_said(self, ours: Organisation) -> None:
        report = take(ours, "vendor,role,own product\nBolt,own product,no\n")

        assert "the list says that it is none" in report.rows[0].messages[0]


class TestFinding:
    def test_by_master_name_by_name_and_by_spelling(self, ours: Organisation) -> None:
        apollo = VendorFactory.create(organisation=ours, name="Apollo")
        VendorAlias.objects.create(vendor=apollo, spelling="Appollo")

        take(
            ours,
            "name,master name,activities\nAPOLLO,,contact\nappollo,,website\nApo,Apollo,post\n",
        )

        assert names() == {"Apollo"}
        assert apollo.uses.count() == 3
        assert spellings("Apollo") == {"Appollo", "APOLLO", "appollo", "Apo"}

    def test_a_wide_name_does_not_lead_away_from_the_master_name(self, ours: Organisation) -> None:
        VendorFactory.create(organisation=ours, name="Google")

        take(ours, "name,master name,activities\nGoogle,Google Analytics,website\n")

        assert names() == {"Google", "Google Analytics"}

    def test_a_spelling_of_several_vendors_must_be_told_apart(self, ours: Organisation) -> None:
        for name in ("Google Ads", "Google Drive"):
            vendor = VendorFactory.create(organisation=ours, name=name)
            VendorAlias.objects.create(vendor=vendor, spelling="Google")

        report = take(ours, "name,activities\nGoogle,website\n")

        assert outcomes(report) == ["refused"]
        assert "Google Ads, Google Drive" in report.rows[0].messages[0]

    def test_vendors_of_another_organisation_are_not_found(self, ours: Organisation) -> None:
        other = make_register("other", "Other")
        VendorFactory.create(organisation=other, name="Hotjar")

        report = take(ours, "vendor,activities\nHotjar,website\n")

        assert outcomes(report) == ["created"]
        assert VendorUse.objects.get().purpose == line_of(ours, "website")

    def test_near_names_are_suggested_and_never_merged(self, ours: Organisation) -> None:
        VendorFactory.create(organisation=ours, name="Opsgenie")

        report = take(ours, "vendor,service\ntawk.to,chat\nOpsgeneie,alerts\ntwak.to,chat\n")

        assert names() == {"Opsgenie", "Opsgeneie", "tawk.to", "twak.to"}
        near = [(each.line, each.name, each.similar_to) for each in report.suggestions]
        assert near == [(3, "Opsgeneie", "Opsgenie"), (4, "twak.to", "tawk.to")]


def line_of(organisation: Organisation, code: str) -> object:
    return organisation.purposes.get(code=code)


class TestLines:
    def test_an_activity_with_one_line_is_that_line(self, ours: Organisation) -> None:
        take(ours, "vendor,activities\nHotjar,a-website;contact\n")

        assert {use.purpose.code for use in VendorUse.objects.all() if use.purpose} == {
            "website",
            "contact",
        }

    def test_an_unknown_code_or_an_activity_of_several_lines_is_refused(
        self, ours: Organisation
    ) -> None:
        activity = ActivityFactory.create(organisation=ours, code="many")
        for code in ("many-1", "many-2"):
            PurposeFactory.create(activity=activity, code=code)
        ActivityFactory.create(organisation=ours, code="empty")

        report = take(ours, "vendor,activities\nA1,nowhere\nB1,many\nC1,empty\n")

        assert outcomes(report) == ["refused"] * 3
        assert 'no purpose line or activity "nowhere"' in report.rows[0].messages[0]
        assert "many-1, many-2" in report.rows[1].messages[0]
        assert not names()

    def test_a_recipient_makes_a_silent_cell_given(self, ours: Organisation) -> None:
        report = take(ours, "vendor,activities,recipient\nWix,account,no\nHotjar,account,yes\n")

        assert line("account").recipients_state == FacetState.GIVEN
        assert not report.rows[0].messages
        assert "are given now" in report.rows[1].messages[0]

    def test_explicitly_nobody_is_not_overruled(self, ours: Organisation) -> None:
        report = take(ours, "vendor,activities,recipient\nHotjar,marketing,\nWix,marketing,no\n")

        assert outcomes(report) == ["refused", "created"]
        assert "explicitly nobody" in report.rows[0].messages[0]
        assert line("marketing").recipients_state == FacetState.NONE

    def test_inherited_recipients_are_not_overruled(self, ours: Organisation) -> None:
        heir = line("post")
        heir.inherits_from, heir.recipients_state = line("contact"), FacetState.INHERITED
        heir.save()

        assert outcomes(take(ours, "vendor,activities\nHotjar,post\n")) == ["refused"]

    def test_positions_are_kept_and_missing_ones_come_last(self, ours: Organisation) -> None:
        take(ours, "vendor,activities,position\nA1,contact,4\nB1,contact,\nC1,contact,2\n")

        assert {each: only_use(each).order for each in names()} == {"A1": 4, "B1": 5, "C1": 2}

    def test_without_a_line_a_service_or_a_role_makes_a_use(self, ours: Organisation) -> None:
        report = take(ours, "vendor,service,source,note\nHotjar,maps,12,\nWix,,13,Our builder\n")

        assert only_use("Hotjar").purpose is None
        assert not VendorUse.objects.filter(vendor__name="Wix").exists()
        assert Vendor.objects.get(name="Wix").note == "Our builder"
        assert "have no place: source" in report.rows[1].messages[0]


class TestWholeFiles:
    def test_every_row_of_a_messy_list_is_accounted_for(self, ours: Organisation) -> None:
        report = take(ours, MESSY.read_bytes())

        assert len(report.rows) == 18
        assert sum(report.counts.values()) == len(report.rows)
        assert report.counts == {"created": 8, "updated": 0, "unchanged": 2, "refused": 8}
        assert all(row.messages for row in report.refused)
        assert any("Windows-1252" in each for each in report.messages)
        assert any('"Status" is not understood' in each for each in report.messages)
        assert VendorLocation.objects.filter(wording="États-Unis", country="US").exists()

    def test_a_second_import_changes_nothing_and_writes_no_history(
        self, ours: Organisation
    ) -> None:
        take(ours, MESSY.read_bytes())
        before = history_count()

        report = take(ours, MESSY.read_bytes())

        assert report.counts == {"created": 0, "updated": 0, "unchanged": 10, "refused": 8}
        assert history_count() == before
        assert not report.suggestions

    def test_a_dry_run_says_the_same_and_writes_nothing(self, ours: Organisation) -> None:
        before = history_count()
        rehearsed = take(ours, MESSY.read_bytes(), dry_run=True)

        assert not names()
        assert history_count() == before
        assert take(ours, MESSY.read_bytes()).as_json() == rehearsed.as_json()

    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_separators_and_encodings(
        self, ours: Organisation, separator: str, encoding: str
    ) -> None:
        rows = ["Anbieter|Zweck|Land", "Müller & Söhne|Briefe|Österreich", "Zürich AG|Büro|Schweiz"]
        text = "\r\n".join(row.replace("|", separator) for row in rows)

        take(ours, text.encode(encoding))

        assert names() == {"Müller & Söhne", "Zürich AG"}
        assert {each.country for each in VendorLocation.objects.all()} == {"AT", "CH"}

    def test_a_workbook_and_a_markdown_table(self, ours: Organisation) -> None:
        take(ours, xlsx([["Vendor", "Use"], ["Hotjar", "maps"]]), filename="l.xlsx")
        take(ours, "| Vendor | Use |\n|---|---|\n| Wix | pages |\n", filename="l.md")

        assert names() == {"Hotjar", "Wix"}

    def test_ragged_rows(self, ours: Organisation) -> None:
        report = take(ours, "vendor,service,country\nHotjar,maps\nAcme, Inc.,hosting,USA\n")

        assert outcomes(report) == ["created", "refused"]
        assert "fewer than the header" in report.rows[0].messages[0]
        assert '"USA" stands beyond' in report.rows[1].messages[-1]

    def test_the_same_row_twice(self, ours: Organisation) -> None:
        report = take(ours, "vendor,service\nHotjar,maps\nWix,pages\nHotjar,maps\n")

        assert outcomes(report) == ["created", "created", "unchanged"]
        assert report.rows[2].messages == ["The same as line 2."]

    def test_a_long_list_needs_few_queries(
        self, ours: Organisation, django_assert_max_num_queries: object
    ) -> None:
        rows = "\n".join(f"Vendor {n} GmbH,hosting,processor,Germany" for n in range(300))

        with django_assert_max_num_queries(64):  # type: ignore[operator]
            report = take(ours, f"vendor,service,role,country\n{rows}\n")

        assert report.counts["created"] == 300


def test_roles_by_value_label_and_common_words(ours: Organisation) -> None:
    words = ("sub_processor", "Sub-processor", "subprocessor", "Unterauftragsverarbeiter")
    rows = "\n".join(f"Vendor {n},{word}" for n, word in enumerate(words))

    take(ours, f"vendor,role\n{rows}\nA1,Auftragsverarbeiter\nB1,sous-traitant\n")

    roles = [use.role for use in VendorUse.objects.order_by("pk")]
    assert roles == [VendorRole.SUB_PROCESSOR] * 4 + [VendorRole.PROCESSOR] * 2
