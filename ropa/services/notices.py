"""Versions of notices: a draft is made from the register, announced and published.

    draft ──► published

A version that is published is the archive for ever. What was published before the register was
kept here is recorded, and stays recorded.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from config.widgets import tidy
from ropa import periods
from ropa.audit import acting
from ropa.choices.notice import Significance, VersionStatus
from ropa.choices.register import DateKind, DatePrecision
from ropa.export import notice as export
from ropa.export.json import register
from ropa.models import Announcement, Notice, NoticeVersion
from ropa.resources import OrganisationScope, PastScope
from ropa.services.quoted import covered, sha256_of_quoted


class PublicationRefused(Exception):
    """A version that cannot be published, with the sentence to show."""


def blocks_of(notice: Notice, scope: OrganisationScope | None = None) -> list[export.Block]:
    """Return the text of a notice, made from the register as it is, or was in the scope.

    Raises `LookupError` where the scope has no such notice.
    """
    scope = scope or OrganisationScope(notice.organisation.code)
    content = register(scope)
    told = {each.code for each in covered(scope, notice.pk).values()}
    content["activities"] = [each for each in content["activities"] if each["code"] in told]
    own = [each for each in content["notices"] if each["code"] == notice.code]
    if not own:
        raise LookupError(notice.code)
    return export.blocks(content, own[0])


@transaction.atomic
def draft(notice_id: int) -> NoticeVersion:
    """Make a new version of a notice, a draft with the text that the register gives now."""
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    last = notice.versions.aggregate(last=Max("number"))["last"] or 0
    version = NoticeVersion(
        notice=notice,
        number=last + 1,
        status=VersionStatus.DRAFT,
        text=tidy(export.write(blocks_of(notice))),
    )
    version.full_clean()
    version.save()
    return version


@transaction.atomic
def publish(version_id: int, *, by: User, on: date) -> NoticeVersion:
    """Publish a draft on the day `on`; from then on it stays as it is.

    A version without a date gets the day on which it takes effect. Raises `PublicationRefused`
    for what is no draft, or lacks something that `obstacles` names.
    """
    version = NoticeVersion.objects.select_for_update().get(pk=version_id)
    if version.status != VersionStatus.DRAFT:
        raise PublicationRefused(_("Only a draft can be published; this version is none."))
    if lacking := obstacles(version, on=on):
        raise PublicationRefused(" ".join(lacking))
    version.status = VersionStatus.PUBLISHED
    version.text = tidy(version.text)  # as files give it back
    version.published_at = timezone.now()
    version.text_sha256 = sha256_of_text(version.text)
    version.quoted_sha256 = _sha256_from_history(version)
    if version.precision == DatePrecision.NONE:
        version.dated_on, version.precision = version.effective_on, DatePrecision.DAY
        version.date_kind = DateKind.EFFECTIVE
    with acting(user=by, reason=_("Published.")):
        version.full_clean()
        version.save()
    return version


def obstacles(version: NoticeVersion, *, on: date) -> list[str]:
    """Return what keeps a draft from being published on that day; each a sentence."""
    found = []
    if not version.text.strip():
        found.append(_("The version has no text: draft it from the register, or write it."))
    if version.significance == Significance.NOT_ASSESSED:
        found.append(_("Say whether the change is significant."))
    if version.effective_on is None:
        found.append(_("Say on which day the version takes effect."))
    elif version.significance == Significance.SIGNIFICANT:
        found += _announced_too_late(version, version.effective_on, on=on)
    return found


def earliest_effect(
    notice_period: str, announcements: Iterable[Announcement], *, on: date
) -> date | None:
    """Return the first day on which a significant change may take effect; None without a word.

    The whole notice period lies between the first announcement and that day: the day of the
    announcement is not counted, Regulation (EEC, Euratom) No 1182/71, Art. 3(1). Where the
    notice names no period it is the day after. Announcements after `on` are not yet made.
    """
    made = [each.announced_on for each in announcements if each.announced_on <= on]
    return _after(notice_period, min(made)) if made else None


def agrees_with_history(version: NoticeVersion) -> bool:
    """Tell whether text and quoted register of a published version yield their hashes still."""
    return version.text_sha256 == sha256_of_text(
        version.text
    ) and version.quoted_sha256 == _sha256_from_history(version)


def sha256_of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _announced_too_late(version: NoticeVersion, effective: date, *, on: date) -> list[str]:
    period = version.notice.notice_period
    first = earliest_effect(period, version.announcements.all(), on=on)
    if first is None:
        said = _(
            "A significant change is announced before it takes effect: enter the announcement "
            "with its proof. Announced today, the version can take effect on %(day)s at the "
            "earliest."
        )
        return [said % {"day": _day(_after(period, on))}]
    if effective < first:
        said = _(
            "The announcement was too late for %(effective)s: the version can take effect on "
            "%(day)s at the earliest. Change the day, or announce it anew."
        )
        return [said % {"effective": _day(effective), "day": _day(first)}]
    return []


def _after(notice_period: str, announced: date) -> date:
    last = periods.last_day(announced, periods.parse(notice_period)) if notice_period else announced
    return last + timedelta(days=1)


def _sha256_from_history(version: NoticeVersion) -> str:
    assert version.published_at is not None  # noqa: S101
    past = PastScope(version.notice.organisation.code, version.published_at)
    return sha256_of_quoted(past, version.notice_id)


def _day(day: date) -> str:
    return date_format(day, "j F Y")
