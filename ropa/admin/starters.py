"""Activities that begin with something: from a template, or as a copy of another one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import RecordAdmin
from ropa.models import Organisation, ProcessingActivity
from ropa.models.rules import code_validator
from ropa.services.cloning import clone_activity
from ropa.services.starters import (
    SHOWN,
    apply_starter,
    catalogue_names,
    lines_of,
    measures_of,
    starters,
)

CELLS = {
    "statements": gettext_lazy("Purposes"),
    "data_subjects": gettext_lazy("Data subjects"),
    "data_categories": gettext_lazy("Personal data"),
    "legal_bases": gettext_lazy("Legal bases"),
    "special_conditions": gettext_lazy("Special categories"),
    "recipients": gettext_lazy("Recipients"),
    "consequences": gettext_lazy("Without the data"),
}


class StarterForm(forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Organisation")
    )
    prefix: Any = forms.CharField(
        label=gettext_lazy("Prefix of the codes"),
        max_length=40,
        required=False,
        validators=[code_validator],
        help_text=gettext_lazy("Empty: the code of the organisation, as in acme-newsletter."),
    )

    def __init__(self, organisations: Any, data: Any = None) -> None:
        super().__init__(data)
        _offer(self, organisations)

    @property
    def prefix_of_codes(self) -> str:
        return str(self.cleaned_data["prefix"] or self.cleaned_data["organisation"].code)


class CopyForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code of the copy"),
        max_length=80,
        validators=[code_validator],
        help_text=gettext_lazy("The codes of its lines begin with it, too."),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Organisation"),
        help_text=gettext_lazy(
            "Elsewhere, vendors, rules, transfers, entities, groups and customers are found by "
            "name or code. What is not there is left out and named afterwards."
        ),
    )

    def __init__(self, organisations: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, organisations)


class ReusePages(RecordAdmin):
    """The two pages, and the buttons that lead to them."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("from-template/", view(self.starters_view), name="ropa_starters"),
            path("<int:pk>/copy/", view(self.copy_view), name="ropa_activity_copy"),
            *super().get_urls(),
        ]

    def record_links(self, request: HttpRequest, record: Any) -> list[tuple[Any, str]]:
        links = super().record_links(request, record)
        if self.has_add_permission(request):
            url = reverse("admin:ropa_activity_copy", args=[record.pk])
            links.append((_("Copy this activity"), url))
        return links

    def starters_view(self, request: HttpRequest) -> HttpResponse:
        self._refuse_stranger(request)
        offered = {starter.code: starter for starter in starters()}
        chosen = offered.get(request.POST.get("starter", ""))
        form = StarterForm(self._organisations(request), request.POST or None)
        if chosen is not None and form.is_valid():
            organisation = form.cleaned_data["organisation"]
            try:
                made = apply_starter(chosen, organisation=organisation, prefix=form.prefix_of_codes)
            except ValidationError as wrong:
                form.add_error(None, wrong)
            else:
                sentence = _("“%(activity)s” is a draft now. Its lines say what is left to decide.")
                messages.success(request, sentence % {"activity": made.heading})
                return _page_of(made)
        return self._reuse_page(
            request,
            "admin/ropa/processingactivity/starters.html",
            title=_("New from a template"),
            form=form,
            starters=_shown(),
            chosen=chosen.code if chosen else "",
        )

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._refuse_stranger(request)
        original = self.get_object(request, str(pk))
        if original is None:
            raise Http404
        initial = {"code": f"{original.code}-copy", "organisation": original.organisation_id}
        form = CopyForm(self._organisations(request), request.POST or None, initial=initial)
        if form.is_valid():
            try:
                copied = clone_activity(original, **form.cleaned_data)
            except ValidationError as wrong:
                form.add_error(None, wrong)
            else:
                sentence = _("This is the copy of “%(original)s”, a draft with new codes.")
                messages.success(request, sentence % {"original": original.code})
                for told in copied.sentences:
                    messages.warning(request, told)
                return _page_of(copied.activity)
        return self._reuse_page(
            request,
            "admin/ropa/processingactivity/copy.html",
            title=_("Copy this activity"),
            form=form,
            record=original,
        )

    def _refuse_stranger(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied

    def _organisations(self, request: HttpRequest) -> Any:
        """Those that the user may see in their own list."""
        pages: Any = self.admin_site.get_model_admin(Organisation)
        return pages.get_queryset(request)

    def _reuse_page(self, request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, template, context)


def _offer(form: Any, organisations: Any) -> None:
    """Offer the organisations; where there is only one, it is chosen already."""
    field = form.fields["organisation"]
    field.queryset = organisations
    few = list(organisations[:2])
    if len(few) == 1:
        field.initial = few[0].pk


def _page_of(activity: ProcessingActivity) -> HttpResponseRedirect:
    url = reverse("admin:ropa_processingactivity_change", args=[activity.pk])
    return HttpResponseRedirect(url)


def _shown() -> list[dict[str, Any]]:
    """The templates as the page shows them."""
    names = catalogue_names()
    return [
        {
            "code": starter.code,
            "heading": starter.activity["heading"],
            "note": starter.activity["note"],
            "measures": measures_of(starter, names),
            "lines": [
                {
                    "cells": [(CELLS[sheet], line.cells[sheet]) for sheet in SHOWN],
                    "note": line.note,
                }
                for line in lines_of(starter, names)
            ],
        }
        for starter in starters()
    ]
