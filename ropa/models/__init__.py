"""The register, by noun."""

from ropa.models.activity import (
    ActivityChannel,
    ActivityGroup,
    ActivityLink,
    ActivityMeasure,
    ActivitySource,
    ProcessingActivity,
)
from ropa.models.agreement import Agreement, Customer
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
from ropa.models.facet import (
    Consequence,
    LegalBasis,
    PurposeDataCategory,
    PurposeDataSubject,
    PurposeRecipient,
    PurposeStatement,
    SpecialCategoryCondition,
)
from ropa.models.notice import Notice, NoticeVersion, OfferedRight
from ropa.models.organisation import Contact, LegalEntity, Organisation
from ropa.models.purpose import FACETS, Purpose
from ropa.models.rule import PurposeRule, RetentionRule, RuleTrigger
from ropa.models.transfer import Safeguard, Transfer, TransferPurpose
from ropa.models.vendor import Vendor, VendorAlias, VendorLocation, VendorUse

__all__ = (
    "FACETS",
    "ActivityChannel",
    "ActivityGroup",
    "ActivityLink",
    "ActivityMeasure",
    "ActivitySource",
    "Agreement",
    "Consequence",
    "Contact",
    "Customer",
    "DataCategory",
    "DataCategorySynonym",
    "DataSubjectCategory",
    "DataSubjectSynonym",
    "LegalBasis",
    "LegalEntity",
    "Measure",
    "MeasureSynonym",
    "Notice",
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
    "RetentionRule",
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
