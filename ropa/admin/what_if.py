"""The page “What if”: what falls away, what that touches, the files of it, and the decision."""

from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import Page, Section
from ropa.admin.impact_rows import shown_groups
from ropa.admin.whose import OrganisationFilter, organisation_code
from ropa.choices.register import Mechanism
from ropa.export.impact import FORMATS, as_file
from ropa.models import AdequacyDecision, ImpactDecision, Vendor
from ropa.services.impact import Chosen, Impact, WrongSubject, choose, decide, impact_of
from ropa.services.impact.deciding import DECIDE, END_DECISION
from ropa.services.kept import Shelf

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "application/zip",
    "json": "application/json",
}
ENDINGS = {"xlsx": "xlsx", "csv": "zip", "json": "json"}
SHELF = Shelf[Impact](size=4)
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
NO_DAY = gettext_lazy("This is no day: write it as 2026-11-22.")


class WhatIfForm(OrganisationFilter):
    """Whose register, what falls away, and from which day on; it stands in the address."""

    chosen: Chosen

    mechanism = forms.ChoiceField(
        choices=[("", "–"), *Mechanism.choices], required=False, label=gettext_lazy("A mechanism")
    )
    decision = forms.ModelChoiceField(
        AdequacyDecision.objects.all(),
        required=False,
        label=gettext_lazy("or an adequacy decision"),
        error_messages={
            "invalid_choice": gettext_lazy("There is no such decision; choose another.")
        },
    )
    country = forms.CharField(
        required=False,
        max_length=20,
        label=gettext_lazy("or a country (code)"),
        widget=forms.TextInput(attrs={"size": 4}),
    )
    vendor = forms.ModelChoiceField(
        Vendor.objects.all(),
        required=False,
        label=gettext_lazy("or a vendor"),
        error_messages={"invalid_choice": gettext_lazy("There is no such vendor; choose another.")},
    )
    on = forms.DateField(
        label=gettext_lazy("from this day on"),
        widget=DAY,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": NO_DAY, "required": NO_DAY},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("decision", "vendor"):
            field: Any = self.fields[name]
            field.widget = AutocompleteSelect(ImpactDecision._meta.get_field(name), admin.site)
            field.widget.choices = field.choices

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            named = {name: said[name] for name in ("mechanism", "decision", "country", "vendor")}
            try:
                self.chosen = choose(said["organisation"], **named)
            except WrongSubject as wrong:
                raise ValidationError(str(wrong)) from wrong
        return said


class DecideForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why it falls away.")},
    )
    for_activities = forms.BooleanField(
        required=False, label=gettext_lazy("Also open a task for each activity that stops")
    )
    ends_decision = forms.BooleanField(
        required=False, label=gettext_lazy("The decision itself ends on that day")
    )

    def __init__(self, chosen: Chosen, user: User, data: Any) -> None:
        super().__init__(data)
        may_end = chosen.decision is not None and chosen.decision.ended_on is None
        if not (may_end and user.has_perm(END_DECISION)):
            del self.fields["ends_decision"]


def what_if_view(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show what the fall of something touches; as a file where `format` asks for one."""
    form = (
        WhatIfForm(_asked(request)) if _is_asked(request) else WhatIfForm(initial=_first(request))
    )
    context |= {"title": _("What if …"), "form": form}
    if form.is_bound and form.is_valid():
        found = _found(form, is_decided=request.method == "POST")
        if request.method == "POST":
            return _decide(request, context, found)
        if (kind := request.GET.get("format", "")) in FORMATS:
            return _file(found, kind)
        context |= _shown(request, found, None)
    return TemplateResponse(request, "admin/ropa/what_if.html", context)


def _found(form: WhatIfForm, *, is_decided: bool) -> Impact:
    """What is touched, kept for the files of the page; what is decided is worked out anew."""
    chosen, on = form.chosen, form.cleaned_data["on"]
    if is_decided:
        return impact_of(chosen, on=on)
    return SHELF.of(chosen.organisation, chosen, on, make=lambda: impact_of(chosen, on=on))


def _is_asked(request: HttpRequest) -> bool:
    return any(name in request.GET for name in ("mechanism", "decision", "country", "vendor"))


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What stands in the address; who leaves out organisation or day gets the first, and today."""
    said = {**_first(request), **{name: text for name, text in request.GET.dict().items() if text}}
    for name in ("decision", "vendor"):
        if name in said and not (said[name].isdecimal() and len(said[name]) < 19):
            said[name] = "0"  # which no record has
    return said


def _first(request: HttpRequest) -> dict[str, Any]:
    return {"organisation": organisation_code(request), "on": timezone.localdate().isoformat()}


def _shown(request: HttpRequest, found: Impact, form: DecideForm | None) -> dict[str, Any]:
    known = ImpactDecision.objects.filter(
        organisation=found.chosen.organisation,
        subject=found.chosen.kind,
        value=found.chosen.value,
    )
    may_decide = request.user.has_perm(DECIDE)
    if may_decide and form is None:
        form = DecideForm(found.chosen, cast(User, request.user), None)
    query = request.GET.copy()
    query.pop("format", None)
    return {
        "found": found,
        "groups": shown_groups(request, found.as_json()),
        "known": known.select_related("decision", "vendor"),
        "decide_form": form if may_decide else None,
        "files": [(kind.upper(), f"?{query.urlencode()}&format={kind}") for kind in FORMATS],
    }


def _file(found: Impact, kind: str) -> HttpResponse:
    name = f"what-if-{found.chosen.organisation.code}-{found.on.isoformat()}.{ENDINGS[kind]}"
    return HttpResponse(
        as_file(found.as_json(), kind),
        content_type=TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _decide(request: HttpRequest, context: dict[str, Any], found: Impact) -> HttpResponse:
    """Decide what the address says; what was typed is not lost where it cannot be."""
    if not request.user.has_perm(DECIDE):
        raise PermissionDenied
    user = cast(User, request.user)
    form = DecideForm(found.chosen, user, request.POST)
    if form.is_valid():
        try:
            made = decide(
                found.chosen,
                by=user,
                applies_from=found.on,
                on=timezone.localdate(),
                **form.cleaned_data,
            )
        except ValidationError as wrong:
            form.add_error(None, " ".join(wrong.messages))
        else:
            told = (
                _("It is decided, and the tasks are open.")
                if made.is_new
                else _("This was decided for that day already; nothing was done twice.")
            )
            messages.success(request, told) if made.is_new else messages.warning(request, told)
            page = reverse("admin:ropa_impactdecision_change", args=[made.decision.pk])
            return HttpResponseRedirect(page)
    context |= _shown(request, found, form)
    return TemplateResponse(request, "admin/ropa/what_if.html", context)


def address(**said: Any) -> str:
    """The address of the page that says this; it can be shared."""
    return f"{reverse('admin:what_if')}?{urlencode(said)}"


WHAT_IF = Page(
    section=Section.TRANSFERS,
    name="what_if",
    label=gettext_lazy("What if"),
    view=what_if_view,
    permission="ropa.view_transfer",
    place=30,
)
