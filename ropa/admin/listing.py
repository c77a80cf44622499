"""Lists of sub-processors: drafted, published, told to customers, and sent to who asks."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import NOTHING, RecordAction, RecordAdmin, Section, Told, ValueInline, pill
from config.admin.forms import RecordForm
from ropa.admin.counts import count_of
from ropa.admin.listing_pages import ListPages
from ropa.choices.vendors import VersionStatus
from ropa.models import SubProcessorList, SubProcessorListEntry, Vendor
from ropa.services import chain, listing

TELLING = gettext_lazy("Customers to tell")


class ListForm(RecordForm):
    """A new version is drafted; there is one draft at a time."""

    def clean_organisation(self) -> Any:
        chosen = self.cleaned_data["organisation"]
        if SubProcessorList.objects.filter(
            organisation=chosen, status=VersionStatus.DRAFT
        ).exists():
            raise forms.ValidationError(
                _("This organisation has a draft already. Publish it before you make another.")
            )
        return chosen


class EntryInline(ValueInline):
    model = SubProcessorListEntry
    tab = gettext_lazy("Entries")
    verbose_name = gettext_lazy("entry")
    verbose_name_plural = gettext_lazy("entries, as customers read them")
    fields = ("order", "vendor", "name", "service", "data", "location")
    autocomplete_fields = ("vendor",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_draft(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_draft(obj) and super().has_delete_permission(request, obj)


def is_draft(version: SubProcessorList | None) -> bool:
    return version is not None and version.status == VersionStatus.DRAFT


def is_published(version: SubProcessorList) -> bool:
    return version.status == VersionStatus.PUBLISHED


def _publish(request: HttpRequest, version: SubProcessorList, _said: str) -> str:
    listing.publish(version.pk, by=request.user, on=timezone.localdate())  # type: ignore[arg-type]
    return _("Version %(number)s is published. From now on it stays as it is.") % {
        "number": version.number
    }


def _publication(version: SubProcessorList) -> str:
    lacking = listing.obstacles(version, on=timezone.localdate())
    if lacking:
        return " ".join([_("It cannot be published yet."), *lacking])
    day = date_format(version.effective_on, "j F Y") if version.effective_on else ""
    return _(
        "Version %(number)s is in force from %(day)s. Once published it stays as it is, and no "
        "vendor that is not on it can be given customers’ data."
    ) % {"number": version.number, "day": day}


def _draft_next(request: HttpRequest, version: SubProcessorList, _said: str) -> str:
    drafted = listing.draft(version.organisation_id)
    return _("Version %(number)s is drafted from the register; it stands in the list.") % {
        "number": drafted.number
    }


def _has_no_draft(version: SubProcessorList) -> bool:
    drafts = SubProcessorList.objects.filter(
        organisation=version.organisation_id, status=VersionStatus.DRAFT
    )
    return is_published(version) and not drafts.exists()


def _tell(request: HttpRequest, version: SubProcessorList, _said: str) -> str:
    made = listing.tell(version)
    return _("%(count)d tasks were made, one for each customer that had none.") % {
        "count": len(made)
    }


def _check(request: HttpRequest, version: SubProcessorList, _said: str) -> Told:
    if listing.agrees(version):
        return Told(_("The list yields the hash of its publication."), messages.SUCCESS)
    said = _("The list no longer yields the hash of its publication. Tell an administrator.")
    return Told(said, messages.ERROR)


@admin.register(SubProcessorList)
class SubProcessorListAdmin(ListPages, RecordAdmin):
    section = Section.VENDORS
    menu_place = 60
    form = ListForm
    list_display = ("__str__", "organisation", "number", "state", "effective_on", "entries")
    list_filter = ("organisation", "status")
    list_select_related = ("organisation",)
    search_fields = ("organisation__name", "organisation__code", "entries__name")
    autocomplete_fields = ("organisation",)
    inlines = (EntryInline,)
    readonly_fields = (
        *("state", "earliest", "customers", "below"),
        *("published_at", "published_by", "content_sha256"),
    )
    record_actions = (
        RecordAction(
            name="publish",
            label=gettext_lazy("Publish …"),
            permission="ropa.publish_subprocessorlist",
            deed=_publish,
            offered=is_draft,
            question=_publication,
            errors=(listing.ListRefused,),
        ),
        RecordAction(
            name="next",
            label=gettext_lazy("Draft the next version"),
            permission="ropa.add_subprocessorlist",
            deed=_draft_next,
            offered=_has_no_draft,
        ),
        RecordAction(
            name="tell",
            label=gettext_lazy("Make tasks to tell customers"),
            permission="ropa.add_task",
            deed=_tell,
            offered=is_published,
        ),
        RecordAction(
            name="check",
            label=gettext_lazy("Check the archive"),
            permission="ropa.view_subprocessorlist",
            deed=_check,
            offered=is_published,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[SubProcessorList]:
        rows: QuerySet[SubProcessorList] = super().get_queryset(request)
        return rows.select_related("organisation", "published_by").annotate(
            entry_count=count_of(SubProcessorListEntry.objects.all(), "version")
        )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [(gettext_lazy("Version"), {"fields": ("organisation", "effective_on", "note")})]
        return [
            (
                gettext_lazy("Version"),
                {"fields": ("state", ("effective_on", "earliest"), "note")},
            ),
            (TELLING, {"fields": ("customers",)}),
            (gettext_lazy("What works for them"), {"fields": ("below",)}),
            (
                gettext_lazy("Archive"),
                {"fields": ("published_at", "published_by", "content_sha256")},
            ),
        ]

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "note":
            field.help_text = _("Customers read this, and the public page shows it. Name nobody.")
        return field

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_open = obj is None or is_draft(obj)
        return is_open and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_open = obj is None or is_draft(obj)
        return is_open and super().has_delete_permission(request, obj)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new version begins with what the register says."""
        if not change:
            drafted = listing.draft(obj.organisation_id)
            obj.pk, obj.number, obj._state.adding = drafted.pk, drafted.number, False
        if change or obj.effective_on or obj.note:
            super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: Any = None
    ) -> HttpResponse:
        said = _("Version %(number)s is drafted from the register. Look through its entries.")
        self.message_user(request, said % {"number": obj.number}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:ropa_subprocessorlist_change", args=[obj.pk]))

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state(self, version: SubProcessorList) -> SafeString:
        label = version.get_status_display()
        return pill(label, "ok" if is_published(version) else "soon")

    @admin.display(description=gettext_lazy("entries"), ordering="entry_count")
    def entries(self, version: Any) -> int:
        return int(version.entry_count)

    @admin.display(description=gettext_lazy("at the earliest"))
    def earliest(self, version: SubProcessorList) -> str:
        if not is_draft(version):
            return NOTHING
        day, customers = listing.earliest_effect(version, on=timezone.localdate())
        shown = date_format(day, "j F Y")
        if not customers:
            return _("%(day)s, if it is published today") % {"day": shown}
        return _("%(day)s, if it is published today, for %(customers)s") % {
            "day": shown,
            "customers": ", ".join(customer.name for customer in customers),
        }

    @admin.display(description=TELLING)
    def customers(self, version: SubProcessorList) -> SafeString | str:
        told = listing.to_tell(version)
        if not told:
            return _("Nobody: there is no customer, or the day is not set.")
        context = {"told": told, "on": timezone.localdate()}
        return render_to_string("admin/ropa/subprocessorlist/customers.html", context)

    @admin.display(description=gettext_lazy("chain"))
    def below(self, version: SubProcessorList) -> SafeString | str:
        listed = list(Vendor.objects.filter(listings__version=version).distinct())
        found = chain.chain_below(listed, on=timezone.localdate())
        keys = {path.sub_processor for paths in found.values() for path in paths}
        names = dict(Vendor.objects.filter(pk__in=keys).values_list("pk", "name"))
        rows = [
            (vendor.name, ", ".join(names[path.sub_processor] for path in found[vendor.pk]))
            for vendor in listed
            if found[vendor.pk]
        ]
        if not rows:
            return _("The register knows of nobody.")
        return render_to_string("admin/ropa/subprocessorlist/below.html", {"rows": rows})
