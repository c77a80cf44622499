"""The register, by noun."""

from ropa.models.activity import ActivityGroup, ProcessingActivity
from ropa.models.activity_values import (
    ActivityChannel,
    ActivityLink,
    ActivityMeasure,
    ActivitySource,
)
from ropa.models.adequacy import AdequacyDecision
from ropa.models.agreement import Agreement, Customer
from ropa.models.approval import (
    ActivityApproval,
    ActivityReview,
    ActivityStanding,
    ReviewReminder,
)
from ropa.models.assessment import Questionnaire, TransferAssessment, VendorAssessment
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
from ropa.models.chain import SubProcessing
from ropa.models.change import CatalogueMerge, RegisterImport
from ropa.models.clause import AgreementClause
from ropa.models.facet import (
    Consequence,
    LegalBasis,
    PurposeDataCategory,
    PurposeDataSubject,
    PurposeRecipient,
    PurposeStatement,
    SpecialCategoryCondition,
)
from ropa.models.listing import SubProcessorList, SubProcessorListEntry, SubProcessorListRequest
from ropa.models.notice import (
    Announcement,
    Notice,
    NoticeActivity,
    NoticeVersion,
    OfferedRight,
)
from ropa.models.organisation import Contact, LegalEntity, Organisation
from ropa.models.override import RuleExtension, RuleOverride
from ropa.models.pack import AuthorityPack
from ropa.models.party import CrossCutting, CustomerActivity, JointController
from ropa.models.purpose import FACETS, Purpose
from ropa.models.reminders import AgreementReminder, ChangeReminder
from ropa.models.rule import PurposeRule, RetentionRule, RuleTrigger
from ropa.models.ruling import DistinctVendors, NoTransfer, VendorMerge
from ropa.models.screening import CRITERIA, BalancingTest, DpiaScreening
from ropa.models.task import ImpactDecision, Task
from ropa.models.transfer import Safeguard, Transfer, TransferPurpose
from ropa.models.vendor import Vendor, VendorAlias, VendorLocation, VendorUse
from ropa.models.vendor_change import VendorChange
from ropa.models.vendor_source import VendorListEntry, VendorListImport, VendorSource

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
    "AdequacyDecision",
    "Agreement",
    "AgreementClause",
    "AgreementReminder",
    "Announcement",
    "AuthorityPack",
    "BalancingTest",
    "CatalogueMerge",
    "ChangeReminder",
    "Consequence",
    "Contact",
    "CrossCutting",
    "Customer",
    "CustomerActivity",
    "DataCategory",
    "DataCategorySynonym",
    "DataSubjectCategory",
    "DataSubjectSynonym",
    "DistinctVendors",
    "DpiaScreening",
    "ImpactDecision",
    "JointController",
    "LegalBasis",
    "LegalEntity",
    "Measure",
    "MeasureSynonym",
    "NoTransfer",
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
    "Questionnaire",
    "RecipientClass",
    "RecipientSynonym",
    "RegisterImport",
    "RetentionRule",
    "ReviewReminder",
    "RuleExtension",
    "RuleOverride",
    "RuleTrigger",
    "Safeguard",
    "SpecialCategoryCondition",
    "SubProcessing",
    "SubProcessorList",
    "SubProcessorListEntry",
    "SubProcessorListRequest",
    "Task",
    "Transfer",
    "TransferAssessment",
    "TransferPurpose",
    "Vendor",
    "VendorAlias",
    "VendorAssessment",
    "VendorChange",
    "VendorListEntry",
    "VendorListImport",
    "VendorLocation",
    "VendorMerge",
    "VendorSource",
    "VendorUse",
)
