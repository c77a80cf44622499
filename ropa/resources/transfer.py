"""Sheets of international transfers and their safeguards."""

from ropa.models import NoTransfer, Safeguard, Transfer, TransferAssessment, TransferPurpose
from ropa.resources.scope import OrganisationResource


class TransferSheet(OrganisationResource):
    class Meta:
        model = Transfer
        import_id_fields = ("code",)
        fields = (
            "code",
            "kind",
            "exporter_entity",
            "exporter",
            "exporter_vendor",
            "importer_vendor",
            "importer_entity",
            "importer",
            "destination_kind",
            "country",
            "destination",
            "scope",
            "statement",
            "covers_all",
            "origin",
            "confirmed_on",
            "review_on",
            "source_lines",
        )


class SafeguardSheet(OrganisationResource):
    class Meta:
        model = Safeguard
        import_id_fields = ("transfer", "order")
        fields = (
            "transfer",
            "order",
            "mechanism",
            "agreement",
            "entity",
            "decision",
            "evidence",
            "url",
            "expires_on",
            "note",
        )


class TransferPurposeSheet(OrganisationResource):
    class Meta:
        model = TransferPurpose
        import_id_fields = ("purpose", "transfer")
        fields = ("purpose", "transfer")


class NoTransferSheet(OrganisationResource):
    class Meta:
        model = NoTransfer
        import_id_fields = (
            "exporter_entity",
            "exporter_vendor",
            "importer_vendor",
            "location_kind",
            "country",
        )
        fields = (*import_id_fields, "reason", "decided_on")


class TransferAssessmentSheet(OrganisationResource):
    class Meta:
        model = TransferAssessment
        import_id_fields = ("transfer", "code")
        fields = (
            "transfer",
            "code",
            "country",
            "law",
            "measures",
            "result",
            "assessed_on",
            "assessor",
            "review_on",
            "evidence",
        )
