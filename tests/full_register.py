"""A register with something in every table, as small or as large as a test asks."""

from datetime import date

from django.utils import timezone

from ropa.choices.register import (
    ActivityKind,
    Basis,
    Channel,
    DataSource,
    FacetState,
    LinkKind,
    Mechanism,
    SpecialCondition,
)
from ropa.choices.retention import Trigger
from ropa.choices.vendors import VersionStatus
from ropa.models import (
    FACETS,
    ActivityChannel,
    ActivityLink,
    ActivityMeasure,
    ActivitySource,
    Consequence,
    CrossCutting,
    DataCategorySynonym,
    DataSubjectSynonym,
    LegalBasis,
    MeasureSynonym,
    NoticeVersion,
    Organisation,
    ProcessingActivity,
    Purpose,
    PurposeDataCategory,
    PurposeDataSubject,
    PurposeRecipient,
    PurposeRule,
    PurposeStatement,
    RecipientSynonym,
    RuleTrigger,
    Safeguard,
    SpecialCategoryCondition,
    TransferPurpose,
    VendorAlias,
    VendorLocation,
)
from tests import factories as make

GIVEN = {f"{facet}_state": FacetState.GIVEN for facet in FACETS}


def full_register(size: int) -> Organisation:
    """Make an organisation with `size` rows in every table, and in every inline of the first."""
    organisation = make.OrganisationFactory.create()
    entity = make.EntityFactory.create(organisation=organisation)
    make.ContactFactory.create_batch(size, organisation=organisation, entity=entity)
    make.GroupOfActivitiesFactory.create_batch(size, organisation=organisation)
    make.CustomerFactory.create_batch(size, organisation=organisation)
    make.OfferedRightFactory.create_batch(size, organisation=organisation)
    make.AuthorityPackFactory.create_batch(size, organisation=organisation)
    make.RegisterImportFactory.create_batch(size, organisation=organisation)
    activity = make.ActivityFactory.create(organisation=organisation, entity=entity)
    purposes = make.PurposeFactory.create_batch(size, activity=activity, **GIVEN)
    _around_the_activity(activity, size)
    _assessed(activity, purposes[0], size)
    _notices(organisation, size)
    _vendor_work(organisation, size)
    for number in range(size):
        _fill(purposes[0], number)
    for purpose in purposes[1:]:
        _fill(purpose, 0)
    return organisation


def _around_the_activity(activity: ProcessingActivity, size: int) -> None:
    make.ApprovalFactory.create_batch(size, activity=activity)
    make.ReviewFactory.create_batch(size, activity=activity)
    make.ReminderFactory.create_batch(size, activity=activity)
    for number in range(size):
        measure = make.MeasureFactory.create()
        MeasureSynonym.objects.create(
            entry=measure, spelling=f"{measure} s", normalised=measure.code
        )
        ActivityMeasure.objects.create(activity=activity, measure=measure)
        ActivityLink.objects.create(activity=activity, kind=LinkKind.SITE, name=f"site {number}")
        ActivitySource.objects.create(activity=activity, source=DataSource.PERSON)
        ActivityChannel.objects.create(activity=activity, channel=Channel.ONLINE)


def _assessed(activity: ProcessingActivity, purpose: Purpose, size: int) -> None:
    for number in range(size):
        make.ScreeningFactory.create(activity=activity, order=number)
        make.BalancingFactory.create(activity=activity, purpose=purpose, order=number)
        make.MergeFactory.create()
        cross = make.ActivityFactory.create(
            organisation=activity.organisation, kind=ActivityKind.CROSS_CUTTING
        )
        CrossCutting.objects.create(activity=cross, target=activity)


def _notices(organisation: Organisation, size: int) -> None:
    for notice in make.NoticeFactory.create_batch(size, organisation=organisation):
        for number in range(size):
            NoticeVersion.objects.create(notice=notice, number=number + 1)


