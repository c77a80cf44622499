"""Merging entries of a catalogue: near names, the question before, and the undo afterwards."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config.admin import EvidenceAdmin, RecordAction, RecordAdmin, pill
from ropa.models import CatalogueMerge
from ropa.services.merging import merge_entries, plan_merge, undo_merge
from ropa.services.near_entries import near_entries

MAY_MERGE = "ropa.merge_entries"


class Asking(RecordAdmin):
    """What pages share that ask which record shall stay."""

    may_merge = MAY_MERGE
    merge_label: Any = gettext_lazy("Merge into …")

    def record_links(self, request: HttpRequest, record: Any) -> list[tuple[Any, str]]:
        links = super().record_links(request, record)
        if request.user.has_perm(self.may_merge):
            links.append((self.merge_label, self._url("merge", record.pk)))
        return links

    def asked_about(self, request: HttpRequest, pk: int) -> Any:
        """Return the record that shall go, for those who may merge."""
        if not request.user.has_perm(self.may_merge):
            raise PermissionDenied
        merged = self.get_object(request, str(pk))
        if merged is None:
            raise Http404
        return merged

    def choice(self, request: HttpRequest, records: QuerySet[Any]) -> forms.Form:
        """The form that asks for the record to keep; it travels in the address until the end."""
        said = request.POST if request.method == "POST" else request.GET
        form = forms.Form(said if "into" in said else None)
        uses = self.model._meta.get_field("uses")
        form.fields["into"] = forms.ModelChoiceField(
            records,
            label=gettext_lazy("Keep"),
            widget=AutocompleteSelect(uses.field, self.admin_site),
        )
        return form

    def _url(self, page: str, *args: Any) -> str:
        return reverse(f"admin:ropa_{self.opts.model_name}_{page}", args=args)

    def _page(self, request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, template, context)


class MergePages(Asking):
    """The pages of a catalogue on which its entries are compared and merged."""

    change_list_template = "admin/ropa/catalogue/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, f"ropa_{self.opts.model_name}"
        return [
            path("near/", view(self.near_view), name=f"{name}_near"),
            path("<int:pk>/merge/", view(self.merge_view), name=f"{name}_merge"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"near_url": self._url("near"), **(extra_context or {})}
        return super().changelist_view(request, context)

    def near_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        may_merge = request.user.has_perm(MAY_MERGE)
        pairs = [
            {
                "pair": pair,
                "url": f"{self._url('merge', pair.like.pk)}?into={pair.entry.pk}",
                "other_url": f"{self._url('merge', pair.entry.pk)}?into={pair.like.pk}",
            }
            for pair in near_entries(list(self.get_queryset(request)))
        ]
        return self._page(
            request,
            "admin/ropa/catalogue/near.html",
            title=_("Nearly the same: %(entries)s") % {"entries": self.opts.verbose_name_plural},
            pairs=pairs,
            may_merge=may_merge,
        )

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        merged = self.asked_about(request, pk)
        form = self.choice(request, self.model.objects.all())
        plan, kept = None, form.cleaned_data["into"] if form.is_valid() else None
        if kept is not None:
            try:
                if request.method == "POST":
                    return self._merge(request, kept, merged)
                plan = plan_merge(kept, merged)
            except ValidationError as wrong:
                form.add_error("into", wrong)
        return self._page(
            request,
            "admin/ropa/catalogue/merge.html",
            title=_("Merge “%(entry)s” into another entry") % {"entry": merged},
            form=form,
            media=self.media + form.media,
            record=merged,
            kept=kept,
            plan=plan,
        )

    def _merge(self, request: HttpRequest, kept: Any, merged: Any) -> HttpResponse:
        name = str(merged)
        merge_entries(kept, merged, at=timezone.now(), by=request.user)  # type: ignore[arg-type]
        sentence = _("“%(merged)s” is a synonym of “%(kept)s” now. It can be undone under Audit.")
        messages.success(request, sentence % {"merged": name, "kept": kept})
        return HttpResponseRedirect(self._url("change", kept.pk))


def _undo(_request: HttpRequest, merge: CatalogueMerge, _reason: str) -> str:
    undone = undo_merge(merge, at=timezone.now())
    sentence = _("“%(entry)s” is an entry of its own again.") % {"entry": undone.entry}
    back = ngettext(
        "%(count)d use went back to it.", "%(count)d uses went back to it.", undone.back
    ) % {"count": undone.back}
    if not undone.stayed:
        return f"{sentence} {back}"
    stayed = ngettext(
        "%(count)d was changed or removed since and stays as it is.",
        "%(count)d were changed or removed since and stay as they are.",
        undone.stayed,
    ) % {"count": undone.stayed}
    return f"{sentence} {back} {stayed}"


class MergeRecordAdmin(EvidenceAdmin):
    """What was merged, and whether it still is."""

    @admin.display(description=gettext_lazy("merge"), ordering="-merged_at")
    def merged(self, merge: Any) -> str:
        return str(merge)

    @admin.display(description=gettext_lazy("state"), ordering="undone_at")
    def state(self, merge: Any) -> SafeString:
        return pill(_("undone"), "quiet") if merge.undone_at else pill(_("in force"), "ok")


@admin.register(CatalogueMerge)
class CatalogueMergeAdmin(MergeRecordAdmin):
    menu_place = 40
    list_display = ("merged", "catalogue", "merged_at", "merged_by", "state")
    list_filter = ("catalogue",)
    list_select_related = ("merged_by",)
    search_fields = ("kept_code", "merged_code")
    autocomplete_fields = ("merged_by",)
    fields = (
        "catalogue",
        "kept_code",
        "merged_code",
        "merged_at",
        "merged_by",
        "moved_rows",
        "undone_at",
    )
    readonly_fields = ("moved_rows",)
    record_actions = (
        RecordAction(
            name="undo",
            label=gettext_lazy("Undo this merge"),
            permission=MAY_MERGE,
            deed=_undo,
            offered=lambda merge: merge.undone_at is None,
            question=gettext_lazy(
                "The merged entry is made again, with its synonyms and its uses. Uses that were "
                "changed since, and new ones, stay with the entry that was kept."
            ),
        ),
    )

    @admin.display(description=gettext_lazy("what it did"))
    def moved_rows(self, merge: CatalogueMerge) -> str:
        counts = {name: len(merge.moved.get(name, ())) for name in ("uses", "dropped", "synonyms")}
        return (
            _(
                "%(uses)d uses moved, %(dropped)d dropped because they stood there already, "
                "%(synonyms)d synonyms moved"
            )
            % counts
        )
