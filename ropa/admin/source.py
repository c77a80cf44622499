"""Sources of vendor lists, and each row that they ever said."""

from typing import Any

from django.contrib import admin
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import NOTHING, EvidenceAdmin, RecordAdmin, Section, pill
from ropa.admin.counts import count_of
from ropa.admin.filters import YesFilter
from ropa.choices.vendors import ListImportStatus
from ropa.models import VendorListEntry, VendorListImport, VendorSource


@admin.register(VendorSource)
class VendorSourceAdmin(RecordAdmin):
    section = Section.VENDORS
    menu_place = 60
    menu_name = gettext_lazy("Sources of vendor lists")
    list_display = ("title", "organisation", "kind", "vendor", "listed", "gone", "last_import")
    list_filter = ("organisation", "kind")
    list_select_related = ("organisation", "vendor")
    search_fields = ("title", "code", "vendor__name")
    autocomplete_fields = ("organisation", "vendor")
    fieldsets = (
        (
            gettext_lazy("Source"),
            {"fields": ("organisation", ("title", "code"), ("kind", "vendor"), "url", "note")},
        ),
        (gettext_lazy("Columns as confirmed"), {"fields": ("columns",)}),
    )
    readonly_fields = ("columns",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[VendorSource]:
        entries = VendorListEntry.objects.all()
        taken = VendorListImport.objects.filter(
            source=OuterRef("pk"), status=ListImportStatus.TAKEN
        )
        last = taken.order_by().values("source").annotate(last=Max("finished_at")).values("last")
        rows: QuerySet[VendorSource] = (
            super()
            .get_queryset(request)
            .annotate(
                listed_count=count_of(entries.listed(), "source"),
                gone_count=count_of(entries.gone(), "source"),
                last_import_at=Subquery(last),
            )
        )
        return rows

    def record_links(self, request: HttpRequest, record: Any) -> list[tuple[Any, str]]:
        entries = reverse("admin:ropa_vendorlistentry_changelist")
        imports = reverse("admin:ropa_vendorlistimport_changelist")
        return [
            *super().record_links(request, record),
            (_("Its entries"), f"{entries}?source__id__exact={record.pk}"),
            (_("Its imports"), f"{imports}?source__id__exact={record.pk}"),
        ]

    @admin.display(description=gettext_lazy("entries"), ordering="listed_count")
    def listed(self, source: Any) -> int:
        return int(source.listed_count)

    @admin.display(description=gettext_lazy("no longer listed"), ordering="gone_count")
    def gone(self, source: Any) -> SafeString | str:
        return pill(source.gone_count, "soon") if source.gone_count else NOTHING

    @admin.display(description=gettext_lazy("last import"), ordering="last_import_at")
    def last_import(self, source: Any) -> str:
        return date_format(source.last_import_at) if source.last_import_at else NOTHING

    @admin.display(description=gettext_lazy("columns"))
    def columns(self, source: VendorSource) -> SafeString | str:
        """Heading and field; what is proposed for the next list of this source."""
        if not source.mapping:
            return _("None yet: they are kept when a list of this source is imported.")
        rows = ((key, field or _("not read")) for key, field in source.mapping.items())
        return _table(rows)


class NotUnderstoodFilter(admin.SimpleListFilter):
    title = gettext_lazy("understood")
    parameter_name = "understood"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("Not wholly")), ("yes", _("Yes"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "no":
                return queryset.exclude(not_understood="")
            case "yes":
                return queryset.filter(not_understood="")
        return queryset


class GoneFilter(YesFilter):
    title = gettext_lazy("no longer listed")
    parameter_name = "gone"
    method = "gone"


@admin.register(VendorListEntry)
class VendorListEntryAdmin(EvidenceAdmin):
    section = Section.VENDORS
    menu_place = 61
    in_menu = False
    list_display = ("name", "source", "line", "vendor", "state", "first_seen_on", "last_changed_on")
    list_filter = (NotUnderstoodFilter, GoneFilter, "source__organisation", "source")
    list_select_related = ("source", "vendor")
    search_fields = ("spelling", "vendor__name")
    autocomplete_fields = ("source", "vendor")
    fieldsets = (
        (
            gettext_lazy("Entry"),
            {
                "fields": (
                    ("source", "line"),
                    ("spelling", "vendor"),
                    "state",
                    ("first_seen_on", "last_changed_on", "removed_on"),
                )
            },
        ),
        (gettext_lazy("As the source says it"), {"fields": ("said",)}),
        (gettext_lazy("What was made of it"), {"fields": ("made", "not_understood")}),
    )
    readonly_fields = ("state", "said", "made")

    @admin.display(description=gettext_lazy("entry"), ordering="spelling")
    def name(self, entry: VendorListEntry) -> str:
        return str(entry)

    @admin.display(description=gettext_lazy("state"), ordering="removed_on")
    def state(self, entry: VendorListEntry) -> SafeString:
        if entry.removed_on is not None:
            return pill(_("no longer listed since %s") % date_format(entry.removed_on), "late")
        if entry.not_understood:
            return pill(_("not wholly understood"), "soon")
        return pill(_("listed"), "ok")

    @admin.display(description=gettext_lazy("the row"))
    def said(self, entry: VendorListEntry) -> SafeString:
        return _table(entry.raw.items())

    @admin.display(description=gettext_lazy("understood"))
    def made(self, entry: VendorListEntry) -> SafeString | str:
        rows = (
            (name, ", ".join(map(str, value)) if isinstance(value, list) else value)
            for name, value in entry.understood.items()
        )
        return _table(rows) if entry.understood else NOTHING


def _table(rows: Any) -> SafeString:
    lines = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", rows)
    return format_html('<dl class="facts">{}</dl>', lines)
