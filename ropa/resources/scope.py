"""The rows of one organisation: nothing else is found, named or written by an import."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.db import models
from django.db.models import Q

from config.resources import RegisterResource
from config.widgets import CodeWidget, Lookup
from ropa.models import Organisation, Vendor
from ropa.resources.merged import CATALOGUE_OF, CatalogueLookup
from ropa.vendor_lists.names import normalise

ORGANISATION = "organisation"


class VendorLookup(Lookup):
    """Vendors are named by their names; spellings that normalise alike are one vendor."""

    def normal(self, code: str) -> str:
        return normalise(code)


class OrganisationScope:
    """What belongs to the organisation of this code, and the catalogues that all share."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.organisation = Organisation.objects.filter(code=code).first()
        self._lookups: dict[type[models.Model], Lookup] = {}

    def rows(self, model: type[models.Model], where: Q | None = None) -> Iterable[Any]:
        """The rows of `model` in this organisation; of a catalogue, all."""
        rows = model._default_manager.filter(where or Q())
        if model is Organisation:
            return rows.filter(code=self.code)
        path = path_to_organisation(model)
        return rows.filter(**{path: self.organisation}) if path else rows

    def values(
        self, model: type[models.Model], names: Sequence[str], order: Sequence[str] = ()
    ) -> list[tuple[Any, ...]]:
        """The same rows as tuples of the attributes `names`, sorted by those in `order`."""
        rows: Any = self.rows(model)
        return list(rows.order_by(*order).values_list(*names))

    def lookup(self, model: type[models.Model]) -> Lookup:
        if model not in self._lookups:
            self._lookups[model] = self._new_lookup(model)
        return self._lookups[model]

    def _new_lookup(self, model: type[models.Model]) -> Lookup:
        fill = partial(self._fill, model=model)
        if model in CATALOGUE_OF:
            return CatalogueLookup(fill, model)
        return VendorLookup("name", fill) if model is Vendor else Lookup("code", fill)

    def _fill(self, lookup: Lookup, model: type[models.Model]) -> None:
        rows: Any = self.rows(model)
        lookup.fill(list(rows.order_by().values_list("pk", lookup.attribute)))


def path_to_organisation(model: type[models.Model]) -> str:
    """How a row reaches its organisation; empty for what all organisations share."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    if ORGANISATION in fields:
        return ORGANISATION
    for field in fields.values():
        parent = field.related_model
        if isinstance(parent, type) and parent is not model and not field.null:
            path = path_to_organisation(parent)
            return f"{field.name}__{path}" if path else ""
    return ""


class OrganisationResource(RegisterResource):
    """Rows of one organisation; a new row is written with that organisation."""

    scope: OrganisationScope

    def worked_out(self, keys: Sequence[Any]) -> dict[str, Sequence[Any]]:
        """Return the columns that are no attributes of rows, for rows with these primary keys."""
        return {}

    @classmethod
    def reference_to_itself(cls) -> str:
        """The column that names another row of the same sheet, if there is one."""
        for column, field in cls.fields.items():
            if isinstance(field.widget, CodeWidget) and field.widget.model is cls._meta.model:
                return str(column)
        return ""

    def init_instance(self, row: dict[str, str] | None = None) -> Any:
        instance = super().init_instance(row)
        if path_to_organisation(self._meta.model) == ORGANISATION:
            instance.organisation = self.scope.organisation
        return instance
