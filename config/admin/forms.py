"""Forms of records: what they point at belongs to the same organisation."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from config.widgets import printable

ELSEWHERE = _("This belongs to another organisation. Choose one of the same organisation.")


SEEN = "_seen"  # the state of the record that the page showed
CHANGED_MEANWHILE = _(
    "Somebody has changed this record since you opened the page, see its history. To replace that "
    "with what stands here, save again; to keep it, open the page anew."
)


def state_of(record: models.Model) -> str:
    """Return the number of the newest entry in the history of a record, or ''."""
    history = getattr(record, "history", None)
    newest = history.order_by("-history_id").values_list("history_id", flat=True) if history else ()
    return str(next(iter(newest[:1]), ""))


class RecordForm(forms.ModelForm[Any]):
    """A form that refuses a record of another organisation, and a save over a later one.

    `places` says at which field the sentence of a constraint stands, by the constraint's name.
    """

    places: ClassVar[dict[str, str]] = {}

    def clean(self) -> dict[str, Any] | None:
        seen = "" if self.prefix else self.data.get(SEEN)  # rows of a record have a prefix
        if seen and self.instance.pk and self.has_changed() and seen != state_of(self.instance):
            self.add_error(None, CHANGED_MEANWHILE)
        return super().clean()

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        """What was entered, without the control characters that an import drops, too."""
        value = super()._widget_data_value(widget, html_name)  # type: ignore[misc]  # as below
        return printable(value) if isinstance(value, str) else value

    def _update_errors(self, errors: ValidationError) -> None:
        """Put the sentence of a broken constraint at the field that mends it."""
        at = {
            str(each.violation_error_message): self.places[each.name]
            for each in self._meta.model._meta.constraints
            if self.places.get(each.name) in self.fields
        }
        by_field = errors.error_dict if hasattr(errors, "error_dict") else {}
        for wrong in by_field.pop(NON_FIELD_ERRORS, []):
            place = at.get(" ".join(wrong.messages), NON_FIELD_ERRORS)
            by_field.setdefault(place, []).append(wrong)
        super()._update_errors(errors)  # type: ignore[misc]  # as below

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # unknown to the stubs
        self._refuse_other_organisations()

    def _refuse_other_organisations(self) -> None:
        ours = getattr(self.instance, "organisation_id", None)
        for name, chosen in self.cleaned_data.copy().items():
            theirs = getattr(chosen, "organisation_id", None)
            ours = ours or theirs
            if theirs and theirs != ours:
                self.add_error(name, ELSEWHERE)


class RecordFormSet(BaseInlineFormSet[Any, Any, Any]):
    """Rows of a record; each knows its record and what it points at without asking again."""

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]  # unknown to the stubs
        if self.instance.pk:
            setattr(form.instance, self.fk.name, self.instance)
            if hasattr(form.instance, "organisation_id") and not form.instance.organisation_id:
                form.instance.organisation_id = getattr(self.instance, "organisation_id", None)
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, KnowingSelect):
                widget.known = form.instance._state.fields_cache.get(name)
        return form

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():  # in a table, columns are headed and fields bare
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", capfirst(str(field.label or name)))

    def clean(self) -> None:
        super().clean()
        ours = getattr(self.instance, "organisation_id", None)
        for form in self.forms:
            for name, chosen in getattr(form, "cleaned_data", {}).copy().items():
                theirs = getattr(chosen, "organisation_id", None)
                if ours and theirs and theirs != ours:
                    form.add_error(name, ELSEWHERE)


class KnowingSelect(AutocompleteSelect):
    """An autocomplete that needs no query for the label of the record that it shows."""

    known: models.Model | None = None

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        if self.known is None or [str(each) for each in value] != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        shown = self.create_option(name, self.known.pk, str(self.known), True, len(empty))
        return [(None, [*empty, shown], 0)]
