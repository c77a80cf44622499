"""Sheets of vendors, of the agreements with them, and of customers."""

from typing import Any

from ropa.models import (
    Agreement,
    AgreementClause,
    Customer,
    SubProcessing,
    Vendor,
    VendorAlias,
    VendorAssessment,
    VendorLocation,
    VendorUse,
)
from ropa.resources.scope import OrganisationResource
from ropa.vendor_lists.names import normalise


class VendorSheet(OrganisationResource):
    """A vendor is found by its name as it normalises, so that a new spelling makes no new one."""

    class Meta:
        model = Vendor
        import_id_fields = ("name",)
        fields = (
            "name",
            "family",
            "legal_name",
            "address",
            "website",
            "privacy_url",
            "opt_out_url",
            "contact",
            "is_own_product",
            "backup_of",
            "is_verified",
            "note",
        )

    def key_of(self, instance: Any) -> tuple[Any, ...]:
        return (normalise(instance.name),)

    def key_in(self, row: dict[str, str]) -> tuple[Any, ...]:
        return (normalise(self.fields["name"].clean(row)),)


class AliasSheet(OrganisationResource):
    class Meta:
        model = VendorAlias
        import_id_fields = ("vendor", "spelling")
        fields = ("vendor", "spelling")


class LocationSheet(OrganisationResource):
    class Meta:
        model = VendorLocation
        import_id_fields = ("vendor", "order")
        fields = ("vendor", "order", "kind", "country", "wording")


class UseSheet(OrganisationResource):
    class Meta:
        model = VendorUse
        import_id_fields = ("vendor", "purpose", "spelling", "service")
        fields = (
            "vendor",
            "purpose",
            "spelling",
            "service",
            "order",
            "role",
            "role_source",
            "data_limitation",
            "is_recipient",
            "entry_point",
            "source_lines",
            "note",
        )


class AgreementSheet(OrganisationResource):
    class Meta:
        model = Agreement
        import_id_fields = ("code",)
        fields = (
            "code",
            "kind",
            "title",
            "vendor",
            "customer",
            "entity",
            "signed_on",
            "valid_from",
            "expires_on",
            "reference",
            "module",
            "covers_eu",
            "covers_swiss",
            "covers_uk",
            "covers_hr",
            "sub_processor_consent",
            "objection_period",
            "note",
        )


class ClauseSheet(OrganisationResource):
    class Meta:
        model = AgreementClause
        import_id_fields = ("agreement", "clause")
        fields = ("agreement", "clause", "verdict", "place", "note")


class ChainSheet(OrganisationResource):
    class Meta:
        model = SubProcessing
        import_id_fields = ("vendor", "sub_processor", "service")
        fields = ("vendor", "sub_processor", "service", "data", "since_on", "ended_on", "source")


class AssessmentSheet(OrganisationResource):
    class Meta:
        model = VendorAssessment
        import_id_fields = ("vendor", "assessed_on")
        fields = ("vendor", "assessed_on", "risk", "assessor", "reassess_on", "note")


class CustomerSheet(OrganisationResource):
    class Meta:
        model = Customer
        import_id_fields = ("code",)
        fields = (
            "code",
            "name",
            "address",
            "country",
            "contact",
            "representative",
            "dpo",
            "permitted_locations",
            "sub_processor_notice",
            "deletion_terms",
            "note",
        )
