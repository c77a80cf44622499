"""The list of a source that comes again: what it added, changed and took away."""

from datetime import date
from typing import Any

import pytest

from ropa.choices.vendors import SourceKind
from ropa.models import (
    Organisation,
    SubProcessing,
    Vendor,
    VendorListEntry,
    VendorSource,
    VendorUse,
)
from ropa.services.vendor_import import ImportReport, Origin, open_list, take_list
from ropa.vendor_lists.reading import UnreadableFile
from tests.factories import SourceFactory, SubProcessingFactory, VendorFactory
from tests.ropa.vendor_files import history_count, make_register, names, outcomes

pytestmark = pytest.mark.django_db
FIRST, LATER, LAST = date(2026, 11, 1), date(2026, 11, 20), date(2026, 12, 1)


@pytest.fixture
def ours() -> Organisation:
    return make_register()


@pytest.fixture
def source(ours: Organisation) -> VendorSource:
    return SourceFactory.create(organisation=ours, code="tools", title="Tools")


def take(
    source: VendorSource, data: str, *, on: date = FIRST, dry_run: bool = False, **mapping: str
) -> ImportReport:
    source.refresh_from_db()
    table, columns = open_list(data.encode(), filename="list.csv", mapping=mapping, source=source)
    return take_list(
        source.organisation, table, columns, dry_run=dry_run, origin=Origin(source, on)
    )


def entry(spelling: str) -> VendorListEntry:
    return VendorListEntry.objects.get(spelling=spelling)


def told(report: ImportReport) -> list[tuple[str, str]]:
    return [(each.kind.value, each.spelling) for each in report.differences]


LIST = "vendor,service,country,Team\nHotjar,recordings,Malta,web\nWix,pages,Israel,web\n"


class TestEntries:
    def test_every_row_is_kept_with_its_raw_cells_beside_what_was_understood(
        self, source: VendorSource
    ) -> None:
        take(source, LIST)

        kept = entry("Hotjar")
        assert kept.raw == {
            "vendor": "Hotjar",
            "service": "recordings",
            "country": "Malta",
            "Team": "web",
        }
        assert kept.understood["vendors"] == ["Hotjar"]
        assert kept.understood["countries"] == ["MT"]
        assert kept.vendor == Vendor.objects.get(name="Hotjar")
        assert (kept.first_seen_on, kept.line) == (FIRST, 2)

    def test_a_refused_row_is_kept_with_what_was_not_understood(self, source: VendorSource) -> None:
        take(source, "vendor,role\nWix,boss\n")

        kept = entry("Wix")
        assert kept.vendor is None
        assert '"boss" is no role' in kept.not_understood

    def test_rows_that_name_the_same_are_told_and_both_kept(self, source: VendorSource) -> None:
        report = take(source, "vendor,service,note\nWix,pages,one\nWix,pages,\nWix,pages,\n")

        assert VendorListEntry.objects.filter(spelling="Wix").count() == 3
        assert "It names the same as line 2, for the same." in report.rows[1].messages
        assert "The same as line 3." in report.rows[2].messages

    def test_a_dry_run_keeps_nothing(self, source: VendorSource) -> None:
        report = take(source, LIST, dry_run=True)

        assert report.since_last_time == {"added": 2, "changed": 0, "removed": 0}
        assert not VendorListEntry.objects.exists()
        source.refresh_from_db()
        assert source.mapping == {}


class TestAgain:
    def test_the_same_list_changes_nothing(self, source: VendorSource) -> None:
        take(source, LIST)
        before = (history_count(), VendorListEntry.history.count(), VendorSource.history.count())

        report = take(source, LIST, on=LATER)

        assert outcomes(report) == ["unchanged", "unchanged"]
        assert not report.differences
        after = (history_count(), VendorListEntry.history.count(), VendorSource.history.count())
        assert after == before

    def test_what_was_added_changed_and_removed_is_told_with_the_cells(
        self, source: VendorSource
    ) -> None:
        take(source, LIST)

        report = take(
            source,
            "vendor,service,country,Team\nWix,pages,Ireland,web\nLoggly,logs,,ops\n",
            on=LATER,
        )

        assert told(report) == [("removed", "Hotjar"), ("changed", "Wix"), ("added", "Loggly")]
        assert report.differences[1].changes == {"country": ("Israel", "Ireland")}
        assert report.as_json()["removed"] == 1
        assert report.as_json()["source"] == "tools"

    def test_a_service_in_other_words_is_a_change_and_not_another_entry(
        self, source: VendorSource
    ) -> None:
        take(source, LIST)

        report = take(source, LIST.replace("pages", "pages and shop"), on=LATER)

        assert told(report) == [("changed", "Wix")]
        assert VendorListEntry.objects.count() == 2

    def test_removal_marks_the_entry_and_deletes_nothing(self, source: VendorSource) -> None:
        take(source, LIST)

        take(source, "vendor,service\nWix,pages\n", on=LATER)

        assert entry("Hotjar").removed_on == LATER
        assert names() == {"Hotjar", "Wix"}
        assert VendorUse.objects.filter(vendor__name="Hotjar").exists()

    def test_an_entry_that_comes_back_loses_the_mark(self, source: VendorSource) -> None:
        take(source, LIST)
        take(source, "vendor,service,country,Team\nWix,pages,Israel,web\n", on=LATER)

        report = take(source, LIST, on=LAST)

        assert told(report) == [("back", "Hotjar")]
        assert report.since_last_time["added"] == 1
        assert (entry("Hotjar").removed_on, entry("Hotjar").first_seen_on) == (None, FIRST)

    def test_a_list_without_rows_takes_nothing_away(self, source: VendorSource) -> None:
        take(source, LIST)

        report = take(source, "vendor,service,country,Team\n", on=LATER)

        assert not report.differences
        assert not VendorListEntry.objects.gone().exists()

    def test_two_sources_do_not_touch_each_others_entries(self, source: VendorSource) -> None:
        other = SourceFactory.create(organisation=source.organisation)
        take(source, LIST)

        take(other, "vendor\nWix\n", on=LATER)

        assert not VendorListEntry.objects.gone().exists()


