"""What an autocomplete offers: records with the organisation they belong to."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet


class RecordChoices(AutocompleteJsonView):
    """Records by label; two organisations may use one label, so it tells whose record it is."""

    def get_queryset(self) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset()
        try:
            found.model._meta.get_field("organisation")
        except FieldDoesNotExist:
            return found
        return found.select_related("organisation")

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        choice = {"id": str(getattr(obj, to_field_name)), "text": str(obj)}
        organisation = getattr(obj, "organisation", None)
        if organisation is not None:
            choice["text"] = f"{choice['text']} · {organisation.code}"
        return choice
