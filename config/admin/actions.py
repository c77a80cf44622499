"""Actions on one record: buttons that post, with permission, and what has to be said or shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


def _always(_record: Any) -> bool:
    return True


class Told(NamedTuple):
    """What a deed has to say, where it is no plain success."""

    sentence: str
    level: int  # of django.contrib.messages


@dataclass(frozen=True, kw_only=True)
class RecordAction:
    """A deed on one record.

    `deed` gets the request, the record and the reason, and returns what to show. What it
    raises as `ValidationError` or as one of the app's errors is shown, and nothing is changed.

    With a `form` of its own, made of the record and the posted data, the deed gets the answers
    instead of the reason. `shows` returns what `template` puts beside the question.
    """

    name: str
    label: StrOrPromise
    permission: str  # "app_label.codename"
    deed: Callable[[HttpRequest, Any, Any], "str | Told"]
    offered: Callable[[Any], bool] = _always
    needs_reason: bool = False
    takes_reason: bool = False  # a reason may be given, and need not be
    question: StrOrPromise | Callable[[Any], str] = (
        ""  # asked before the deed; a deed with a reason asks anyway
    )
    is_danger: bool = False
    errors: tuple[type[Exception], ...] = ()
    form: "Callable[[Any, Any], forms.Form] | None" = None
    shows: Callable[[Any], dict[str, Any]] | None = None
    template: str = "admin/record_action.html"

    @property
    def asks(self) -> bool:
        return bool(self.needs_reason or self.takes_reason or self.question or self.form)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3, "autofocus": True})
    )

    def __init__(self, action: RecordAction, data: Any) -> None:
        super().__init__(data)
        if not (action.needs_reason or action.takes_reason):
            del self.fields["reason"]
        elif not action.needs_reason:
            self.fields["reason"].required = False


def offered_to(actions: tuple[RecordAction, ...], request: HttpRequest, record: Any) -> list[Any]:
    return [
        action
        for action in actions
        if request.user.has_perm(action.permission) and action.offered(record)
    ]


def perform(model_admin: Any, request: HttpRequest, pk: str, name: str) -> HttpResponse:
    """Answer a posted button: check, ask where asking is due, do, and go back to the record.

    A link, such as a bookmark, does nothing but lead to the record.
    """
    record = model_admin.get_object(request, pk)
    action = next((a for a in model_admin.record_actions if a.name == name), None)
    if record is None or action is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(_page_of(model_admin, record))
    if not request.user.has_perm(action.permission):
        raise PermissionDenied
    if not model_admin.has_view_permission(request, record):
        raise PermissionDenied
    confirmed = "confirmed" in request.POST
    form = _form_of(action, record, request.POST if confirmed else None)
    if action.asks and not form.is_valid():
        return _ask(model_admin, request, record, action, form)
    said = form.cleaned_data if action.form else form.data.get("reason", "").strip()
    trouble = _do(model_admin, request, record, action, said)
    if trouble and form.fields:  # what was typed is not lost
        form.add_error(None, trouble)
        return _ask(model_admin, request, record, action, form)
    if trouble:
        model_admin.message_user(request, trouble, messages.ERROR)
    return HttpResponseRedirect(_page_of(model_admin, record))


def _form_of(action: RecordAction, record: Any, data: Any) -> forms.Form:
    return action.form(record, data) if action.form else ReasonForm(action, data)


def _do(
    model_admin: Any, request: HttpRequest, record: Any, action: RecordAction, said: Any
) -> str:
    """Do the deed and tell; return the sentence that says why it could not be done, or ''."""
    try:
        with transaction.atomic():
            if not action.offered(record):
                raise ValidationError(_("This is no longer possible; the record has changed."))
            told = action.deed(request, record, said)
    except ValidationError as wrong:
        return " ".join(wrong.messages)
    except action.errors as wrong:
        return str(wrong)
    told = told if isinstance(told, Told) else Told(told, messages.SUCCESS)
    model_admin.message_user(request, told.sentence, told.level)
    return ""


def _ask(
    model_admin: Any, request: HttpRequest, record: Any, action: RecordAction, form: forms.Form
) -> TemplateResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": action.label,
        "record": record,
        "action": action,
        "question": action.question(record) if callable(action.question) else action.question,
        "form": form,
        "back_url": _page_of(model_admin, record),
        **(action.shows(record) if action.shows else {}),
    }
    return TemplateResponse(request, action.template, context)


def _page_of(model_admin: Any, record: Any) -> str:
    opts = model_admin.opts
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])
