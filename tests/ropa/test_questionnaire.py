"""Questions go to a vendor as a workbook and come back whole, or not at all."""

import io
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from ropa.choices.vendors import Risk
from ropa.models import Questionnaire, VendorAssessment
from ropa.services import questionnaire as service
from tests import factories as make
from tests import parts

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)
FIRST = 5  # the row of the first question
QUESTIONS = service.questions_of(service.EDITION)
ROW = {each.code: row for row, each in enumerate(QUESTIONS, start=FIRST)}


@pytest.fixture
def sent() -> Questionnaire:
    record = make.QuestionnaireFactory.build(vendor=make.VendorFactory.create())
    service.begin(record)
    record.save()
    return record


def good(question: service.Question) -> Any:
    if question.kind == "date":
        return date(2026, 6, 1)
    if question.good:
        return question.good[0]
    return question.choices[0] if question.choices else "Germany (synthetic answer)"


def answered(record: Questionnaire, change: Callable[[Any], None] | None = None) -> bytes:
    workbook = load_workbook(io.BytesIO(service.as_workbook(record)))
    sheet = workbook["Questions"]
    for question in QUESTIONS:
        sheet.cell(ROW[question.code], 4, good(question))
    if change:
        change(sheet)
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


def refused(data: bytes, record: Questionnaire) -> tuple[str, ...]:
    with pytest.raises(service.Refused) as wrong:
        service.read_answers(data, record)
    return wrong.value.sentences


def test_the_questions_are_about_25_and_each_has_its_article() -> None:
    assert 20 <= len(QUESTIONS) <= 30
    assert all(each.article.startswith("Art. ") and 0 <= each.weight <= 5 for each in QUESTIONS)
    assert all(set(each.good) <= {*each.choices, "any"} for each in QUESTIONS)
    assert len(ROW) == len(QUESTIONS)


def test_the_workbook_opens_only_the_answers_and_hides_what_it_is(sent: Questionnaire) -> None:
    workbook = load_workbook(io.BytesIO(service.as_workbook(sent)))
    sheet = workbook["Questions"]
    unlocked = {cell.coordinate for row in sheet for cell in row if not cell.protection.locked}

    assert unlocked == {f"{letter}{row}" for letter in "DE" for row in ROW.values()}
    assert sheet.protection.sheet
    assert [each.title for each in workbook if each.sheet_state == "visible"] == ["Questions"]
    assert sent.vendor.name not in str([list(each.values) for each in workbook])


def test_what_was_answered_comes_back(sent: Questionnaire, by: User) -> None:
    assert service.take(sent.pk, answered(sent), by=by, on=TODAY)

    sent.refresh_from_db()
    assert sent.answered_on == TODAY
    assert sent.answers["SEC-1"] == {"answer": "Yes", "remark": ""}
    assert sent.answers["SEC-5"]["answer"] == "2026-06-01"


def test_the_same_answers_again_change_nothing(sent: Questionnaire, by: User) -> None:
    service.take(sent.pk, answered(sent), by=by, on=TODAY)
    before = sent.history.count()

    assert not service.take(sent.pk, answered(sent), by=by, on=date(2026, 12, 1))
    assert sent.history.count() == before


def wrong_cell(code: str, value: Any, column: int = 4) -> Callable[[Any], None]:
    return lambda sheet: sheet.cell(ROW[code], column).__setattr__("value", value)


