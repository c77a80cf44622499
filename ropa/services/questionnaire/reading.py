"""Reads the workbook that came back: all answers, or a sentence for each cell that is wrong."""

import warnings
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from config.widgets import tidy
from ropa.models import Questionnaire
from ropa.services.questionnaire.questions import (
    NOT_APPLICABLE,
    AnswerKind,
    Question,
    questions_of,
)
from ropa.services.questionnaire.sheet import (
    ABOUT,
    ANSWER,
    CODE,
    HEADER,
    REMARK,
    SHEET,
    TEXT,
    about,
)
from ropa.vendor_lists.table import UnreadableFile
from ropa.vendor_lists.workbook_guard import refuse_dangerous

MAX_SIZE = 2 * 2**20  # bytes
LONGEST = 5_000  # characters of an answer or remark
_BEYOND = 50  # rows and columns after the questions that are looked at, too
_MOST_TOLD = 50  # sentences

Answers = dict[str, dict[str, str]]  # code of the question -> "answer", "remark"
Row = tuple[Any, ...]


class Refused(Exception):
    """The workbook is not taken; `sentences` say why, each with the address of its cell."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def read_answers(data: bytes, questionnaire: Questionnaire) -> Answers:
    """Return every answer of a workbook that belongs to the questionnaire.

    Raises `Refused` for a workbook that can't or should not be opened, that is another one, or
    in which any cell is not what it should be.
    """
    sheets = _open(data)
    _refuse_foreign(sheets, questionnaire)
    questions = questions_of(questionnaire.edition)
    rows = sheets[SHEET]
    found: Answers = {}
    wrong: list[str] = []
    for number, question in enumerate(questions, start=HEADER + 1):
        row = rows[number - 1] if number <= len(rows) else ()
        trouble = _shifted(row, number, question)
        answer, remark, *more = (*_read(row, number, question), *trouble)
        wrong += [*more]
        found[question.code] = {"answer": answer, "remark": remark}
    wrong += _foreign(rows, HEADER + len(questions))
    if wrong:
        raise Refused(*wrong[:_MOST_TOLD])
    return found


def _open(data: bytes) -> dict[str, list[Row]]:
    if len(data) > MAX_SIZE:
        raise Refused(_("The file is too large for a questionnaire. Send back the one you got."))
    try:
        if refuse_dangerous(data).has_formulas:
            raise Refused(_("The workbook contains formulas. Enter plain answers, and save it."))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out
            workbook = load_workbook(BytesIO(data), read_only=True, data_only=True)
        return {each.title: _rows(each) for each in workbook.worksheets}
    except UnreadableFile as wrong:
        raise Refused(str(wrong)) from wrong
    except Refused:
        raise
    except Exception as wrong:  # zipfile and openpyxl let pass whatever breaks inside them
        raise Refused(
            _("This is no workbook, or it is damaged. Save the one you got as .xlsx.")
        ) from wrong


def _rows(sheet: Any) -> list[Row]:
    last = HEADER + 200 + _BEYOND
    return list(
        sheet.iter_rows(min_row=1, max_row=last, max_col=REMARK + _BEYOND, values_only=True)
    )


def _refuse_foreign(sheets: dict[str, list[Row]], questionnaire: Questionnaire) -> None:
    ours = about(questionnaire)
    theirs = {str(row[0]): str(row[1]) for row in sheets.get(ABOUT, ()) if len(row) > 1 and row[0]}
    if SHEET not in sheets or theirs.get("form") != ours["form"]:
        raise Refused(
            _("This is no questionnaire of ours. Choose the workbook that the vendor got from you.")
        )
    if theirs.get("questionnaire") != ours["questionnaire"]:
        raise Refused(
            _("This workbook belongs to questionnaire %(theirs)s, not to %(ours)s. Read it there.")
            % {"theirs": theirs.get("questionnaire"), "ours": ours["questionnaire"]}
        )
    if theirs != ours:
        raise Refused(
            _("This workbook has other questions (edition %(theirs)s). Send %(ours)s once more.")
            % {"theirs": theirs.get("edition"), "ours": ours["edition"]}
        )


def _shifted(row: Row, number: int, question: Question) -> list[str]:
    """Say whether another question stands in the row than was asked there."""
    code, text = _text(row, CODE), _text(row, TEXT)
    if code != question.code:
        said = {"cell": f"A{number}", "ours": question.code, "theirs": code or _("nothing")}
        return [
            _("%(cell)s: here stood %(ours)s, and now %(theirs)s. Put the rows back in place.")
            % said
        ]
    if not text.startswith(question.text):
        return [_("C%(row)s: the question was changed. Answer the one we asked.") % {"row": number}]
    return []


def _read(row: Row, number: int, question: Question) -> list[str]:
    """Return answer and remark, and after them a sentence for each that is wrong."""
    value = row[ANSWER - 1] if len(row) >= ANSWER else None
    remark = _text(row, REMARK)
    answer, trouble = _answer(value, question)
    wrong = []
    if trouble:
        wrong.append(f"D{number} ({question.code}): {trouble}")
    if len(remark) > LONGEST:
        wrong.append(f"E{number} ({question.code}): {_too_long()}")
    return [answer, remark, *wrong]


def _answer(value: Any, question: Question) -> tuple[str, str]:
    """Return what an answer means, and what is wrong with it."""
    text = _plain(value)
    if not text:
        return "", _("there is no answer. Where it does not apply, write “Not applicable”.")
    if len(text) > LONGEST:
        return "", _too_long()
    if question.choices:
        known = {each.casefold(): each for each in question.choices}
        if text.casefold() in known:
            return known[text.casefold()], ""
        named = {"text": text[:60], "choices": "; ".join(question.choices)}
        return "", _("“%(text)s” is none of the answers offered: %(choices)s.") % named
    if question.kind == AnswerKind.DATE:
        return _day(text)
    return text, ""


def _day(text: str) -> tuple[str, str]:
    if text.casefold() == NOT_APPLICABLE.casefold():
        return NOT_APPLICABLE, ""
    try:
        return date.fromisoformat(text).isoformat(), ""
    except ValueError:
        return "", _("“%(text)s” is no day. Write it as 2026-11-22.") % {"text": text[:60]}


def _foreign(rows: list[Row], last: int) -> list[str]:
    """Say of every cell after the questions and beside them that nothing is expected there."""
    return [
        _("%(cell)s: nothing is expected here. Move it into the remark of its question.")
        % {"cell": f"{get_column_letter(column)}{number}"}
        for number, row in enumerate(rows, start=1)
        for column, value in enumerate(row, start=1)
        if _plain(value) and (number > last or (number > HEADER and column > REMARK))
    ]


def _text(row: Row, column: int) -> str:
    return _plain(row[column - 1]) if len(row) >= column else ""


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else tidy(str(value))


def _too_long() -> str:
    return _("the text is longer than %(most)s characters. Shorten it.") % {"most": f"{LONGEST:,}"}
