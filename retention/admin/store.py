"""Data stores and the data sets in them. Their addresses are shown nowhere."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config.admin import RecordAdmin, Section, ValueInline
from retention.admin.buttons import LOOK, TEST_ADDRESS
from retention.admin.filters import RuleFilter, StoreFilter
from retention.models import CustomerKey, DataSet, DataSetRule, DataStore


class SetRuleFilter(RuleFilter):
    lookup = "rules__rule"


class SetStoreFilter(StoreFilter):
    lookup = "store"


class DataSetInline(ValueInline):
    model = DataSet
    fields = ("code", "name", "location", "key_column")
    show_change_link = True


class DataSetRuleInline(ValueInline):
    model = DataSetRule
    verbose_name_plural = _("rules at work")
    fields = ("rule", "trigger_column", "part", "is_active")
    autocomplete_fields = ("rule",)
    show_change_link = True


class CustomerKeyInline(ValueInline):
    model = CustomerKey
    verbose_name_plural = _("what customers are called here")
    fields = ("customer", "value")
    autocomplete_fields = ("customer",)


@admin.register(DataStore)
class DataStoreAdmin(RecordAdmin):
    section = Section.RETENTION
    menu_place = 60
    record_actions = (TEST_ADDRESS,)
    list_display = ("name", "code", "kind", "organisation", "sets")
    list_filter = ("organisation", "kind")
    list_select_related = ("organisation",)
    search_fields = ("name", "code")
    ordering = ("organisation", "name")
    autocomplete_fields = ("organisation", "owner")
    inlines = (DataSetInline, CustomerKeyInline)
    fieldsets = (
        (
            _("Data store"),
            {
                "fields": (
                    *("organisation", "code", "name", "kind", "url_variable"),
                    *("secret_variable", ("owner", "backup_lag"), "note"),
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[DataStore]:
        rows: QuerySet[DataStore] = super().get_queryset(request)
        return rows.annotate(set_count=Count("data_sets"))

    @admin.display(description=_("data sets"), ordering="set_count")
    def sets(self, store: Any) -> int:
        return int(store.set_count)


@admin.register(DataSet)
class DataSetAdmin(RecordAdmin):
    section = Section.RETENTION
    menu_place = 50
    record_actions = (LOOK,)
    list_display = ("name", "code", "location", "store", "organisation_shown", "rule_count")
    list_filter = ("store__organisation", SetStoreFilter, SetRuleFilter)
    search_fields = ("name", "code", "location")
    ordering = ("store", "name")
    autocomplete_fields = ("store",)
    inlines = (DataSetRuleInline,)
    fieldsets = (
        (
            _("Data set"),
            {
                "fields": (
                    *("store", "code", "name", ("location", "key_column"), "time_zone"),
                    *(("person_column", "without_persons"),),
                    *(("customer_column", "without_customers"), "note"),
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[DataSet]:
        rows: QuerySet[DataSet] = super().get_queryset(request)
        return rows.select_related("store__organisation").annotate(rules_here=Count("rules"))

    @admin.display(description=_("organisation"), ordering="store__organisation__name")
    def organisation_shown(self, data_set: DataSet) -> str:
        return str(data_set.organisation)

    @admin.display(description=_("rules at work"), ordering="rules_here")
    def rule_count(self, data_set: Any) -> int:
        return int(data_set.rules_here)
