"""A gap: what is missing, from which rule that comes, and where it is closed."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

Node = dict[str, Any]


class Verdict(TextChoices):
    """Which question a gap leaves open. A remark is worth a look and no gap.

    A gap that blocks is no missing word: the processing itself may not go on like this, such as
    a transfer that nothing carries. An activity with one is not approved.
    """

    BLOCKING = "blocking", gettext_lazy("Blocks approval")
    ART30 = "art30", gettext_lazy("Art. 30")
    TEMPLATE = "template", gettext_lazy("Our template")
    WARNING = "warning", gettext_lazy("Contradiction or doubt")
    REMARK = "remark", gettext_lazy("Remark")


@dataclass(frozen=True)
class Kind:
    """A kind of gap: its code stays for ever, its sentence says what is missing and what to do.

    `law` is the provision that asks for it; where our template alone asks, it is the one that the
    template serves, or empty. `place` is the field or the rows on the record's page that close it;
    where a whole record is missing, `adds` is the sheet to which one has to be added.
    """

    code: str
    verdict: Verdict
    law: str
    title: StrOrPromise
    sentence: StrOrPromise
    place: str = ""
    adds: str = ""


class Gap(NamedTuple):
    """Something that a record lacks.

    The record is named by its sheet and its code, a vendor by its name. `activities` are the
    codes of the activities that it leaves open; a gap of the register as a whole has none.
    """

    kind: Kind
    sheet: str
    key: str
    activities: tuple[str, ...]
    law: str
    named: dict[str, str]

    @property
    def sentence(self) -> str:
        return str(self.kind.sentence) % self.named

    @property
    def source(self) -> str:
        """The rule it comes from: a provision of the law, or our template."""
        if self.kind.verdict == Verdict.TEMPLATE:
            return (
                _("Our template – %(law)s") % {"law": self.law} if self.law else _("Our template")
            )
        return self.law

    def as_json(self) -> Node:
        return {
            "code": self.kind.code,
            "verdict": self.kind.verdict,
            "sheet": self.sheet,
            "key": self.key,
            "activities": list(self.activities),
            "sentence": self.sentence,
            "source": self.source,
        }


class Findings:
    """Collects gaps, and how many questions of each activity were asked and answered."""

    def __init__(self) -> None:
        self.gaps: list[Gap] = []
        self.asked: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self._joined: dict[tuple[object, ...], int] = {}

    def ask(
        self,
        answered: object,
        kind: Kind,
        sheet: str,
        key: str,
        activity: str,
        *,
        law: str = "",
    ) -> None:
        """Ask a question of the activity; without an answer it is a gap."""
        self.asked[activity] += 1
        if answered:
            self.answered[activity] += 1
        else:
            self.gaps.append(Gap(kind, sheet, key, (activity,), law or kind.law, {}))

    def add(
        self,
        kind: Kind,
        sheet: str,
        key: str,
        activities: tuple[str, ...] = (),
        **named: str,
    ) -> None:
        """Add a gap that is no plain question."""
        self.gaps.append(Gap(kind, sheet, key, activities, kind.law, named))

    def join(
        self,
        kind: Kind,
        sheet: str,
        key: str,
        activities: tuple[str, ...] = (),
        **named: str,
    ) -> None:
        """Add a gap, or its activities to the same one that was joined before."""
        same = (kind.code, sheet, key, *sorted(named.items()))
        index = self._joined.setdefault(same, len(self.gaps))
        if index == len(self.gaps):
            self.add(kind, sheet, key, activities, **named)
        else:
            gap = self.gaps[index]
            together = tuple(dict.fromkeys((*gap.activities, *activities)))
            self.gaps[index] = gap._replace(activities=together)
