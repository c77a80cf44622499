"""The risk that answers suggest, with its reasons; the officer decides."""

from dataclasses import dataclass

from ropa.choices.vendors import Risk
from ropa.services.questionnaire.questions import (
    ANY,
    NOT_APPLICABLE,
    AnswerKind,
    Question,
    questions_of,
)
from ropa.services.questionnaire.reading import Answers

KNOCK_OUT = 5  # a weight at which one answer alone makes the risk high
# Share of the weight that answers lost, in per cent, up to which the risk is this.
LEVELS = ((10, Risk.LOW), (30, Risk.MEDIUM), (60, Risk.HIGH), (100, Risk.CRITICAL))


@dataclass(frozen=True)
class Suggestion:
    """`share` is the weight lost in per cent; `reasons` are the questions that lost it."""

    risk: Risk
    share: int
    reasons: tuple[tuple[Question, str], ...]


def suggest(answers: Answers, *, edition: str) -> Suggestion:
    """Return the risk by the weights of the questions; what does not apply counts nothing."""
    asked = [
        (question, answers[question.code]["answer"])
        for question in questions_of(edition)
        if question.weight and question.code in answers
    ]
    counted = [(q, answer) for q, answer in asked if _counts(q, answer)]
    lost = [(q, answer) for q, answer in counted if not _is_good(q, answer)]
    whole = sum(q.weight for q, _answer in counted) or 1
    share = 100 * sum(q.weight for q, _answer in lost) // whole
    risk = next(level for most, level in LEVELS if share <= most)
    if risk in (Risk.LOW, Risk.MEDIUM) and any(q.weight >= KNOCK_OUT for q, _answer in lost):
        risk = Risk.HIGH
    reasons = sorted(lost, key=lambda each: -each[0].weight)
    return Suggestion(risk, share, tuple(reasons))


def _counts(question: Question, answer: str) -> bool:
    """A day that does not apply never came: that counts."""
    return answer != NOT_APPLICABLE or question.kind == AnswerKind.DATE


def _is_good(question: Question, answer: str) -> bool:
    if question.good == (ANY,):
        return answer not in ("", NOT_APPLICABLE)
    return answer in question.good
