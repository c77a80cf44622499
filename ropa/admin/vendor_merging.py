"""Merging vendors: what would move, the question before, and taking a merge apart."""

from collections import Counter
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config.admin import NOTHING, RecordAction, Section, Told, link
from ropa.admin.merging import Asking, MergeRecordAdmin
from ropa.models import Vendor, VendorMerge
from ropa.services.near_names import PATIENCE, NotYetKnown
from ropa.services.vendor_merging import merge_vendors, plan_merge, undo_merge
from ropa.services.vendor_pairs import likely_pairs

MAY_MERGE = "ropa.merge_vendor"
_OFFERED = 5  # suggestions beside the box to type into


class VendorMergePages(Asking):
    """The page on which an officer says which vendor stands for this one, too."""

    may_merge = MAY_MERGE
    merge_label = gettext_lazy("Merge with another vendor …")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.merge_view)
        return [path("<int:pk>/merge/", view, name="ropa_vendor_merge"), *super().get_urls()]

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        merged = self.asked_about(request, pk)
        others = self.get_queryset(request).filter(organisation=merged.organisation_id)
        form = self.choice(request, others.exclude(pk=pk))
        form.fields["into"].error_messages["invalid_choice"] = _(
            "Choose another vendor of the same organisation."
        )
        why = ReasonForm(request.POST if request.method == "POST" else None)
        kept: Vendor | None = form.cleaned_data["into"] if form.is_valid() else None
        if kept is not None and request.method == "POST" and why.is_valid():
            try:
                return self._merge(request, kept, merged, why.cleaned_data["reason"])
            except ValidationError as wrong:
                why.add_error(None, wrong)
        return self._page(
            request,
            "admin/ropa/vendor/merge.html",
            title=_("Merge “%(vendor)s” with another vendor") % {"vendor": merged},
            form=form,
            why=why,
            media=self.media + form.media,
            record=merged,
            kept=kept,
            plan=plan_merge(kept, merged) if kept else None,
            swapped=f"{self._url('merge', kept.pk)}?into={pk}" if kept else "",
            offered=[] if kept else _like(merged),
        )

    def _merge(
        self, request: HttpRequest, kept: Vendor, merged: Vendor, reason: str
    ) -> HttpResponse:
        merge_vendors(
            kept,
            merged,
            reason=reason,
            at=timezone.now(),
            by=request.user,  # type: ignore[arg-type]
            seen=request.POST.get("seen", ""),
        )
        sentence = _(
            "“%(merged)s” is a spelling of “%(kept)s” now. It can be taken apart under “Merges of "
            "vendors”."
        )
        messages.success(request, sentence % {"merged": merged.name, "kept": kept})
        return HttpResponseRedirect(self._url("change", kept.pk))


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why they are one vendor"), widget=forms.Textarea(attrs={"rows": 2})
    )


def _like(vendor: Vendor) -> list[dict[str, Any]]:
    """The nearest vendors of the same organisation, each with the reasons."""
    try:
        likely = likely_pairs(vendor.organisation, patience=PATIENCE)
    except NotYetKnown:  # they are a help; another vendor can be chosen without
        return []
    pairs = [pair for pair in likely if vendor in (pair.one, pair.other)]
    return [
        {"vendor": pair.other if pair.one == vendor else pair.one, "reasons": pair.reasons}
        for pair in pairs[:_OFFERED]
    ]


def _undo(_request: HttpRequest, merge: VendorMerge, reason: str) -> Told:
    undone = undo_merge(merge, reason=reason, at=timezone.now())
    sentence = _("“%(vendor)s” is a vendor of its own again.") % {"vendor": undone.vendor}
    back = ngettext(
        "%(count)d row went back to it.", "%(count)d rows went back to it.", undone.back
    ) % {"count": undone.back}
    if not undone.stayed:
        return Told(f"{sentence} {back}", messages.SUCCESS)
    stayed = ngettext(
        "%(count)d stays as it is, for it was changed or removed since: %(rows)s.",
        "%(count)d stay as they are, for they were changed or removed since: %(rows)s.",
        len(undone.stayed),
    ) % {"count": len(undone.stayed), "rows": "; ".join(undone.stayed)}
    return Told(f"{sentence} {back} {stayed}", messages.WARNING)


@admin.register(VendorMerge)
class VendorMergeAdmin(MergeRecordAdmin):
    section = Section.VENDORS
    menu_place = 80
    list_display = ("merged", "organisation", "merged_at", "merged_by", "state")
    list_filter = ("organisation",)
    list_select_related = ("organisation", "merged_by")
    search_fields = ("kept_name", "merged_name")
    autocomplete_fields = ("organisation", "merged_by")
    fields = (
        "organisation",
        "kept",
        "merged_name",
        "why",
        "moved_rows",
        "dropped_rows",
        "filled_fields",
        "merged_at",
        "merged_by",
        "undone_at",
    )
    readonly_fields = ("kept", "why", "moved_rows", "dropped_rows", "filled_fields")
    record_actions = (
        RecordAction(
            name="undo",
            label=gettext_lazy("Take apart"),
            permission=MAY_MERGE,
            deed=_undo,
            offered=lambda merge: merge.undone_at is None,
            needs_reason=True,
            question=gettext_lazy(
                "The merged vendor is made again and gets back what it had. What was changed "
                "since, and what is new, stays with the vendor that was kept."
            ),
        ),
    )

    @admin.display(description=gettext_lazy("kept"))
    def kept(self, merge: VendorMerge) -> SafeString | str:
        if not Vendor.objects.filter(pk=merge.kept_id_was).exists():
            return merge.kept_name
        page = reverse("admin:ropa_vendor_change", args=[merge.kept_id_was])
        return link(page, merge.kept_name)

    @admin.display(description=gettext_lazy("reason"))
    def why(self, merge: VendorMerge) -> str:
        return merge.moved.get("reason") or NOTHING

    @admin.display(description=gettext_lazy("moved"))
    def moved_rows(self, merge: VendorMerge) -> SafeString | str:
        return _counted(merge, "changed")

    @admin.display(description=gettext_lazy("dropped and remembered"))
    def dropped_rows(self, merge: VendorMerge) -> SafeString | str:
        return _counted(merge, "dropped")

    @admin.display(description=gettext_lazy("filled on the kept vendor"))
    def filled_fields(self, merge: VendorMerge) -> str:
        columns = {each.attname: each.verbose_name for each in Vendor._meta.concrete_fields}
        names = [str(columns.get(name, name)) for name in merge.moved.get("filled", ())]
        return ", ".join(names) or NOTHING


def _counted(merge: VendorMerge, kind: str) -> SafeString | str:
    """How many rows of each model, in words."""
    counts = Counter(each["model"] for each in merge.moved.get(kind, ()))
    named = [
        (apps.get_model(label)._meta.verbose_name_plural, count) for label, count in counts.items()
    ]
    return format_html_join("; ", "{}: {}", named) or NOTHING
