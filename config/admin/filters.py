"""Filters of lists: by a record that is found by typing."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Field, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _


class AutocompleteFilter(admin.SimpleListFilter):
    """A filter by one record, for lists too long to be shown whole.

    `source` is a foreign key to the record; `lookup` leads from the list to it.
    """

    template = "admin/autocomplete_filter.html"
    source: Any
    lookup: str

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any
    ) -> None:
        super().__init__(request, params, model, model_admin)
        self.site = model_admin.admin_site
        self.others: list[tuple[str, str]] = []

    @classmethod
    def field(cls) -> Field[Any, Any]:
        return cls.source.field  # type: ignore[no-any-return]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        return []

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        found = queryset.model._base_manager.filter(**{self.lookup: self._chosen()}).values("pk")
        return queryset.filter(pk__in=found)

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        bare = changelist.get_query_string(remove=[str(self.parameter_name), "p"])
        self.others = parse_qsl(bare.removeprefix("?"))
        yield {"selected": not self.value(), "query_string": bare, "display": _("All")}
        if self.value():
            query = changelist.get_query_string({str(self.parameter_name): str(self.value())})
            yield {"selected": True, "query_string": query, "display": self._chosen_label()}

    def box(self) -> SafeString:
        """Return the box to type into."""
        return self._form()["chosen"].as_widget(
            attrs={"name": str(self.parameter_name), "aria-label": str(self.title)}
        )

    def _form(self) -> forms.Form:
        form = forms.Form(
            initial={"chosen": self._chosen() or None}, auto_id=f"{self.parameter_name}_%s"
        )
        form.fields["chosen"] = forms.ModelChoiceField(
            self._records(), required=False, widget=AutocompleteSelect(self.field(), self.site)
        )
        return form

    def _chosen(self) -> int:
        """Return the key in the address, or 0, which no record has."""
        value = self.value() or ""
        return int(value) if value.isdecimal() else 0

    def _chosen_label(self) -> str:
        return str(self._records().filter(pk=self._chosen()).first() or self.value())

    def _records(self) -> QuerySet[Any]:
        records: QuerySet[Any] = self.field().related_model._base_manager.all()  # type: ignore[union-attr]
        return records
