"""Least valid rows; a test states only what matters to it."""

from datetime import UTC, date, datetime

import factory
from django.contrib.auth.models import User
from factory.django import DjangoModelFactory

from ropa.choices.approval import (
    BalancingResult,
    Catalogue,
    DpiaResult,
    Outcome,
    ReviewOutcome,
)
from ropa.choices.register import (
    AgreementKind,
    Basis,
    ContactChannel,
    ContactMatter,
    LocationKind,
    TransferKind,
    VendorRole,
)
from ropa.choices.retention import Action, Bound, Right
from ropa.choices.vendors import (
    ChangeKind,
    Clause,
    ClauseVerdict,
    Equivalence,
    ImpactSubject,
    ListImportStatus,
    Risk,
)
from ropa.models import (
    ActivityApproval,
    ActivityGroup,
    ActivityReview,
    AdequacyDecision,
    Agreement,
    AgreementClause,
    AgreementReminder,
    AuthorityPack,
    BalancingTest,
    CatalogueMerge,
    ChangeReminder,
    Contact,
    Customer,
    DataCategory,
    DataSubjectCategory,
    DistinctVendors,
    DpiaScreening,
    ImpactDecision,
    LegalBasis,
    LegalEntity,
    Measure,
    Notice,
    NoTransfer,
    OfferedRight,
    Organisation,
    ProcessingActivity,
    Purpose,
    Questionnaire,
    RecipientClass,
    RegisterImport,
    RetentionRule,
    ReviewReminder,
    SubProcessing,
    SubProcessorList,
    SubProcessorListEntry,
    SubProcessorListRequest,
    Task,
    Transfer,
    TransferAssessment,
    Vendor,
    VendorAssessment,
    VendorChange,
    VendorListEntry,
    VendorListImport,
    VendorMerge,
    VendorSource,
    VendorUse,
)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"officer-{n}")
    is_staff = True


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    code = factory.Sequence(lambda n: f"org-{n}")
    name = factory.Sequence(lambda n: f"Organisation {n}")


class ActivityFactory(DjangoModelFactory[ProcessingActivity]):
    class Meta:
        model = ProcessingActivity

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"activity-{n}")
    heading = "Answering enquiries"


class PurposeFactory(DjangoModelFactory[Purpose]):
    class Meta:
        model = Purpose

    activity = factory.SubFactory(ActivityFactory)
    code = factory.Sequence(lambda n: f"purpose-{n}")


class DataCategoryFactory(DjangoModelFactory[DataCategory]):
    class Meta:
        model = DataCategory

    code = factory.Sequence(lambda n: f"category-{n}")
    name = factory.Sequence(lambda n: f"Category {n}")


class LegalBasisFactory(DjangoModelFactory[LegalBasis]):
    class Meta:
        model = LegalBasis

    purpose = factory.SubFactory(PurposeFactory)
    basis = Basis.CONSENT


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


class RuleFactory(DjangoModelFactory[RetentionRule]):
    class Meta:
        model = RetentionRule

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"R{n}")
    data_class = "log files"
    period = "P60D"
    bound = Bound.EXACT
    action = Action.DELETE


SOME_DAY = date(2026, 11, 22)  # a Sunday


class EntityFactory(DjangoModelFactory[LegalEntity]):
    class Meta:
        model = LegalEntity

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"entity-{n}")
    legal_name = factory.Sequence(lambda n: f"Entity {n} Ltd")


class ContactFactory(DjangoModelFactory[Contact]):
    class Meta:
        model = Contact

    organisation = factory.SubFactory(OrganisationFactory)
    matter = ContactMatter.PRIVACY
    channel = ContactChannel.EMAIL
    address = factory.Sequence(lambda n: f"privacy-{n}@example.org")


class GroupOfActivitiesFactory(DjangoModelFactory[ActivityGroup]):
    class Meta:
        model = ActivityGroup

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"group-{n}")
    heading = "Website"


class CustomerFactory(DjangoModelFactory[Customer]):
    class Meta:
        model = Customer

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"customer-{n}")
    name = factory.Sequence(lambda n: f"Customer {n}")


class AgreementFactory(DjangoModelFactory[Agreement]):
    class Meta:
        model = Agreement

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"agreement-{n}")
    kind = AgreementKind.DPA
    title = "Data processing agreement"


class TransferFactory(DjangoModelFactory[Transfer]):
    class Meta:
        model = Transfer

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"transfer-{n}")
    kind = TransferKind.TRANSFER


class NoticeFactory(DjangoModelFactory[Notice]):
    class Meta:
        model = Notice

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"notice-{n}")
    title = "Privacy notice"


class OfferedRightFactory(DjangoModelFactory[OfferedRight]):
    class Meta:
        model = OfferedRight

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"right-{n}")
    right = Right.ACCESS


