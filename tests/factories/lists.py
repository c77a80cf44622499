"""Lists of sub-processors, and announced changes of them."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from ropa.choices.vendors import (
    ChangeKind,
)
from ropa.models import (
    ChangeReminder,
    SubProcessorList,
    SubProcessorListEntry,
    SubProcessorListRequest,
    VendorChange,
)
from tests.factories.days import SOME_DAY
from tests.factories.register import OrganisationFactory
from tests.factories.vendors import VendorFactory


class ListFactory(DjangoModelFactory[SubProcessorList]):
    class Meta:
        model = SubProcessorList

    organisation = factory.SubFactory(OrganisationFactory)
    number = 1


class ListEntryFactory(DjangoModelFactory[SubProcessorListEntry]):
    class Meta:
        model = SubProcessorListEntry

    version = factory.SubFactory(ListFactory)
    vendor = factory.SubFactory(
        VendorFactory, organisation=factory.SelfAttribute("..version.organisation")
    )
    name = "Vendor"


class ListRequestFactory(DjangoModelFactory[SubProcessorListRequest]):
    class Meta:
        model = SubProcessorListRequest

    organisation = factory.SubFactory(OrganisationFactory)
    asked_by = "A customer"
    asked_on = SOME_DAY


class ChangeFactory(DjangoModelFactory[VendorChange]):
    class Meta:
        model = VendorChange

    vendor = factory.SubFactory(VendorFactory)
    organisation = factory.SelfAttribute("vendor.organisation")
    kind = ChangeKind.ADDS
    summary = "A further sub-processor."
    received_on = SOME_DAY


class ChangeReminderFactory(DjangoModelFactory[ChangeReminder]):
    class Meta:
        model = ChangeReminder

    change = factory.SubFactory(ChangeFactory)
    due_on = SOME_DAY
    days_before = factory.Sequence(lambda n: n)
    sent_at = datetime(2026, 11, 22, 9, tzinfo=UTC)
