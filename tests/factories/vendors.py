"""Vendors, their uses, agreements, sources and imports."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from ropa.choices.register import (
    AgreementKind,
    VendorRole,
)
from ropa.choices.vendors import (
    Clause,
    ClauseVerdict,
    ListImportStatus,
    Risk,
)
from ropa.models import (
    Agreement,
    AgreementClause,
    AgreementReminder,
    DistinctVendors,
    Questionnaire,
    SubProcessing,
    Vendor,
    VendorAssessment,
    VendorListEntry,
    VendorListImport,
    VendorMerge,
    VendorSource,
    VendorUse,
)
from tests.factories.days import SOME_DAY
from tests.factories.register import OrganisationFactory


class VendorFactory(DjangoModelFactory[Vendor]):
    class Meta:
        model = Vendor

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Vendor {n}")


class VendorUseFactory(DjangoModelFactory[VendorUse]):
    class Meta:
        model = VendorUse

    vendor = factory.SubFactory(VendorFactory)
    spelling = "Vendor"
    role = VendorRole.PROCESSOR


class AgreementFactory(DjangoModelFactory[Agreement]):
    class Meta:
        model = Agreement

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"agreement-{n}")
    kind = AgreementKind.DPA
    title = "Data processing agreement"


class ClauseFactory(DjangoModelFactory[AgreementClause]):
    class Meta:
        model = AgreementClause

    agreement = factory.SubFactory(AgreementFactory)
    clause = Clause.INSTRUCTIONS
    verdict = ClauseVerdict.MET


class AgreementReminderFactory(DjangoModelFactory[AgreementReminder]):
    class Meta:
        model = AgreementReminder

    agreement = factory.SubFactory(AgreementFactory)
    due_on = SOME_DAY
    days_before = factory.Sequence(lambda n: n)
    sent_at = datetime(2026, 11, 22, 9, tzinfo=UTC)


class SubProcessingFactory(DjangoModelFactory[SubProcessing]):
    class Meta:
        model = SubProcessing

    vendor = factory.SubFactory(VendorFactory)
    sub_processor = factory.SubFactory(
        VendorFactory, organisation=factory.SelfAttribute("..vendor.organisation")
    )


class VendorAssessmentFactory(DjangoModelFactory[VendorAssessment]):
    class Meta:
        model = VendorAssessment

    vendor = factory.SubFactory(VendorFactory)
    risk = Risk.LOW
    assessed_on = SOME_DAY
    assessor = "Officer"
    reassess_on = date(2027, 11, 22)


class QuestionnaireFactory(DjangoModelFactory[Questionnaire]):
    class Meta:
        model = Questionnaire

    vendor = factory.SubFactory(VendorFactory)
    code = factory.Sequence(lambda n: f"questions-{n}")
    edition = "2026-1"
    sent_on = SOME_DAY
    due_on = date(2026, 12, 22)


class DistinctFactory(DjangoModelFactory[DistinctVendors]):
    class Meta:
        model = DistinctVendors

    one = factory.SubFactory(VendorFactory)
    other = factory.SubFactory(
        VendorFactory, organisation=factory.SelfAttribute("..one.organisation")
    )
    decided_on = SOME_DAY


class VendorMergeFactory(DjangoModelFactory[VendorMerge]):
    class Meta:
        model = VendorMerge

    organisation = factory.SubFactory(OrganisationFactory)
    kept_id_was = 1
    kept_name = "HubSpot"
    merged_name = "Hub Spot"
    merged_at = datetime(2026, 11, 22, 9, tzinfo=UTC)


class SourceFactory(DjangoModelFactory[VendorSource]):
    class Meta:
        model = VendorSource

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"source-{n}")
    title = factory.Sequence(lambda n: f"List {n}")


class ListImportFactory(DjangoModelFactory[VendorListImport]):
    class Meta:
        model = VendorListImport

    organisation = factory.SubFactory(OrganisationFactory)
    filename = "vendors.csv"
    digest = "0" * 64
    status = ListImportStatus.TAKEN
    asked_at = datetime(2026, 11, 22, 12, tzinfo=UTC)


class EntryFactory(DjangoModelFactory[VendorListEntry]):
    class Meta:
        model = VendorListEntry

    source = factory.SubFactory(SourceFactory)
    key = factory.Sequence(lambda n: f"{n:064}")
    line = factory.Sequence(lambda n: n + 2)
    first_seen_on = last_changed_on = SOME_DAY
