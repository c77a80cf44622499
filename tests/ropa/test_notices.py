"""Versions of notices: drafted, announced, and published for ever."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.test import Client

from ropa.choices.notice import AnnouncementChannel, Significance, VersionStatus
from ropa.models import (
    Announcement,
    Notice,
    NoticeVersion,
)
from ropa.services import notices
from tests import sheets
from tests.factories import SOME_DAY
from tests.ropa.notice_register import page, ready

ANNOUNCED = date(2026, 11, 2)


def announce(version: NoticeVersion, on: date = ANNOUNCED) -> Announcement:
    return Announcement.objects.create(
        version=version, channel=AnnouncementChannel.EMAIL, announced_on=on, proof="Mailing 7"
    )


class TestPublishing:
    def test_a_draft_has_the_next_number_and_the_text_of_the_register(self, notice: Notice) -> None:
        version = notices.draft(notice.pk)

        assert (version.number, version.status) == (2, VersionStatus.DRAFT)
        assert version.text.startswith("# Notice\n")

    def test_a_published_version_has_its_moment_and_its_hashes(
        self, published: NoticeVersion, by: User
    ) -> None:
        assert published.is_published
        assert published.text_sha256 == notices.sha256_of_text(published.text)
        assert len(published.quoted_sha256) == 64
        assert published.date_in_words == "23 November 2026"  # the day it takes effect
        assert published.history.latest().history_user == by
        assert notices.agrees_with_history(published)

    def test_what_is_missing_is_said_all_at_once(self, notice: Notice, by: User) -> None:
        version = notices.draft(notice.pk)
        version.text = ""
        version.save()

        with pytest.raises(notices.PublicationRefused) as refused:
            notices.publish(version.pk, by=by, on=SOME_DAY)

        for word in ("no text", "significant", "which day"):
            assert word in str(refused.value)

    def test_a_significant_change_waits_for_the_whole_notice_period(
        self, notice: Notice, by: User
    ) -> None:
        """Announced on 2 November, the thirtieth day after it is 2 December."""
        version = ready(notices.draft(notice.pk), significance=Significance.SIGNIFICANT)
        announce(version)
        version.effective_on = date(2026, 12, 2)
        version.save()
        with pytest.raises(notices.PublicationRefused, match="on 3 December 2026 at the earliest"):
            notices.publish(version.pk, by=by, on=SOME_DAY)

        version.effective_on = date(2026, 12, 3)
        version.save()

        assert notices.publish(version.pk, by=by, on=SOME_DAY).is_published

    def test_a_significant_change_without_a_word_is_refused_with_the_earliest_day(
        self, notice: Notice, by: User
    ) -> None:
        version = ready(notices.draft(notice.pk), significance=Significance.SIGNIFICANT)
        announce(version, on=SOME_DAY + timedelta(days=1))  # not made yet

        with pytest.raises(notices.PublicationRefused, match="on 23 December 2026 at the earliest"):
            notices.publish(version.pk, by=by, on=SOME_DAY)

    def test_only_a_draft_is_published(self, published: NoticeVersion, by: User) -> None:
        recorded = published.notice.versions.get(number=1)
        for version in (published, recorded):
            with pytest.raises(notices.PublicationRefused, match="Only a draft"):
                notices.publish(version.pk, by=by, on=SOME_DAY)


class TestArchive:
    @pytest.mark.parametrize(
        "change", [{"text": "Other"}, {"effective_on": SOME_DAY}, {"status": "draft"}]
    )
    def test_no_path_changes_a_published_version(
        self, published: NoticeVersion, change: dict[str, Any]
    ) -> None:
        with pytest.raises(DatabaseError, match="archive"), transaction.atomic():
            NoticeVersion.objects.filter(pk=published.pk).update(**change)

    def test_neither_it_nor_its_notice_is_removed(
        self, published: NoticeVersion, back_office: Client
    ) -> None:
        with pytest.raises(DatabaseError, match="archive"), transaction.atomic():
            published.notice.delete()
        for name, key in (("notice", published.notice_id), ("noticeversion", published.pk)):
            response = back_office.post(page(f"{name}_delete", key), {"post": "yes"}, follow=True)
            assert "is the archive and is kept for ever" in response.content.decode()

        assert NoticeVersion.objects.filter(pk=published.pk).exists()

    def test_its_page_changes_nothing_but_the_note_and_takes_announcements(
        self, published: NoticeVersion, back_office: Client
    ) -> None:
        address = page("noticeversion_change", published.pk)
        rows = {"announcements-TOTAL_FORMS": 1, "announcements-INITIAL_FORMS": 0}
        row = {"order": 1, "channel": "website", "announced_on": "2026-11-21", "proof": "Picture"}
        posted = {f"announcements-0-{name}": value for name, value in row.items()}

        back_office.post(address, {"text": "Other", "note": "Seen", **rows, **posted})

        published.refresh_from_db()
        assert (published.note, published.text[:8]) == ("Seen", "# Notice")
        assert published.announcements.get().proof == "Picture"

    def test_an_import_that_changes_it_is_refused_with_a_sentence(
        self, published: NoticeVersion, tmp_path: Path
    ) -> None:
        row = {"notice": "master", "number": "2", "text": "Other"}
        folder = sheets.write(tmp_path / "changed", notice_versions=[row])

        refusals = sheets.refused(folder, "full")

        assert len(refusals) == 1
        assert "A published version is the archive; text cannot be changed." in refusals[0]

    def test_an_import_that_denies_the_date_it_gives_is_refused(
        self, notice: Notice, tmp_path: Path
    ) -> None:
        row = {"notice": "master", "number": "1", "dated_on": "2024-06-17", "precision": "none"}
        folder = sheets.write(tmp_path / "denied", notice_versions=[row])

        (refusal,) = sheets.refused(folder, "full")

        assert "A version without date has none" in refusal

    @pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
    def test_a_text_longer_than_a_cell_comes_back_whole(
        self, published: NoticeVersion, tmp_path: Path, form: str
    ) -> None:
        draft = notices.draft(published.notice_id)
        draft.text = "# Long\n\n" + "\n".join(f"- =line {number} " for number in range(9_000))
        draft.save()
        text = draft.text
        file = tmp_path / f"full.{'zip' if form == 'csv' else form}"
        assert sheets.export("full", form, "-o", file).code == 0

        ran = sheets.import_register(file, "full")
        assert ran.code == 0
        assert {row["outcome"] for row in ran.result["rows"]} <= {"unchanged"}
        draft.refresh_from_db()
        assert draft.text == text
