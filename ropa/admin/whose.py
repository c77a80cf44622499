"""Whose register a page is about, where a page shows one organisation at a time."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from ropa.models import Organisation


class OrganisationFilter(forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.objects.order_by("name"),
        label=gettext_lazy("Organisation"),
        empty_label=None,
        to_field_name="code",
        error_messages={
            "required": gettext_lazy("There is no organisation yet; add one first."),
            "invalid_choice": gettext_lazy("There is no such organisation; choose another."),
        },
    )


def organisation_code(request: HttpRequest) -> str:
    """Return the code in the address, or that of the first organisation."""
    first = Organisation.objects.order_by("name").values_list("code", flat=True).first()
    return request.GET.get("organisation") or first or ""
