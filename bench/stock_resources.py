"""The vendor list as resources of plain django-import-export: vendors first, then their uses.

Written as its documentation shows, two ways. Row by row, with model checks and a state of the
history for each save; and in bulk, with the cached loader, keys looked up in memory and the
history of simple-history in bulk, without model checks. Neither reads places, keeps entries of a
source, computes suggestions or tells what it did; the list is known to be clean.
"""

from typing import Any

import tablib
from import_export import fields, resources, widgets
from import_export.instance_loaders import CachedInstanceLoader
from simple_history.utils import bulk_update_with_history

from bench.plain_load import load_with_history, plain_manager
from ropa.models import Organisation, Purpose, Vendor, VendorUse
from ropa.vendor_lists.names import normalise

ROLES = {
    "processor": "processor",
    "sub-processor": "sub_processor",
    "independent controller": "independent_controller",
}
VENDOR_COLUMNS = ("Vendor", "Website", "Privacy policy")
CHUNK = 500


class NameKey(widgets.CharWidget):
    """The key of a name, which has an index."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return normalise(value)


class Key(widgets.ForeignKeyWidget):
    """A row of the organisation by the key of its name, or by its code; one query each."""

    def __init__(self, model: Any, field: str, organisation: Organisation) -> None:
        super().__init__(model, field)
        self.rows = model.objects.filter(organisation=organisation)

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
        return self.rows.all()

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return self.found(normalise(value) if self.field == "normalised" else value, row)

    def found(self, value: str, row: Any) -> Any:
        return super().clean(value, row)


class KnownKey(Key):
    """The same, all of them read once."""

    def __init__(self, model: Any, field: str, organisation: Organisation) -> None:
        super().__init__(model, field, organisation)
        self.known = {getattr(row, field): row for row in self.rows}

    def found(self, value: str, row: Any) -> Any:
        return self.known[value]


class RoleWidget(widgets.Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return ROLES[value]


class VendorRows(resources.ModelResource):
    normalised = fields.Field("normalised", "Vendor", NameKey())
    name = fields.Field("name", "Vendor")
    website = fields.Field("website", "Website")
    privacy_url = fields.Field("privacy_url", "Privacy policy")

    class Meta:
        model = Vendor
        import_id_fields = ("normalised",)
        fields = ("normalised", "name", "website", "privacy_url")
        clean_model_instances = True
        skip_unchanged = True

    def __init__(self, organisation: Organisation) -> None:
        super().__init__()
        self.organisation = organisation

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(organisation=self.organisation)

    def init_instance(self, row: Any = None) -> Vendor:
        return Vendor(organisation=self.organisation)


class UseRows(resources.ModelResource):
    key: type[Key] = Key
    vendor = fields.Field("vendor", "Vendor")
    purpose = fields.Field("purpose", "Activities")
    spelling = fields.Field("spelling", "Vendor")
    service = fields.Field("service", "Service")
    role = fields.Field("role", "Role", RoleWidget())
    data_limitation = fields.Field("data_limitation", "Data limitation")

    class Meta:
        model = VendorUse
        import_id_fields = ("vendor", "purpose", "service")
        fields = ("vendor", "purpose", "spelling", "service", "role", "data_limitation")
        clean_model_instances = True
        skip_unchanged = True

    def __init__(self, organisation: Organisation) -> None:
        super().__init__()
        self.fields["vendor"].widget = self.key(Vendor, "normalised", organisation)
        self.fields["purpose"].widget = self.key(Purpose, "code", organisation)


class InBulk:
    """Rows written in bulk with their history, as simple-history does by itself."""

    def bulk_create(self: Any, *args: Any, **kwargs: Any) -> None:
        load_with_history(self._meta.model, self.create_instances)
        self.create_instances.clear()

    def bulk_update(self: Any, *args: Any, **kwargs: Any) -> None:
        model = self._meta.model
        bulk_update_with_history(
            self.update_instances,
            model,
            self.get_bulk_update_fields(),
            batch_size=CHUNK,
            manager=plain_manager(model),
        )
        self.update_instances.clear()


class VendorsInBulk(InBulk, VendorRows):
    class Meta(VendorRows.Meta):
        use_bulk = True
        batch_size = CHUNK
        skip_diff = True
        clean_model_instances = False
        instance_loader_class = CachedInstanceLoader


class UsesInBulk(InBulk, UseRows):
    key = KnownKey

    class Meta(UseRows.Meta):
        use_bulk = True
        batch_size = CHUNK
        skip_diff = True
        clean_model_instances = False
        force_init_instance = True  # every use is new


def import_with(vendors: Any, uses: Any, organisation: Organisation, text: str) -> int:
    """Import a list with the two resources; return how many rows were read as uses."""
    rows = tablib.Dataset().load(text, format="csv")
    named = rows.subset(cols=VENDOR_COLUMNS)
    named.remove_duplicates()
    options = {"use_transactions": True, "raise_errors": True}
    vendors(organisation).import_data(named, **options)
    result = uses(organisation).import_data(rows, **options)
    if result.totals["new"] != len(rows):
        raise SystemExit(f"Not every row is new: {result.totals}")
    return len(rows)
