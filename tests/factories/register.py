"""Rows of the register itself: organisations, activities, purposes, catalogues."""

from datetime import UTC, datetime

import factory
from django.contrib.auth.models import User
from factory.django import DjangoModelFactory

from ropa.choices.approval import (
    Catalogue,
)
from ropa.choices.register import (
    Basis,
    ContactChannel,
    ContactMatter,
)
from ropa.choices.retention import Action, Bound, Right
from ropa.models import (
    ActivityGroup,
    CatalogueMerge,
    Contact,
    Customer,
    DataCategory,
    DataSubjectCategory,
    LegalBasis,
    LegalEntity,
    Measure,
    Notice,
    OfferedRight,
    Organisation,
    ProcessingActivity,
    Purpose,
    RecipientClass,
    RegisterImport,
    RetentionRule,
    Task,
)
from tests.factories.days import SOME_DAY


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


class RuleFactory(DjangoModelFactory[RetentionRule]):
    class Meta:
        model = RetentionRule

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"R{n}")
    data_class = "log files"
    period = "P60D"
    bound = Bound.EXACT
    action = Action.DELETE


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


class TaskFactory(DjangoModelFactory[Task]):
    class Meta:
        model = Task

    organisation = factory.SubFactory(OrganisationFactory)
    title = "Find another safeguard"
    due_on = SOME_DAY
