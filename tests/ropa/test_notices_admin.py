"""The pages of notices: drafting, publishing, reading, comparing, and what is out of date."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from ropa.models import (
    Notice,
    NoticeVersion,
    RetentionRule,
)
from ropa.services import notices
from tests import factories as make
from tests.ropa.notice_register import page, ready


class TestPages:
    def test_an_officer_drafts_and_publishes_after_reading_what_is_open(
        self, notice: Notice, back_office: Client
    ) -> None:
        back_office.post(page("notice_action", notice.pk, "draft"))
        version = ready(notice.versions.get(number=2))
        asked = back_office.get(page("noticeversion_publish", version.pk)).content.decode()
        assert "To be completed" in asked

        back_office.post(page("noticeversion_publish", version.pk))
        version.refresh_from_db()
        assert not version.is_published  # the points were not confirmed
        back_office.post(page("noticeversion_publish", version.pk), {"seen": "on"})

        version.refresh_from_db()
        assert version.is_published

    def test_publishing_takes_its_permission(self, notice: Notice, client: Client) -> None:
        version = ready(notices.draft(notice.pk))
        auditor = make.UserFactory.create()
        auditor.user_permissions.set(permissions("view_notice", "view_noticeversion"))
        client.force_login(auditor)

        assert client.get(page("noticeversion_read", version.pk)).status_code == 200
        assert client.post(page("noticeversion_publish", version.pk)).status_code == 403
        assert client.get(page("notice_versions", notice.pk)).status_code == 200

    def test_a_stale_notice_is_marked_in_the_list_on_the_home_page_and_row_by_row(
        self, published: NoticeVersion, back_office: Client
    ) -> None:
        assert "up to date" in back_office.get(page("notice_changelist")).content.decode()
        rule = RetentionRule.objects.get(code="R1")
        rule.period = "P90D"
        rule.save()

        for address in (page("notice_changelist"), page("notice_change", published.notice_id)):
            assert "out of date" in back_office.get(address).content.decode()
        assert "Notices out of date" in back_office.get(reverse("admin:index")).content.decode()
        rows = back_office.get(page("noticeversion_drift", published.pk)).content.decode()
        assert "60 days" in rows
        assert "90 days" in rows

    def test_all_versions_are_listed_with_the_precision_of_their_dates(
        self, published: NoticeVersion, back_office: Client
    ) -> None:
        shown = back_office.get(page("notice_versions", published.notice_id)).content.decode()

        assert "June 2024" in shown
        assert "1 June 2024" not in shown
        assert "23 November 2026" in shown

    def test_two_versions_are_compared_and_escaped(
        self, published: NoticeVersion, back_office: Client
    ) -> None:
        other = notices.draft(published.notice_id)
        other.text = f"{published.text}\n\n<b>New</b>\n"
        other.save()
        address = page("notice_compare", published.notice_id)
        shown = back_office.get(f"{address}?old=2&new=3").content.decode()

        assert "<ins>&lt;b&gt;New&lt;/b&gt;</ins>" in shown
        assert back_office.get(f"{address}?old=2&new=x").status_code == 404

    def test_the_archive_is_checked_against_the_history(
        self, published: NoticeVersion, back_office: Client
    ) -> None:
        address = page("noticeversion_action", published.pk, "check")

        shown = back_office.post(address, follow=True).content.decode()

        assert "The archive is whole" in shown
        assert isinstance(published.published_at, datetime)

    def test_a_date_without_a_precision_is_that_of_a_day(
        self, notice: Notice, back_office: Client
    ) -> None:
        version = notice.versions.get()
        said = {
            "number": 1,
            "dated_on": "2024-06-17",
            "precision": "none",
            "date_kind": "not_stated",
            "significance": "not_assessed",
            "announcements-TOTAL_FORMS": 0,
            "announcements-INITIAL_FORMS": 0,
        }
        back_office.post(page("noticeversion_change", version.pk), said)

        version.refresh_from_db()
        assert version.date_in_words == "17 June 2024"
        assert version.precision == "day"

    def test_a_notice_is_removed_only_while_all_its_versions_are_drafts(
        self, notice: Notice, back_office: Client
    ) -> None:
        draft = notices.draft(notice.pk)
        address = page("notice_delete", notice.pk)

        shown = back_office.post(address, {"post": "yes"}, follow=True).content.decode()

        assert "A notice is kept with the versions that are on record" in shown
        assert notice.versions.count() == 2
        notice.versions.exclude(pk=draft.pk).delete()
        back_office.post(address, {"post": "yes"})
        assert not Notice.objects.filter(pk=notice.pk).exists()


def permissions(*names: str) -> Any:
    return Permission.objects.filter(codename__in=names)
