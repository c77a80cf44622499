"""Least valid rows; a test states only what matters to it."""

from datetime import date

import factory
from django.contrib.auth.models import User
from factory.django import DjangoModelFactory

from ropa.choices.register import (
    AgreementKind,
    Basis,
    ContactChannel,
    ContactMatter,
    TransferKind,
    VendorRole,
)
from ropa.choices.retention import Action, Bound, Right
from ropa.models import (
    ActivityGroup,
    Agreement,
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
    RetentionRule,
    Transfer,
    Vendor,
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
