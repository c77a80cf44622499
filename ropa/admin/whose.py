"""Whose register a page without a record is about: the form field, and who comes first."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ropa.models import Organisation


def organisation_field() -> forms.ModelChoiceField[Any]:
    """A choice of one organisation, by its code."""
    return forms.ModelChoiceField(
        Organisation.objects.order_by("name"),
        label=_("Organisation"),
        empty_label=None,
        to_field_name="code",
        error_messages={
            "required": _("There is no organisation yet; add one first."),
            "invalid_choice": _("There is no such organisation; choose another."),
        },
    )


def first_organisation() -> str:
    """The code of the organisation that stands first in the choice, or ''."""
    return Organisation.objects.order_by("name").values_list("code", flat=True).first() or ""
