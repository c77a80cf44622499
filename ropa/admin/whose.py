"""The choice of an organisation above a page, by its code in the address."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ropa.models import Organisation


def organisation_field(offered: QuerySet[Organisation]) -> forms.ModelChoiceField[Organisation]:
    return forms.ModelChoiceField(
        offered,
        label=_("Organisation"),
        empty_label=None,
        to_field_name="code",
        error_messages={
            "required": _("There is no organisation yet; add one first."),
            "invalid_choice": _("There is no such organisation; choose another."),
        },
    )
