"""Reminders: one digest for each reader, each step of a ladder once, and none lost.

What was sent is stored, so that a missed run still sends and nothing is sent twice. Two runs at
once write the same rows, and the database lets one of them through.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from smtplib import SMTPException
from typing import Any

from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from ropa.services.ladder import Ladder

Step = tuple[Any, int]  # a record, and how many days before

log = logging.getLogger("ropa")


class NotSent(Exception):
    """No reminder could be handed over, with the sentence to show; the next run tries again."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a digest says. A subject names nobody and nothing, for it is read on the way."""

    subject: Callable[[int], str]  # of so many
    opening: StrOrPromise
    before: StrOrPromise  # a line about `what` of `organisation`, and its `day`
    after: StrOrPromise  # the same once the day has passed
    closing: StrOrPromise
    failed: StrOrPromise  # none was taken, because of `why`


@dataclass(frozen=True, kw_only=True)
class Reminding:
    """One kind of reminder: of which records, who is told, and where it is stored."""

    right: str  # who has it is told
    ladder: Ladder
    reminder: Any  # the model whose rows tell what was sent
    key: str  # its foreign key to the record
    day: str  # the field of the record with the day
    rows: Callable[[date, date], QuerySet[Any]]  # records whose day lies no later than the first
    wording: Wording

    def day_of(self, record: Any) -> date:
        return getattr(record, self.day)  # type: ignore[no-any-return]


def remind(kind: Reminding, *, on: date) -> int:
    """Send one digest to every reader with an address; return how many records it names.

    Raises `NotSent`, with nothing stored, where there is no such reader or no message could be
    handed over: the next run tries again.
    """
    steps = _unsent(kind, on)
    readers = _addresses(kind)
    if not steps:
        return 0
    if not readers:
        raise NotSent(
            _("%(what)s, but nobody who may act on it has an e-mail address. Enter one: People.")
            % {"what": kind.wording.subject(len(steps))}
        )
    now = timezone.now()
    reminders = [
        kind.reminder(
            **{kind.key: record}, due_on=kind.day_of(record), days_before=step, sent_at=now
        )
        for record, step in steps
    ]
    try:
        with transaction.atomic():
            kind.reminder.objects.bulk_create(reminders)
            _send(kind, readers, steps, on)
    except IntegrityError:  # another run is sending the same
        return 0
    return len(steps)


def _unsent(kind: Reminding, on: date) -> list[Step]:
    """Return the records that have reached a step for which no reminder was sent."""
    furthest = on + timedelta(days=kind.ladder.steps[0])
    reached = []
    for record in kind.rows(furthest, on).select_related("organisation"):
        step = kind.ladder.step_on(kind.day_of(record), on=on)
        if step is not None:
            reached.append((record, step))
    sent = set(
        kind.reminder.objects.filter(
            **{f"{kind.key}__in": [record.pk for record, _step in reached]}
        ).values_list(kind.key, "due_on", "days_before")
    )
    return [(r, step) for r, step in reached if (r.pk, kind.day_of(r), step) not in sent]


def _addresses(kind: Reminding) -> list[str]:
    readers = User.objects.with_perm(kind.right, include_superusers=False)
    return sorted(readers.exclude(email="").values_list("email", flat=True).distinct())


def _send(kind: Reminding, readers: list[str], steps: list[Step], on: date) -> None:
    """Hand over a message to each reader. Raises `NotSent` where none was taken."""
    subject, text = kind.wording.subject(len(steps)), _digest(kind, steps, on)
    failed = []
    for reader in readers:
        try:
            EmailMessage(subject, text, to=[reader]).send()
        except (SMTPException, OSError) as wrong:
            failed.append(type(wrong).__name__)  # its text may name an address
            log.error("A reminder was not taken: %s", type(wrong).__name__)
    if len(failed) == len(readers):
        raise NotSent(str(kind.wording.failed) % {"why": failed[0]})


def _digest(kind: Reminding, steps: list[Step], on: date) -> str:
    ordered = sorted(steps, key=lambda step: (kind.day_of(step[0]), str(step[0])))
    lines = [_line(kind, record, on) for record, _step in ordered]
    return "\n".join(
        [str(kind.wording.opening), "", *lines, "", str(kind.wording.closing)],
    )


def _line(kind: Reminding, record: Any, on: date) -> str:
    day = kind.day_of(record)
    said = {
        "organisation": record.organisation.name,
        "what": record,
        "day": date_format(day, "j F Y"),
    }
    return "- " + str(kind.wording.after if day < on else kind.wording.before) % said