class TestColumns:
    def test_what_was_confirmed_is_proposed_the_next_time(self, source: VendorSource) -> None:
        take(source, "Tool,What,Service\nWix,x,pages\n", What="note")

        take(source, "Tool,What,Service\nWix,y,pages\n", on=LATER)

        assert VendorUse.objects.get().note == "y"

    def test_a_column_that_was_not_read_is_not_read_again(self, source: VendorSource) -> None:
        source.mapping = {"tool": "name", "service": ""}
        source.save()

        take(source, "Tool,Service\nWix,pages\n")

        assert not VendorUse.objects.exists()

    def test_headings_that_changed_are_told(self, source: VendorSource) -> None:
        take(source, "vendor,service\nWix,pages\n")

        report = take(source, "vendor,purpose of use\nWix,pages\n", on=LATER)

        said = " ".join(report.messages)
        assert 'The column "service", read as service the last time, is not there' in said
        assert '"purpose of use" was not there the last time' in said

    def test_a_column_of_names_that_is_gone_is_a_sentence(self, source: VendorSource) -> None:
        take(source, "Wer,service\nWix,pages\n", Wer="name")

        with pytest.raises(UnreadableFile, match="No column is recognised"):
            take(source, "Was,service\nWix,pages\n")


@pytest.fixture
def chain(ours: Organisation) -> VendorSource:
    vendor = VendorFactory.create(organisation=ours, name="Mailgun")
    return SourceFactory.create(
        organisation=ours, kind=SourceKind.SUB_PROCESSORS, vendor=vendor, title="Mailgun's list"
    )


def links() -> set[tuple[Any, ...]]:
    return set(SubProcessing.objects.values_list("vendor__name", "sub_processor__name", "service"))


class TestSubProcessors:
    def test_each_row_is_a_link_and_no_use_of_ours(self, chain: VendorSource) -> None:
        report = take(
            chain,
            "Sub-processor,Service,Location,Data limitation,Effective date\n"
            "AWS,hosting,Ireland,e-mails,2024-03-01\nFastly,delivery,,,\n",
        )

        assert outcomes(report) == ["created", "created"]
        assert links() == {("Mailgun", "AWS", "hosting"), ("Mailgun", "Fastly", "delivery")}
        link = SubProcessing.objects.get(sub_processor__name="AWS")
        assert (link.data, link.since_on) == ("e-mails", date(2024, 3, 1))
        assert link.source == "Mailgun's list"
        assert not VendorUse.objects.exists()

    def test_again_it_changes_nothing_and_another_service_changes_the_link(
        self, chain: VendorSource
    ) -> None:
        take(chain, "Sub-processor,Service\nAWS,hosting\n")

        again = take(chain, "Sub-processor,Service\nAWS,hosting\n", on=LATER)
        other = take(chain, "Sub-processor,Service\nAWS,hosting and backups\n", on=LAST)

        assert outcomes(again) == ["unchanged"]
        assert outcomes(other) == ["updated"]
        assert links() == {("Mailgun", "AWS", "hosting and backups")}

    def test_a_vendor_is_not_its_own_sub_processor(self, chain: VendorSource) -> None:
        report = take(chain, "Sub-processor,Service\nMailgun,mail\nAWS,hosting\n")

        assert outcomes(report) == ["refused", "created"]
        assert report.rows[0].messages == ["A vendor cannot be its own sub-processor."]
        assert links() == {("Mailgun", "AWS", "hosting")}

    def test_a_circle_is_refused_with_its_way_and_the_other_rows_are_taken(
        self, chain: VendorSource
    ) -> None:
        ours = {"organisation": chain.organisation}
        far, near = (VendorFactory.create(name=name, **ours) for name in ("Far", "Near"))
        SubProcessingFactory.create(vendor=far, sub_processor=near)
        SubProcessingFactory.create(vendor=near, sub_processor=chain.vendor)

        report = take(chain, "Sub-processor\nFar\nAWS\n")

        assert outcomes(report) == ["refused", "created"]
        assert report.rows[0].messages == [
            "That would close a circle of sub-processors: Mailgun → Far → Near → Mailgun."
        ]

    def test_a_link_that_is_no_longer_listed_is_not_ended_by_itself(
        self, chain: VendorSource
    ) -> None:
        take(chain, "Sub-processor\nAWS\nFastly\n")

        report = take(chain, "Sub-processor\nFastly\n", on=LATER)

        assert told(report) == [("removed", "AWS")]
        assert entry("AWS").removed_on == LATER
        assert SubProcessing.objects.get(sub_processor__name="AWS").ended_on is None

    def test_an_ended_link_that_is_listed_is_said(self, chain: VendorSource) -> None:
        aws = VendorFactory.create(organisation=chain.organisation, name="AWS")
        SubProcessingFactory.create(
            vendor=chain.vendor, sub_processor=aws, service="", ended_on=FIRST
        )

        report = take(chain, "Sub-processor\nAWS\n", on=LATER)

        assert "The link ended on 2026-11-01" in " ".join(report.rows[0].messages)
