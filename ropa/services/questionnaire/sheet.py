"""The workbook that a vendor fills in: answers are open cells, all else is locked."""

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ropa.models import Questionnaire
from ropa.services.questionnaire.questions import (
    AnswerKind,
    Question,
    fingerprint,
    questions_of,
)

FORM = "vendor-questionnaire"
SHEET, ABOUT, LISTS = "Questions", "about", "lists"
HEADER = 4  # the row above the first question
CODE, TEXT, ANSWER, REMARK = 1, 3, 4, 5  # columns
_WIDTHS = (9, 16, 56, 32, 40)  # characters
_HEIGHT = 32  # points: two lines, for a program that reads locked cells does not stretch them
_OPEN = Protection(locked=False)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_TO_FILL = PatternFill("solid", fgColor="FFF8E1")
_BOLD = Font(bold=True)


def about(questionnaire: Questionnaire) -> dict[str, str]:
    """What the hidden sheet says, by which a workbook is known again."""
    code, edition = questionnaire.code, questionnaire.edition
    return {
        "form": FORM,
        "questionnaire": code,
        "edition": edition,
        "sha256": fingerprint(code, edition),
    }


def as_workbook(questionnaire: Questionnaire) -> bytes:
    """Return the questions as an XLSX workbook, without formulas and without names of persons."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one
    sheet.title = SHEET
    questions = questions_of(questionnaire.edition)
    _head(sheet, questionnaire)
    for row, question in enumerate(questions, start=HEADER + 1):
        _ask(sheet, row, question)
    _offer(workbook, sheet, questions)
    hidden = workbook.create_sheet(ABOUT)
    for said in about(questionnaire).items():
        hidden.append(said)
    for each in workbook.worksheets[1:]:
        each.sheet_state = "hidden"
    for each in workbook.worksheets:
        each.protection.enable()
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


def _head(sheet: Worksheet, questionnaire: Questionnaire) -> None:
    title = _("Questions on the protection of personal data – %(code)s") % {
        "code": questionnaire.code
    }
    sheet["A1"], sheet["A1"].font = title, Font(bold=True, size=14)
    sheet["A2"] = _(
        "Answer every question in the coloured column; say more in the next one. Name no persons. "
        "Leave rows and columns where they are, and send the file back as .xlsx."
    )
    headings = (_("Code"), _("Section"), _("Question"), _("Answer"), _("Remark"))
    for column, heading in enumerate(headings, start=1):
        cell = sheet.cell(HEADER, column, heading)
        cell.font = _BOLD
        sheet.column_dimensions[cell.column_letter].width = _WIDTHS[column - 1]
    sheet.freeze_panes = f"A{HEADER + 1}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _ask(sheet: Worksheet, row: int, question: Question) -> None:
    sheet.row_dimensions[row].height = _HEIGHT
    said = (question.code, question.section, f"{question.text} ({question.article})")
    for column, text in enumerate(said, start=1):
        sheet.cell(row, column, text).alignment = _WRAPPED
    for column in (ANSWER, REMARK):
        cell = sheet.cell(row, column)
        cell.protection, cell.alignment, cell.fill = _OPEN, _WRAPPED, _TO_FILL
        cell.number_format = (
            "yyyy-mm-dd" if column == ANSWER and question.kind == AnswerKind.DATE else "@"
        )


def _offer(workbook: Workbook, sheet: Worksheet, questions: tuple[Question, ...]) -> None:
    """Offer the choices of each answer as a list, from a hidden sheet of their own."""
    lists = workbook.create_sheet(LISTS)
    offered = list(dict.fromkeys(each.choices for each in questions if each.choices))
    for column, choices in enumerate(offered, start=1):
        cells = [lists.cell(row, column, text) for row, text in enumerate(choices, start=1)]
        letter = cells[0].column_letter
        rule = DataValidation("list", formula1=f"{LISTS}!${letter}$1:${letter}${len(choices)}")
        _apply(sheet, rule, [each.choices == choices for each in questions])
    is_day = [each.kind == AnswerKind.DATE for each in questions]
    since = DataValidation("date", operator="greaterThan", formula1="1", allow_blank=True)
    since.errorStyle = "warning"  # “Not applicable” is an answer, too
    _apply(sheet, since, is_day)


def _apply(sheet: Worksheet, rule: DataValidation, wanted: list[bool]) -> None:
    for row, is_wanted in enumerate(wanted, start=HEADER + 1):
        if is_wanted:
            rule.add(sheet.cell(row, ANSWER))
    sheet.add_data_validation(rule)
