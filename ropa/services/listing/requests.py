"""Requests for the list: which version was sent to whom, and when."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ropa.choices.vendors import VersionStatus
from ropa.models import SubProcessorList, SubProcessorListRequest


@transaction.atomic
def send(request_id: int, version: SubProcessorList, *, on: date) -> SubProcessorListRequest:
    """Record that this version was sent on the day; raises `ValidationError` with a sentence."""
    asked = SubProcessorListRequest.objects.select_for_update().get(pk=request_id)
    if asked.version_id is not None:
        raise ValidationError(_("A version was sent already. Enter a new request for another one."))
    if version.organisation_id != asked.organisation_id:
        raise ValidationError(_("This list is another organisation’s."))
    if version.status != VersionStatus.PUBLISHED:
        raise ValidationError(_("Only a published version is sent."))
    asked.version, asked.sent_on = version, on
    asked.full_clean()
    asked.save()
    return asked
