"""Transfers, decisions on adequacy, and what is decided on them."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from ropa.choices.register import (
    LocationKind,
    TransferKind,
)
from ropa.choices.vendors import (
    Equivalence,
    ImpactSubject,
)
from ropa.models import (
    AdequacyDecision,
    ImpactDecision,
    NoTransfer,
    Transfer,
    TransferAssessment,
)
from tests.factories.days import SOME_DAY
from tests.factories.register import OrganisationFactory
from tests.factories.vendors import VendorFactory


class TransferFactory(DjangoModelFactory[Transfer]):
    class Meta:
        model = Transfer

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"transfer-{n}")
    kind = TransferKind.TRANSFER


class AdequacyFactory(DjangoModelFactory[AdequacyDecision]):
    class Meta:
        model = AdequacyDecision

    code = factory.Sequence(lambda n: f"decision-{n}")
    name = factory.Sequence(lambda n: f"Decision {n}")
    country = "CH"
    in_force_from = date(2000, 8, 25)


class TransferAssessmentFactory(DjangoModelFactory[TransferAssessment]):
    class Meta:
        model = TransferAssessment

    transfer = factory.SubFactory(TransferFactory)
    organisation = factory.SelfAttribute("transfer.organisation")
    code = factory.Sequence(lambda n: f"tia-{n}")
    law = "Authorities may order access."
    result = Equivalence.EQUIVALENT
    assessed_on = SOME_DAY
    assessor = "Officer"
    review_on = date(2027, 11, 22)


class NoTransferFactory(DjangoModelFactory[NoTransfer]):
    class Meta:
        model = NoTransfer

    importer_vendor = factory.SubFactory(VendorFactory)
    organisation = factory.SelfAttribute("importer_vendor.organisation")
    location_kind = LocationKind.HEADQUARTERS
    country = "US"
    reason = "Only the seat is there."
    decided_on = SOME_DAY


class ImpactFactory(DjangoModelFactory[ImpactDecision]):
    class Meta:
        model = ImpactDecision

    organisation = factory.SubFactory(OrganisationFactory)
    subject = ImpactSubject.COUNTRY
    value = "US"
    applies_from = factory.Sequence(lambda n: date(2027, 1, 1 + n % 28))
    reason = "The decision was annulled."
    decided_on = SOME_DAY