@pytest.mark.parametrize(
    ("change", "cell", "sentence"),
    [
        (wrong_cell("SEC-1", "Sometimes"), "D", "none of the answers offered"),
        (wrong_cell("SEC-1", None), "D", "there is no answer"),
        (wrong_cell("SEC-1", "SEC-2", 1), "A", "here stood SEC-1, and now SEC-2"),
        (wrong_cell("SEC-1", "Is it nice?", 3), "C", "the question was changed"),
        (wrong_cell("SEC-1", "aside", 7), "G", "nothing is expected here"),
        (wrong_cell("SEC-1", "x" * 5001, 5), "E", "longer than 5,000 characters"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_taken(
    sent: Questionnaire, by: User, change: Callable[[Any], None], cell: str, sentence: str
) -> None:
    data = answered(sent, change)
    (said,) = refused(data, sent)

    assert said.startswith(f"{cell}{ROW['SEC-1']}")
    assert sentence in said
    with pytest.raises(service.Refused):
        service.take(sent.pk, data, by=by, on=TODAY)
    sent.refresh_from_db()
    assert sent.answers == {}


def test_a_day_that_is_none_is_named(sent: Questionnaire) -> None:
    (said,) = refused(answered(sent, wrong_cell("SEC-5", "last spring")), sent)

    assert said == f"D{ROW['SEC-5']} (SEC-5): “last spring” is no day. Write it as 2026-11-22."


def test_rows_that_were_shifted_are_each_named(sent: Questionnaire) -> None:
    said = refused(answered(sent, lambda sheet: sheet.delete_rows(ROW["SEC-1"])), sent)

    assert f"A{ROW['SEC-1']}: here stood SEC-1, and now SEC-2. Put the rows back in place." in said


def test_the_workbook_of_another_questionnaire_is_refused(sent: Questionnaire) -> None:
    other = service.begin(make.QuestionnaireFactory.build(vendor=sent.vendor))
    other.save()

    (said,) = refused(answered(other), sent)

    assert f"belongs to questionnaire {other.code}" in said


def test_a_workbook_of_another_edition_is_refused(sent: Questionnaire) -> None:
    def rewrite(sheet: Any) -> None:
        sheet.parent["about"]["B3"] = "2019-1"

    assert "edition 2019-1" in refused(answered(sent, rewrite), sent)[0]


def test_formulas_and_other_files_are_refused(sent: Questionnaire) -> None:
    formula = answered(sent, wrong_cell("LOC-1", '=HYPERLINK("https://example.org")'))

    assert "contains formulas" in refused(formula, sent)[0]
    assert "no workbook" in refused(b"%PDF-1.7", sent)[0]
    plain = io.BytesIO()
    empty = load_workbook(io.BytesIO(answered(sent)))
    del empty["about"]
    empty.save(plain)
    assert "no questionnaire of ours" in refused(plain.getvalue(), sent)[0]


class TestRisk:
    def suggestion(self, sent: Questionnaire, **answers: str) -> service.Suggestion:
        found = service.read_answers(answered(sent), sent)
        for code, answer in answers.items():
            found[code.replace("_", "-")]["answer"] = answer
        return service.suggest(found, edition=sent.edition)

    def test_good_answers_are_a_low_risk(self, sent: Questionnaire) -> None:
        found = self.suggestion(sent)

        assert (found.risk, found.share, found.reasons) == (Risk.LOW, 0, ())

    def test_one_answer_of_weight_five_makes_it_high_and_is_the_reason(
        self, sent: Questionnaire
    ) -> None:
        found = self.suggestion(sent, SEC_1="No")

        assert found.risk == Risk.HIGH
        assert [(question.code, said) for question, said in found.reasons] == [("SEC-1", "No")]

    def test_what_does_not_apply_counts_nothing(self, sent: Questionnaire) -> None:
        assert self.suggestion(sent, SEC_1="Not applicable").risk == Risk.LOW

    def test_the_officer_decides(self, back_office: Client, sent: Questionnaire) -> None:
        user = User.objects.get(username="root")
        service.take(sent.pk, answered(sent), by=user, on=TODAY)
        action = reverse("admin:ropa_questionnaire_action", args=[sent.pk, "assess"])
        said = {"confirmed": "1", "risk": "medium", "reassess_on": "2099-01-01", "note": ""}

        back_office.post(action, said)

        made = VendorAssessment.objects.get()
        assert (made.vendor, made.risk, made.reassess_on) == (
            sent.vendor,
            "medium",
            date(2099, 1, 1),
        )

    def test_without_answers_nobody_is_assessed(self, sent: Questionnaire, by: User) -> None:
        said: Any = {"risk": Risk.LOW, "reassess_on": date(2027, 11, 27), "note": ""}

        with pytest.raises(ValidationError, match="has not answered yet"):
            service.assess(sent, by=by, on=TODAY, **said)


class TestPages:
    def test_a_new_one_gets_its_code_and_its_workbook(self, back_office: Client) -> None:
        vendor = make.VendorFactory.create()
        said = {"vendor": vendor.pk, "sent_on": "2026-11-27", "due_on": "2026-12-27", "note": ""}

        back_office.post(reverse("admin:ropa_questionnaire_add"), said)

        made = Questionnaire.objects.get()
        page = reverse("admin:ropa_questionnaire_workbook", args=[made.pk])
        response = back_office.get(page)
        assert made.edition == service.EDITION
        assert (
            response["Content-Disposition"] == f'attachment; filename="questions-{made.code}.xlsx"'
        )
        assert load_workbook(io.BytesIO(response.content)).sheetnames[0] == "Questions"

    def test_the_upload_shows_each_wrong_cell_and_then_the_answers(
        self, back_office: Client, sent: Questionnaire
    ) -> None:
        page = reverse("admin:ropa_questionnaire_answers", args=[sent.pk])
        wrong = SimpleUploadedFile("a.xlsx", answered(sent, wrong_cell("SEC-1", "Perhaps")))
        right = SimpleUploadedFile("a.xlsx", answered(sent))

        first = back_office.post(page, {"workbook": wrong}).content.decode()
        then = back_office.post(page, {"workbook": right}, follow=True).content.decode()

        assert f"D{ROW['SEC-1']} (SEC-1)" in first
        assert "Suggested risk" not in first
        assert "Suggested risk: Low" in then

    def test_who_may_only_read_uploads_nothing(self, client: Client, sent: Questionnaire) -> None:
        reader = make.UserFactory.create()
        reader.user_permissions.set(Permission.objects.filter(codename="view_questionnaire"))
        client.force_login(reader)
        page = reverse("admin:ropa_questionnaire_answers", args=[sent.pk])

        assert client.get(page).status_code == 200
        assert client.post(page, {}).status_code == 403


@pytest.mark.office
def test_libreoffice_saves_it_and_the_answers_are_the_same(
    sent: Questionnaire, tmp_path: Path
) -> None:
    file, out = tmp_path / "answers.xlsx", tmp_path / "saved"
    file.write_bytes(answered(sent))
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            parts.SOFFICE,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(out),
            str(file),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )

    saved = (out / "answers.xlsx").read_bytes()

    assert saved != file.read_bytes()
    assert service.read_answers(saved, sent) == service.read_answers(file.read_bytes(), sent)
