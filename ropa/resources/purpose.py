"""Sheets of purpose lines and of the values of their facets."""

from ropa.models import (
    FACETS,
    Consequence,
    LegalBasis,
    Purpose,
    PurposeDataCategory,
    PurposeDataSubject,
    PurposeRecipient,
    PurposeStatement,
    SpecialCategoryCondition,
)
from ropa.resources.scope import OrganisationResource

IN_PURPOSE = ("purpose", "order")


class PurposeSheet(OrganisationResource):
    class Meta:
        model = Purpose
        import_id_fields = ("code",)
        fields = (
            "code",
            "activity",
            "order",
            "kind",
            *(f"{facet}_state" for facet in FACETS),
            "inherits_from",
            "legal_basis_note",
            "source_lines",
            "note",
        )


class StatementSheet(OrganisationResource):
    class Meta:
        model = PurposeStatement
        import_id_fields = IN_PURPOSE
        fields = (*IN_PURPOSE, "text")


class DataSubjectSheet(OrganisationResource):
    class Meta:
        model = PurposeDataSubject
        import_id_fields = IN_PURPOSE
        fields = (*IN_PURPOSE, "category", "wording")


class DataCategorySheet(OrganisationResource):
    class Meta:
        model = PurposeDataCategory
        import_id_fields = IN_PURPOSE
        fields = (*IN_PURPOSE, "category", "wording", "open_ended", "collection")


class LegalBasisSheet(OrganisationResource):
    class Meta:
        model = LegalBasis
        import_id_fields = IN_PURPOSE
        fields = (*IN_PURPOSE, "basis", "alternative", "interest", "note")


class SpecialConditionSheet(OrganisationResource):
    class Meta:
        model = SpecialCategoryCondition
        import_id_fields = IN_PURPOSE
        fields = (*IN_PURPOSE, "condition", "note")


class RecipientSheet(OrganisationResource):
    class Meta:
        model = PurposeRecipient
        import_id_fields = IN_PURPOSE
        fields = (*IN_PURPOSE, "recipient_class", "wording")


class ConsequenceSheet(OrganisationResource):
    class Meta:
        model = Consequence
        import_id_fields = IN_PURPOSE
        fields = (*IN_PURPOSE, "text")
