"""Sheets of the catalogues that all organisations share, with their synonyms."""

from functools import partial
from typing import Any

from django.db import models

from config.resources import RegisterResource
from config.widgets import Lookup
from ropa.models import (
    DataCategory,
    DataCategorySynonym,
    DataSubjectCategory,
    DataSubjectSynonym,
    Measure,
    MeasureSynonym,
    RecipientClass,
    RecipientSynonym,
)
from ropa.models.catalogue import normalise_spelling
from ropa.resources.merged import CatalogueLookup

ENTRY = ("code", "name", "description", "dpv_iri")


class CatalogueScope:
    """Every row of the catalogues."""

    def __init__(self) -> None:
        self._lookups: dict[type[models.Model], Lookup] = {}

    def rows(self, model: type[models.Model]) -> models.QuerySet[Any]:
        return model._default_manager.all()

    def lookup(self, model: type[models.Model]) -> Lookup:
        if model not in self._lookups:
            self._lookups[model] = CatalogueLookup(partial(_fill, rows=self.rows(model)), model)
        return self._lookups[model]


def _fill(lookup: Lookup, rows: models.QuerySet[Any]) -> None:
    lookup.fill(list(rows.order_by().values_list("pk", lookup.attribute)))


class DataCategoryList(RegisterResource):
    class Meta:
        model = DataCategory
        import_id_fields = ("code",)
        fields = (*ENTRY, "special_category", "sensitive")


class DataSubjectList(RegisterResource):
    class Meta:
        model = DataSubjectCategory
        import_id_fields = ("code",)
        fields = ENTRY


class RecipientList(RegisterResource):
    class Meta:
        model = RecipientClass
        import_id_fields = ("code",)
        fields = ENTRY


class MeasureList(RegisterResource):
    class Meta:
        model = Measure
        import_id_fields = ("code",)
        fields = ENTRY


class SynonymList(RegisterResource):
    """Synonyms are found by their normalised spelling."""

    class Meta:
        import_id_fields = ("spelling",)
        fields = ("spelling", "entry")

    def key_of(self, instance: Any) -> tuple[Any, ...]:
        return (normalise_spelling(instance.spelling),)

    def key_in(self, row: dict[str, str]) -> tuple[Any, ...]:
        return (normalise_spelling(self.fields["spelling"].clean(row)),)


class DataCategorySynonymList(SynonymList):
    class Meta:
        model = DataCategorySynonym


class DataSubjectSynonymList(SynonymList):
    class Meta:
        model = DataSubjectSynonym


class RecipientSynonymList(SynonymList):
    class Meta:
        model = RecipientSynonym


class MeasureSynonymList(SynonymList):
    class Meta:
        model = MeasureSynonym


CATALOGUES: dict[str, tuple[type[RegisterResource], type[RegisterResource]]] = {
    "data_categories": (DataCategoryList, DataCategorySynonymList),
    "data_subject_categories": (DataSubjectList, DataSubjectSynonymList),
    "recipient_classes": (RecipientList, RecipientSynonymList),
    "measures": (MeasureList, MeasureSynonymList),
}
