"""The questions as they are shipped, by edition; an edition never changes once it was sent."""

import csv
import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "reference" / "questionnaire.csv"
EDITION = "2026-1"  # of new questionnaires
NOT_APPLICABLE = "Not applicable"
ANY = "any"  # a day that is good whichever it is; none is not


class AnswerKind(StrEnum):
    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"
    DATE = "date"


@dataclass(frozen=True)
class Question:
    """`weight` is what an answer other than a `good` one counts, from 0 to 5."""

    code: str
    section: str
    text: str
    kind: AnswerKind
    options: tuple[str, ...]
    weight: int
    good: tuple[str, ...]
    article: str

    @property
    def choices(self) -> tuple[str, ...]:
        """What may stand in the answer; empty where anything of its kind may."""
        if self.kind == AnswerKind.YES_NO:
            return ("Yes", "No", NOT_APPLICABLE)
        return (*self.options, NOT_APPLICABLE) if self.options else ()


@cache
def questions_of(edition: str) -> tuple[Question, ...]:
    """Return the questions of an edition in their order; none for an unknown one."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_question(row) for row in csv.DictReader(file) if row["edition"] == edition)


def _question(row: dict[str, str]) -> Question:
    return Question(
        code=row["code"],
        section=row["section"],
        text=row["question"],
        kind=AnswerKind(row["kind"]),
        options=tuple(filter(None, row["options"].split("|"))),
        weight=int(row["weight"]),
        good=tuple(filter(None, row["good"].split("|"))),
        article=row["article"],
    )


def fingerprint(code: str, edition: str) -> str:
    """Return the SHA-256 over a questionnaire's code and all that it asks."""
    said = [code, edition]
    for each in questions_of(edition):
        said += [each.code, each.text, each.kind, *each.options]
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()
