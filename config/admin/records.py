"""Pages of records: those officers edit, and evidence that nobody edits."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.forms import Media, Textarea
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from config.admin import actions
from config.admin.actions import RecordAction
from config.admin.filters import AutocompleteFilter
from config.admin.forms import KnowingSelect, RecordForm, RecordFormSet, state_of
from config.admin.history import entries_of
from config.admin.menu import Section

WIDGETS: dict[Any, dict[str, Any]] = {
    models.TextField: {"widget": Textarea(attrs={"rows": 2, "cols": 60})},
    models.URLField: {"assume_scheme": "https"},
}


class MenuPage(admin.ModelAdmin[Any]):
    """A page with its place in the menu, and titles in plain words."""

    section: Section = Section.ADMINISTRATION
    in_menu = True
    menu_place = 50
    menu_name: Any = ""  # where the plural of the model would say less
    quick_add: Any = ""  # the label of a link on the home page that adds one
    formfield_overrides = WIDGETS
    list_per_page = 50
    save_on_top = False
    show_full_result_count = False  # a second count for every list
    change_form_template = "admin/record_form.html"

    @property
    def media(self) -> Media:
        media = super().media
        for box in self.list_filter:
            if isinstance(box, type) and issubclass(box, AutocompleteFilter):
                media += AutocompleteSelect(box.field(), self.admin_site).media
        return media

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        return _calm(super().formfield_for_dbfield(db_field, request, **kwargs))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": self.title(), **(extra_context or {})})

    def title(self) -> str:
        return capfirst(str(self.menu_name or self.opts.verbose_name_plural))


class RecordAdmin(MenuPage):
    """A record with its history, its actions as buttons, and its place in the menu."""

    section: Section = Section.REGISTER
    form = RecordForm
    record_actions: tuple[RecordAction, ...] = ()
    object_history_template = "admin/record_history.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_action"
        view = self.admin_site.admin_view(self.action_view)
        return [path("<path:pk>/do/<slug:name>/", view, name=name), *super().get_urls()]

    def action_view(self, request: HttpRequest, pk: str, name: str) -> HttpResponse:
        return actions.perform(self, request, pk, name)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        record = self.get_object(request, object_id)
        offered = actions.offered_to(self.record_actions, request, record) if record else []
        links = self.record_links(request, record) if record else []
        context = {
            "seen": state_of(record) if record else "",
            "record_actions": offered,
            "record_links": links,
            **(extra_context or {}),
        }
        context = {**(self.record_context(request, record) if record else {}), **context}
        return super().change_view(request, object_id, form_url, context)

    def visible(self, request: HttpRequest, pk: object) -> Any:
        """Return a record for a page of our own; refuse who may not see it."""
        record = self.get_object(request, str(pk))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return record

    def record_links(self, request: HttpRequest, record: Any) -> list[tuple[Any, str]]:
        """Pages that lead on from this record: label and address of each."""
        return []

    def record_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        """What the template of this record shows beside its fields."""
        return {}

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        record = self.visible(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %(record)s") % {"record": record},
            "entries": entries_of(record, self.history_children()),
            "opts": self.opts,
            "original": record,
            "object": record,
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)

    def history_children(self) -> list[tuple[type[models.Model], str]]:
        """Return the inline models, each with its foreign key to this record."""
        children = []
        for inline in self.inlines:
            model = inline.model
            keys = [f for f in model._meta.concrete_fields if f.related_model is self.model]
            name = inline.fk_name or (keys[0].name if keys else "")
            if name and hasattr(model, "history"):
                children.append((model, f"{name}_id"))
        return children

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change or form.changed_data:  # no history of saves that change nothing
            super().save_model(request, obj, form, change)


class EvidenceAdmin(RecordAdmin):
    """Read only: evidence is made by the machine and changed by nobody."""

    section = Section.AUDIT

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ValueInline(admin.TabularInline[Any, Any]):
    """Values of a record, a row each.

    Inlines with the same `tab` share a tab; a fieldset of that name stands in it, too.
    `joined` names what the labels of the rows need beside the foreign keys.
    """

    tab: Any = ""
    joined: tuple[str, ...] = ()
    extra = 0
    form = RecordForm
    formset = RecordFormSet
    formfield_overrides = WIDGETS
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        needed = (*self.autocomplete_fields, *self.joined)
        return rows.select_related(*needed) if needed else rows

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        return _calm(super().formfield_for_dbfield(db_field, request, **kwargs))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.autocomplete_fields:
            kwargs.setdefault("widget", KnowingSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def _calm(field: Any) -> Any:
    """Leave two icons beside a foreign key: add one, and go to it."""
    widget = getattr(field, "widget", None)
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget.can_change_related = widget.can_delete_related = False
    return field
