"""Sheets of international transfers and their safeguards."""

from ropa.models import Safeguard, Transfer, TransferPurpose
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
            "importer_vendor",
            "importer_entity",
            "importer",
            "destination_kind",
            "country",
            "destination",
            "scope",
            "statement",
            "covers_all",
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