class DataSubjectCategoryFactory(DjangoModelFactory[DataSubjectCategory]):
    class Meta:
        model = DataSubjectCategory

    code = factory.Sequence(lambda n: f"persons-{n}")
    name = factory.Sequence(lambda n: f"Persons {n}")


class RecipientClassFactory(DjangoModelFactory[RecipientClass]):
    class Meta:
        model = RecipientClass

    code = factory.Sequence(lambda n: f"class-{n}")
    name = factory.Sequence(lambda n: f"Class {n}")


class MeasureFactory(DjangoModelFactory[Measure]):
    class Meta:
        model = Measure

    code = factory.Sequence(lambda n: f"measure-{n}")
    name = factory.Sequence(lambda n: f"Measure {n}")


class ApprovalFactory(DjangoModelFactory[ActivityApproval]):
    class Meta:
        model = ActivityApproval

    activity = factory.SubFactory(ActivityFactory)
    outcome = Outcome.WITHDRAWN
    submitted_at = decided_at = datetime(2026, 11, 22, 9, tzinfo=UTC)
    submitted_by = decided_by = factory.SubFactory(UserFactory)


class ReviewFactory(DjangoModelFactory[ActivityReview]):
    class Meta:
        model = ActivityReview

    activity = factory.SubFactory(ActivityFactory)
    reviewed_on = SOME_DAY
    reviewed_by = factory.SubFactory(UserFactory)
    outcome = ReviewOutcome.CONFIRMED


class ReminderFactory(DjangoModelFactory[ReviewReminder]):
    class Meta:
        model = ReviewReminder

    activity = factory.SubFactory(ActivityFactory)
    due_on = SOME_DAY
    days_before = factory.Sequence(lambda n: n)
    sent_at = datetime(2026, 11, 22, 9, tzinfo=UTC)


class AuthorityPackFactory(DjangoModelFactory[AuthorityPack]):
    class Meta:
        model = AuthorityPack

    organisation = factory.SubFactory(OrganisationFactory)
    made_at = datetime(2026, 11, 22, 9, tzinfo=UTC)
    file_count = 9
    manifest_sha256 = "0" * 64


class ScreeningFactory(DjangoModelFactory[DpiaScreening]):
    class Meta:
        model = DpiaScreening

    activity = factory.SubFactory(ActivityFactory)
    result = DpiaResult.NOT_NEEDED
    screened_on = SOME_DAY
    reviewer = "Officer"


class BalancingFactory(DjangoModelFactory[BalancingTest]):
    class Meta:
        model = BalancingTest

    activity = factory.SubFactory(ActivityFactory)
    interest = "Secure systems"
    result = BalancingResult.PREVAILS
    assessed_on = SOME_DAY
    reviewer = "Officer"


class MergeFactory(DjangoModelFactory[CatalogueMerge]):
    class Meta:
        model = CatalogueMerge

    catalogue = Catalogue.MEASURES
    kept_code = factory.Sequence(lambda n: f"kept-{n}")
    merged_code = factory.Sequence(lambda n: f"merged-{n}")
    merged_at = datetime(2026, 11, 22, 9, tzinfo=UTC)


class RegisterImportFactory(DjangoModelFactory[RegisterImport]):
    class Meta:
        model = RegisterImport

    organisation = factory.SubFactory(OrganisationFactory)
    filename = factory.Sequence(lambda n: f"register-{n}.xlsx")
    digest = "0" * 64
    started_at = datetime(2026, 11, 22, 12, tzinfo=UTC)
    finished_at = datetime(2026, 11, 22, 13, tzinfo=UTC)


class AdequacyFactory(DjangoModelFactory[AdequacyDecision]):
    class Meta:
        model = AdequacyDecision

    code = factory.Sequence(lambda n: f"decision-{n}")
    name = factory.Sequence(lambda n: f"Decision {n}")
    country = "CH"
    in_force_from = date(2000, 8, 25)


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


class NoTransferFactory(DjangoModelFactory[NoTransfer]):
    class Meta:
        model = NoTransfer

    importer_vendor = factory.SubFactory(VendorFactory)
    organisation = factory.SelfAttribute("importer_vendor.organisation")
    location_kind = LocationKind.HEADQUARTERS
    country = "US"
    reason = "Only the seat is there."
    decided_on = SOME_DAY


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


class ImpactFactory(DjangoModelFactory[ImpactDecision]):
    class Meta:
        model = ImpactDecision

    organisation = factory.SubFactory(OrganisationFactory)
    subject = ImpactSubject.COUNTRY
    value = "US"
    applies_from = factory.Sequence(lambda n: date(2027, 1, 1 + n % 28))
    reason = "The decision was annulled."
    decided_on = SOME_DAY


class TaskFactory(DjangoModelFactory[Task]):
    class Meta:
        model = Task

    organisation = factory.SubFactory(OrganisationFactory)
    title = "Find another safeguard"
    due_on = SOME_DAY
