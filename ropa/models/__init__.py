"""The register, by noun."""

from ropa.models.activity import ActivityGroup, ProcessingActivity
from ropa.models.activity_values import (
    ActivityChannel,
    ActivityLink,
    ActivityMeasure,
    ActivitySource,
)
from ropa.models.agreement import Agreement, Customer
from ropa.models.approval import (
    ActivityApproval,
    ActivityReview,
    ActivityStanding,
    ReviewReminder,
)
from ropa.models.catalogue import (
    DataCategory,
    DataCategorySynonym,
    DataSubjectCategory,
    DataSubjectSynonym,
    Measure,
    MeasureSynonym,
    RecipientClass,
    RecipientSynonym,
)
from ropa.models.change import CatalogueMerge, RegisterImport
from ropa.models.facet import (
    Consequence,
    LegalBasis,
    PurposeDataCategory,
    PurposeDataSubject,
    PurposeRecipient,
    PurposeStatement,
    SpecialCategoryCondition,
)
from ropa.models.notice import (
    Announcement,
    Notice,
    NoticeActivity,
    NoticeVersion,
    OfferedRight,
)
from ropa.models.organisation import Contact, LegalEntity, Organisation
from ropa.models.pack import AuthorityPack
from ropa.models.party import CrossCutting, CustomerActivity, JointController
from ropa.models.purpose import FACETS, Purpose
from ropa.models.rule import PurposeRule, RetentionRule, RuleTrigger
from ropa.models.screening import CRITERIA, BalancingTest, DpiaScreening
from ropa.models.transfer import Safeguard, Transfer, TransferPurpose
from ropa.models.vendor import Vendor, VendorAlias, VendorLocation, VendorUse

__all__ = (
    "CRITERIA",
    "FACETS",
    "ActivityApproval",
    "ActivityChannel",
    "ActivityGroup",
    "ActivityLink",
    "ActivityMeasure",
    "ActivityReview",
    "ActivitySource",
    "ActivityStanding",
    "Agreement",
    "Announcement",
    "AuthorityPack",
    "BalancingTest",
    "CatalogueMerge",
    "Consequence",
    "Contact",
    "CrossCutting",
    "Customer",
    "CustomerActivity",
    "DataCategory",
    "DataCategorySynonym",
    "DataSubjectCategory",
    "DataSubjectSynonym",
    "DpiaScreening",
    "JointController",
    "LegalBasis",
    "LegalEntity",
    "Measure",
    "MeasureSynonym",
    "Notice",
    "NoticeActivity",
    "NoticeVersion",
    "OfferedRight",
    "Organisation",
    "ProcessingActivity",
    "Purpose",
    "PurposeDataCategory",
    "PurposeDataSubject",
    "PurposeRecipient",
    "PurposeRule",
    "PurposeStatement",
    "RecipientClass",
    "RecipientSynonym",
    "RegisterImport",
    "RetentionRule",
    "ReviewReminder",
    "RuleTrigger",
    "Safeguard",
    "SpecialCategoryCondition",
    "Transfer",
    "TransferPurpose",
    "Vendor",
    "VendorAlias",
    "VendorLocation",
    "VendorUse",
)
