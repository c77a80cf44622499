"""Two vendors with a row in every relation that points at one, and all rows of a register."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from retention.choices import Cause, ProcessStatus, StepKind
from retention.models import DeletionProcess, DeletionStep
from ropa.choices.register import VendorRole
from ropa.choices.vendors import VersionStatus
from ropa.models import (
    Agreement,
    DistinctVendors,
    ImpactDecision,
    NoTransfer,
    Purpose,
    Questionnaire,
    SubProcessing,
    SubProcessorListEntry,
    Task,
    Transfer,
    Vendor,
    VendorAlias,
    VendorAssessment,
    VendorChange,
    VendorListEntry,
    VendorLocation,
    VendorSource,
    VendorUse,
)
from tests import factories as make

Make = Callable[[Vendor, random.Random], Any]
SERVICES = ("", "hosting", "mail")


def neighbour(vendor: Vendor) -> Vendor:
    return make.VendorFactory.create(organisation=vendor.organisation)


def _shared(vendor: Vendor, name: str) -> Vendor:
    """A vendor that both of a pair have something to do with."""
    found = Vendor.objects.filter(organisation=vendor.organisation, name=name).first()
    return found or make.VendorFactory.create(organisation=vendor.organisation, name=name)


def _purpose(vendor: Vendor, chance: random.Random) -> Purpose | None:
    """One of a few lines of the organisation, so that uses meet in one; or none."""
    code = f"line-{chance.randrange(2)}-{vendor.organisation_id}"
    found = Purpose.objects.filter(code=code).first()
    if found is None:
        found = make.PurposeFactory.create(code=code, activity__organisation=vendor.organisation)
    return found if chance.random() < 0.8 else None


def _use(vendor: Vendor, chance: random.Random) -> None:
    VendorUse.objects.get_or_create(
        vendor=vendor,
        purpose=_purpose(vendor, chance),
        service=chance.choice(SERVICES),
        spelling="Same",
        defaults={
            "role": chance.choice(VendorRole.values),
            "data_limitation": chance.choice(("", "no names", "IP addresses only")),
        },
    )


def _entry(vendor: Vendor, chance: random.Random) -> None:
    """An entry of a published version, which is shown as it was from then on."""
    organisation = vendor.organisation
    number = organisation.sub_processor_lists.count() + 1
    version = make.ListFactory.create(organisation=organisation, number=number)
    make.ListEntryFactory.create(version=version, vendor=vendor, name=f"As {vendor}")
    version.status, version.effective_on = VersionStatus.PUBLISHED, make.SOME_DAY
    version.published_at, version.content_sha256 = timezone.now(), "0" * 64
    version.save()


def _link(vendor: Vendor, chance: random.Random) -> None:
    """Two links down, one of them to a sub-processor that many have, and one up."""
    shared = _shared(vendor, "Shared below")
    SubProcessing.objects.get_or_create(vendor=vendor, sub_processor=shared, service="mail")
    make.SubProcessingFactory.create(vendor=vendor)
    make.SubProcessingFactory.create(vendor=neighbour(vendor), sub_processor=vendor)


def _ruling(vendor: Vendor, chance: random.Random) -> None:
    shared = _shared(vendor, "Shared but different")
    for other in (shared, neighbour(vendor)):
        one, other = sorted((vendor, other), key=lambda each: each.pk)
        DistinctVendors.objects.get_or_create(
            one=one, other=other, defaults={"decided_on": make.SOME_DAY}
        )


def _transfer(vendor: Vendor, chance: random.Random) -> None:
    ours = {"organisation": vendor.organisation}
    make.TransferFactory.create(importer_vendor=vendor, exporter_vendor=neighbour(vendor), **ours)
    make.TransferFactory.create(exporter_vendor=vendor, **ours)


def _no_transfer(vendor: Vendor, chance: random.Random) -> None:
    country = "IN" if vendor.no_transfers.exists() else "US"
    if vendor.no_transfers.count() < 2:
        make.NoTransferFactory.create(importer_vendor=vendor, country=country)
    make.NoTransferFactory.create(importer_vendor=neighbour(vendor), exporter_vendor=vendor)


def _change(vendor: Vendor, chance: random.Random) -> None:
    make.ChangeFactory.create(vendor=vendor)
    make.ChangeFactory.create(vendor=neighbour(vendor), sub_processor=vendor)


def _assessment(vendor: Vendor, chance: random.Random) -> None:
    day = make.SOME_DAY - timedelta(days=chance.randrange(2))
    if not vendor.assessments.filter(assessed_on=day).exists():
        make.VendorAssessmentFactory.create(vendor=vendor, assessed_on=day)


def _agreement(vendor: Vendor, chance: random.Random) -> None:
    agreement = make.AgreementFactory.create(vendor=vendor, organisation=vendor.organisation)
    Agreement.objects.filter(pk=agreement.pk).update(file="agreements/2026/example.pdf")
    make.ClauseFactory.create(agreement=agreement)


def _source(vendor: Vendor, chance: random.Random) -> None:
    make.SourceFactory.create(
        organisation=vendor.organisation, kind="sub_processors", vendor=vendor
    )


def _spelling(vendor: Vendor, chance: random.Random) -> None:
    vendor.aliases.get_or_create(spelling=f"{vendor} Inc")
    vendor.aliases.get_or_create(spelling="Same")


# A row for each relation that points at a vendor. A new relation has to be entered here.
def _step(vendor: Vendor, chance: random.Random) -> None:
    """A step of a deletion process that has begun, at the vendor."""
    process = DeletionProcess.objects.create(
        organisation=vendor.organisation,
        code=f"leaves-{vendor.pk}-{chance.random()}"[:60],
        customer=make.CustomerFactory.create(organisation=vendor.organisation),
        cause=Cause.REQUEST,
        caused_on=make.SOME_DAY,
    )
    process.steps.create(
        order=1, kind=StepKind.VENDOR, vendor=vendor, statement="30 days", due_on=make.SOME_DAY
    )
    process.status, process.started_on = ProcessStatus.BEGUN, make.SOME_DAY
    process.started_by, process.confirmation = make.UserFactory.create(), "Delete all of it"
    process.save()


ROWS: dict[type[Any], Make] = {
    Vendor: lambda vendor, chance: make.VendorFactory.create(
        organisation=vendor.organisation, backup_of=vendor
    ),
    VendorAlias: _spelling,
    VendorLocation: lambda vendor, chance: vendor.locations.create(country="US"),
    VendorUse: _use,
    Agreement: _agreement,
    Transfer: _transfer,
    VendorAssessment: _assessment,
    Questionnaire: lambda vendor, chance: make.QuestionnaireFactory.create(vendor=vendor),
    SubProcessing: _link,
    SubProcessorListEntry: _entry,
    VendorChange: _change,
    NoTransfer: _no_transfer,
    DistinctVendors: _ruling,
    ImpactDecision: lambda vendor, chance: make.ImpactFactory.create(
        organisation=vendor.organisation, vendor=vendor, subject="vendor", value=str(vendor.pk)
    ),
    Task: lambda vendor, chance: make.TaskFactory.create(
        organisation=vendor.organisation, vendor=vendor
    ),
    VendorSource: _source,
    VendorListEntry: lambda vendor, chance: make.EntryFactory.create(
        source__organisation=vendor.organisation, vendor=vendor
    ),
    DeletionStep: _step,
}


def fill(vendor: Vendor, chance: random.Random, *, most: int = 2) -> None:
    """Give the vendor up to `most` rows in every relation, and at least one."""
    for make_row in ROWS.values():
        for _number in range(chance.randint(1, most)):
            make_row(vendor, chance)
    for name in ("family", "website", "contact", "legal_name", "note"):
        setattr(vendor, name, chance.choice(("", f"{name} of {vendor}")))
    vendor.save()


def two_vendors(seed: int) -> tuple[Vendor, Vendor]:
    chance = random.Random(seed)  # noqa: S311
    one = make.VendorFactory.create(name="Kept")
    other = make.VendorFactory.create(name="Merged", organisation=one.organisation)
    pair = (one, other) if chance.random() < 0.5 else (other, one)
    for vendor in pair:
        fill(vendor, chance)
    if chance.random() < 0.5:
        make.SubProcessingFactory.create(vendor=one, sub_processor=other)
        make.NoTransferFactory.create(exporter_vendor=one, importer_vendor=other)
        make.ChangeFactory.create(vendor=other, sub_processor=one)
    if chance.random() < 0.5:
        Vendor.objects.filter(pk=pair[0].pk).update(backup_of=pair[1])
    return Vendor.objects.get(pk=pair[0].pk), Vendor.objects.get(pk=pair[1].pk)
