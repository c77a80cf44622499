"""Lists of sub-processors that are published already when a test begins."""

from datetime import date

from django.utils import timezone

from ropa.choices.register import FacetState, Role
from ropa.choices.vendors import VersionStatus
from ropa.models import Organisation, Purpose, SubProcessorList, Vendor
from tests import factories as make


def published_list(
    organisation: Organisation,
    *vendors: Vendor,
    number: int = 1,
    effective_on: date = make.SOME_DAY,
) -> SubProcessorList:
    version = make.ListFactory.create(organisation=organisation, number=number)
    for order, vendor in enumerate(vendors, start=1):
        make.ListEntryFactory.create(
            version=version, vendor=vendor, name=vendor.name, order=order, location="DE"
        )
    version.status, version.effective_on = VersionStatus.PUBLISHED, effective_on
    version.published_at, version.content_sha256 = timezone.now(), "0" * 64
    version.save()
    return version


def line_for_customers(organisation: Organisation, **more: object) -> Purpose:
    """A purpose line of an activity in which the organisation is processor."""
    activity = make.ActivityFactory.create(organisation=organisation, role=Role.PROCESSOR, **more)
    return make.PurposeFactory.create(activity=activity, recipients_state=FacetState.GIVEN)
