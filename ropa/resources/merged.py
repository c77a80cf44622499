"""Codes of catalogue entries that were merged into others: files may still carry them."""

from collections.abc import Callable
from typing import Any

from django.db import models

from config.widgets import Lookup
from ropa.choices.approval import Catalogue
from ropa.models import (
    CatalogueMerge,
    DataCategory,
    DataSubjectCategory,
    Measure,
    RecipientClass,
)

ENTRIES: dict[str, type[Any]] = {
    Catalogue.DATA_CATEGORIES: DataCategory,
    Catalogue.DATA_SUBJECTS: DataSubjectCategory,
    Catalogue.RECIPIENT_CLASSES: RecipientClass,
    Catalogue.MEASURES: Measure,
}
CATALOGUE_OF: dict[type[models.Model], str] = {model: name for name, model in ENTRIES.items()}


def merged_codes(model: type[models.Model]) -> dict[str, str]:
    """Return each merged code of a catalogue with the code that stands for it now."""
    merges = CatalogueMerge.objects.filter(catalogue=CATALOGUE_OF[model], undone_at=None)
    step = dict(merges.order_by("merged_at", "pk").values_list("merged_code", "kept_code"))
    return {code: _last(code, step) for code in step}


def _last(code: str, step: dict[str, str]) -> str:
    seen = {code}
    while step.get(code, code) not in seen:
        code = step[code]
        seen.add(code)
    return code


class CatalogueLookup(Lookup):
    """The entries of a catalogue; a code that was merged means the entry that was kept."""

    def __init__(self, read: Callable[[Lookup], None], model: type[models.Model]) -> None:
        super().__init__("code", read)
        self._model = model
        self._merged: dict[str, str] | None = None

    def pk(self, code: str) -> Any:
        found = super().pk(code)
        if found is not None:
            return found
        if self._merged is None:
            self._merged = merged_codes(self._model)
        return super().pk(self._merged[code]) if code in self._merged else None
