"""Sends a questionnaire, takes its answers, and makes the assessment out of them."""

import hashlib
import secrets
from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ropa.audit import acting
from ropa.models import Questionnaire, VendorAssessment
from ropa.services.questionnaire.questions import EDITION
from ropa.services.questionnaire.reading import read_answers


def begin(questionnaire: Questionnaire) -> Questionnaire:
    """Give a new questionnaire its code, which says nothing, and the newest edition."""
    questionnaire.code = f"Q-{secrets.token_hex(4).upper()}"
    questionnaire.edition = EDITION
    return questionnaire


@transaction.atomic
def take(questionnaire_id: int, data: bytes, *, by: User, on: date) -> bool:
    """Take the answers of a workbook; return whether that changed anything.

    The same answers once more change nothing. Raises `Refused`, with nothing taken, for a
    workbook in which anything is wrong.
    """
    questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire_id)
    answers = read_answers(data, questionnaire)
    if answers == questionnaire.answers:
        return False
    questionnaire.answers = answers
    questionnaire.answers_sha256 = hashlib.sha256(data).hexdigest()
    questionnaire.answered_on = on
    questionnaire.full_clean()
    with acting(user=by, reason=_("Answers of questionnaire %(code)s.") % vars(questionnaire)):
        questionnaire.save()
    return True


@transaction.atomic
def assess(
    questionnaire: Questionnaire, *, by: User, on: date, risk: str, reassess_on: date, note: str
) -> VendorAssessment:
    """Record the risk that the officer found. Raises `ValidationError` as the record does."""
    if questionnaire.answered_on is None:
        raise ValidationError(_("The vendor has not answered yet. Read the answers first."))
    assessment = VendorAssessment(
        vendor=questionnaire.vendor,
        risk=risk,
        assessed_on=on,
        assessor=by.get_full_name() or by.get_username(),
        reassess_on=reassess_on,
        note=note,
    )
    assessment.full_clean()
    with acting(user=by, reason=_("From questionnaire %(code)s.") % vars(questionnaire)):
        assessment.save()
    return assessment
