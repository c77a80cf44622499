"""Catalogues shared by all organisations, with their synonyms."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.admin import NOTHING, Section, ValueInline, pill
from ropa.admin.counts import count_of
from ropa.admin.merging import MergePages
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


class SynonymInline(ValueInline):
    fields = ("spelling",)
    verbose_name = _("synonym")
    verbose_name_plural = _("synonyms")


class DataCategorySynonymInline(SynonymInline):
    model = DataCategorySynonym


class DataSubjectSynonymInline(SynonymInline):
    model = DataSubjectSynonym


class RecipientSynonymInline(SynonymInline):
    model = RecipientSynonym


class MeasureSynonymInline(SynonymInline):
    model = MeasureSynonym


class CatalogueAdmin(MergePages):
    section = Section.ADMINISTRATION
    menu_place = 60
    list_display: tuple[str, ...] = ("name", "code", "uses")
    search_fields = ("name", "code", "synonyms__spelling")
    search_help_text = _("Searches name, code and synonyms.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        uses = self.model._meta.get_field("uses")
        count = count_of(uses.related_model.objects.all(), uses.field.name)
        rows: QuerySet[Any] = super().get_queryset(request).annotate(use_count=count)
        return rows

    @admin.display(description=_("uses"), ordering="use_count")
    def uses(self, entry: Any) -> int:
        return int(entry.use_count)


@admin.register(DataCategory)
class DataCategoryAdmin(CatalogueAdmin):
    list_display = ("name", "code", "class_of_data", "uses")
    list_filter = ("special_category", "sensitive")
    inlines = (DataCategorySynonymInline,)

    @admin.display(description=_("class"), ordering="special_category")
    def class_of_data(self, category: DataCategory) -> SafeString | str:
        if category.special_category:
            return pill(_("Art. 9"), "late")
        return pill(_("sensitive"), "soon") if category.sensitive else NOTHING


@admin.register(DataSubjectCategory)
class DataSubjectCategoryAdmin(CatalogueAdmin):
    inlines = (DataSubjectSynonymInline,)


@admin.register(RecipientClass)
class RecipientClassAdmin(CatalogueAdmin):
    inlines = (RecipientSynonymInline,)


@admin.register(Measure)
class MeasureAdmin(CatalogueAdmin):
    inlines = (MeasureSynonymInline,)