def _vendor_work(organisation: Organisation, size: int) -> None:
    ours = {"organisation": organisation}
    for number in range(size):
        make.AdequacyFactory.create()
        _list_version(organisation, number + 1)
        make.ListRequestFactory.create(**ours)
        make.VendorMergeFactory.create(**ours)
        make.DistinctFactory.create()
        make.EntryFactory.create(source=make.SourceFactory.create(**ours))
        make.ListImportFactory.create(**ours)
        make.TaskFactory.create(**ours, impact=make.ImpactFactory.create(**ours))


def _list_version(organisation: Organisation, number: int) -> None:
    version = make.ListFactory.create(organisation=organisation, number=number)
    make.ListEntryFactory.create(version=version)
    version.status, version.effective_on = VersionStatus.PUBLISHED, make.SOME_DAY
    version.published_at, version.content_sha256 = timezone.now(), "0" * 64
    version.save()


def _fill(purpose: Purpose, number: int) -> None:
    """Put one value more into every cell of the line."""
    data, persons = make.DataCategoryFactory.create(), make.DataSubjectCategoryFactory.create()
    kind = make.RecipientClassFactory.create()
    DataCategorySynonym.objects.create(entry=data, spelling=f"{data} s", normalised=data.code)
    DataSubjectSynonym.objects.create(
        entry=persons, spelling=f"{persons} s", normalised=persons.code
    )
    RecipientSynonym.objects.create(entry=kind, spelling=f"{kind} s", normalised=kind.code)
    PurposeStatement.objects.create(purpose=purpose, text=f"Answering {number}")
    Consequence.objects.create(purpose=purpose, text=f"No answer {number}")
    PurposeDataCategory.objects.create(purpose=purpose, category=data)
    PurposeDataSubject.objects.create(purpose=purpose, category=persons)
    PurposeRecipient.objects.create(purpose=purpose, recipient_class=kind)
    basis, condition = Basis.values[number], SpecialCondition.values[number]
    LegalBasis.objects.create(purpose=purpose, basis=basis)
    SpecialCategoryCondition.objects.create(purpose=purpose, condition=condition)
    _rule(purpose, number)
    _vendor(purpose, number)


def _rule(purpose: Purpose, number: int) -> None:
    rule = make.RuleFactory.create(organisation=purpose.organisation, review_on=date(2020, 1, 1))
    RuleTrigger.objects.create(rule=rule, trigger=Trigger.values[number])
    RuleTrigger.objects.create(rule=rule, trigger=Trigger.values[number + 1])
    PurposeRule.objects.create(purpose=purpose, rule=rule)


def _vendor(purpose: Purpose, number: int) -> None:
    ours = {"organisation": purpose.organisation}
    vendor = make.VendorFactory.create(**ours)
    make.VendorUseFactory.create(vendor=vendor, purpose=purpose)
    VendorAlias.objects.create(vendor=vendor, spelling=f"{vendor} Inc")
    VendorLocation.objects.create(vendor=vendor, country="DE")
    agreement = make.AgreementFactory.create(vendor=vendor, **ours)
    transfer = make.TransferFactory.create(importer_vendor=vendor, **ours)
    Safeguard.objects.create(transfer=transfer, mechanism=Mechanism.SCC, agreement=agreement)
    TransferPurpose.objects.create(purpose=purpose, transfer=transfer)
    make.SubProcessingFactory.create(vendor=vendor)
    make.VendorAssessmentFactory.create(vendor=vendor)
    make.ClauseFactory.create(agreement=agreement)
    make.AgreementReminderFactory.create(agreement=agreement)
    make.TransferAssessmentFactory.create(transfer=transfer)
    make.NoTransferFactory.create(importer_vendor=vendor)
    change = make.ChangeFactory.create(vendor=vendor, agreement=agreement)
    make.ChangeReminderFactory.create(change=change)
    make.QuestionnaireFactory.create(vendor=vendor)
