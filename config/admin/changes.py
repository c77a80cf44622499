"""The page of all changes: who changed which record when and why, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.apps import apps
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin.history import KINDS

PAGE = 100  # changes on one page


@dataclass(frozen=True)
class Change:
    """One line of the page; `url` leads to the history of the record, if it has a page."""

    at: datetime
    who: str
    why: str
    kind: str
    model: str
    record: str
    url: str


class ChangeFilter(forms.Form):
    """What the page is limited to; `before` is where an older page begins."""

    who = forms.ModelChoiceField(
        User.objects.order_by("username"), required=False, label=gettext_lazy("Who")
    )
    record = forms.ChoiceField(required=False, label=gettext_lazy("Kind of record"))
    day = forms.DateField(
        required=False,
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    before = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, models: Iterable[Any], data: Any) -> None:
        super().__init__(data)
        metas = [model._meta for model in models]
        kinds = sorted((str(m.verbose_name).capitalize(), m.label_lower) for m in metas)
        self.fields["record"].choices = [  # type: ignore[attr-defined]
            ("", "---------"),
            *((label, name) for name, label in kinds),
        ]


def changes_view(request: HttpRequest, context: dict[str, Any]) -> TemplateResponse:
    """Show the changes of the records that the user may see."""
    models = [model for model in recorded_models() if _may_see(request, model)]
    form = ChangeFilter(models, request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    shown = [m for m in models if wanted.get("record") in ("", None, m._meta.label_lower)]
    rows = sorted(
        (row for model in shown for row in _rows(model, wanted)),
        key=lambda row: row.history_date,
        reverse=True,
    )[:PAGE]
    labels = _labels(rows)
    older = request.GET.copy()
    if len(rows) == PAGE:
        older["before"] = rows[-1].history_date.isoformat()
    context |= {
        "title": _("Changes"),
        "form": form,
        "changes": [_change(row, labels) for row in rows],
        "older": older.urlencode() if len(rows) == PAGE else "",
    }
    return TemplateResponse(request, "admin/changes.html", context)


def recorded_models() -> list[Any]:
    """Return every model that has a history."""
    return [model for model in apps.get_models() if hasattr(model, "history")]


def _may_see(request: HttpRequest, model: Any) -> bool:
    return request.user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")


def _rows(model: Any, wanted: dict[str, Any]) -> list[Any]:
    rows = model.history.select_related("history_user").order_by("-history_date", "-history_id")
    if wanted.get("who"):
        rows = rows.filter(history_user=wanted["who"])
    if wanted.get("day"):
        rows = rows.filter(history_date__date=wanted["day"])
    if wanted.get("before"):
        rows = rows.filter(history_date__lt=wanted["before"])
    return list(rows[:PAGE])


def _labels(rows: list[Any]) -> dict[tuple[Any, Any], str]:
    """Return the labels of the records that still exist: one query for each kind."""
    keys: dict[Any, set[Any]] = {}
    for row in rows:
        keys.setdefault(row.instance_type, set()).add(_key(row))
    return {
        (model, record.pk): str(record)
        for model, wanted in keys.items()
        for record in _records(model).filter(pk__in=wanted)
    }


def _records(model: Any) -> Any:
    near = [field.name for field in model._meta.concrete_fields if field.is_relation]
    return model._base_manager.select_related(*near)


def _key(row: Any) -> Any:
    return getattr(row, row.instance_type._meta.pk.attname)


def _change(row: Any, labels: dict[tuple[Any, Any], str]) -> Change:
    model, key = row.instance_type, _key(row)
    record = labels.get((model, key))
    return Change(
        at=row.history_date,
        who=str(row.history_user or _("the system")),
        why=row.history_change_reason or "",
        kind=str(KINDS[row.history_type]),
        model=str(model._meta.verbose_name),
        record=record or f"#{key}",
        url=_page(model, key) if record else "",
    )


def _page(model: Any, key: Any) -> str:
    try:
        return reverse(
            f"admin:{model._meta.app_label}_{model._meta.model_name}_history", args=[key]
        )
    except NoReverseMatch:  # a child has no page of its own
        return ""
