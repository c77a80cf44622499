"""Questions to a vendor: a workbook that is sent, read back, and made into an assessment."""

from ropa.services.questionnaire.answers import assess, begin, take
from ropa.services.questionnaire.questions import EDITION, Question, questions_of
from ropa.services.questionnaire.reading import Refused, read_answers
from ropa.services.questionnaire.risk import Suggestion, suggest
from ropa.services.questionnaire.sheet import as_workbook

__all__ = (
    "EDITION",
    "Question",
    "Refused",
    "Suggestion",
    "as_workbook",
    "assess",
    "begin",
    "questions_of",
    "read_answers",
    "suggest",
    "take",
)
