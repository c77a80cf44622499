"""Sheets of the organisation itself."""

from typing import Any

from ropa.models import Contact, LegalEntity, Organisation
from ropa.resources.scope import OrganisationResource


class OrganisationSheet(OrganisationResource):
    """One row: the organisation whose register this is."""

    class Meta:
        model = Organisation
        import_id_fields = ("code",)
        fields = (
            "code",
            "name",
            "country",
            "subdivision",
            "time_zone",
            "website",
            "minimum_age",
            "not_required_statement",
            "publishes_sub_processors",
            "note",
        )

    def after_save_instance(self, instance: Any, row: dict[str, str], **kwargs: Any) -> None:
        super().after_save_instance(instance, row, **kwargs)
        self.scope.organisation = instance


class EntitySheet(OrganisationResource):
    class Meta:
        model = LegalEntity
        import_id_fields = ("code",)
        fields = ("code", "legal_name", "trading_name", "address", "country", "is_main", "note")


class ContactSheet(OrganisationResource):
    class Meta:
        model = Contact
        import_id_fields = ("matter", "channel", "address")
        fields = ("matter", "channel", "address", "entity", "note")
