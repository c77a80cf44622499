"""Buttons with which persons and keys are put under a hold, many at a time."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from config.admin import RecordAction
from retention.errors import AlreadyReleased
from retention.models import DataSet, LegalHold
from retention.services import holds

MOST = 10_000  # at a time


class NamesForm(forms.Form):
    """A list of names, one a line, for a data set of the organisation."""

    data_set = forms.ModelChoiceField(DataSet.objects.none(), label=_("Data set"), required=False)
    names = forms.CharField(label=_("One on each line"), widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, hold: LegalHold, data: Any, *, needs_data_set: bool) -> None:
        super().__init__(data)
        own = DataSet.objects.filter(store__organisation=hold.organisation_id)
        field: Any = self.fields["data_set"]
        field.queryset, field.required = own, needs_data_set
        if not needs_data_set:
            field.empty_label = _("every data set of the organisation")

    def clean_names(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["names"].splitlines()]
        names = [line for line in lines if line]
        if len(names) > MOST:
            raise forms.ValidationError(
                _("These are more than %(most)s. Name them in several steps.") % {"most": MOST}
            )
        return names


def _persons(_request: HttpRequest, hold: LegalHold, said: dict[str, Any]) -> str:
    count = holds.name_persons(hold, said["names"], data_set=said["data_set"])
    return ngettext(
        "%(count)d person is now under the hold.",
        "%(count)d persons are now under the hold.",
        count,
    ) % {"count": count}


def _keys(_request: HttpRequest, hold: LegalHold, said: dict[str, Any]) -> str:
    count = holds.name_keys(hold, said["names"], data_set=said["data_set"])
    return ngettext(
        "%(count)d key is now under the hold.", "%(count)d keys are now under the hold.", count
    ) % {"count": count}


def _is_open(hold: LegalHold) -> bool:
    return hold.released_on is None


NAME_PERSONS = RecordAction(
    name="name-persons",
    label=_("Name persons …"),
    permission="retention.change_legalhold",
    deed=_persons,
    offered=_is_open,
    form=lambda hold, data: NamesForm(hold, data, needs_data_set=False),
    question=_(
        "Write each as it stands in the column of the person, such as an e-mail address. It is "
        "kept as a keyed hash, and sealed for the stores until the release."
    ),
    errors=(AlreadyReleased,),
)
NAME_KEYS = RecordAction(
    name="name-keys",
    label=_("Name keys …"),
    permission="retention.change_legalhold",
    deed=_keys,
    offered=_is_open,
    form=lambda hold, data: NamesForm(hold, data, needs_data_set=True),
    question=_("Write the keys of rows, or the paths of files below the folder."),
    errors=(AlreadyReleased,),
)
