"""The form of a purpose line: states of cells agree with the values in its rows."""

from typing import Any

from django.utils.functional import cached_property

from config.admin.forms import RecordForm
from ropa.choices.register import FacetState
from ropa.models import FACETS
from ropa.services import facets


class PurposeForm(RecordForm):
    """Checks the states against the rows of the same page.

    A cell that was silent is given as soon as it has a value; any other state that does not
    agree with the rows is an error at the state. The page hangs its formsets on the instance.
    """

    def _post_clean(self) -> None:
        super()._post_clean()
        for facet in FACETS:
            field = f"{facet}_state"
            if field in self.cleaned_data:
                self._settle(facet, field)

    def _settle(self, facet: str, field: str) -> None:
        state, filled = self.instance.state(facet), self._is_filled(facet)
        if state is FacetState.NOT_STATED and filled and field not in self.changed_data:
            setattr(self.instance, field, FacetState.GIVEN)
            self.changed_data.append(field)
            return
        has_source = self.instance.inherits_from_id is not None
        if message := facets.contradiction(state, filled=filled, has_source=has_source):
            self.add_error(field, message)

    def _is_filled(self, facet: str) -> bool:
        return any(self._has_rows(name) for name in facets.RELATIONS[facet])

    def _has_rows(self, name: str) -> bool:
        if name in self._formsets:
            return any(_stays(form) for form in self._formsets[name].forms)
        if self.instance.pk is None:
            return False
        return any(facets.is_value(row) for row in getattr(self.instance, name).all())

    @cached_property
    def _formsets(self) -> dict[str, Any]:
        formsets = getattr(self.instance, "formsets", ())
        for formset in formsets:
            formset.is_valid()  # fills what _stays reads
        return {formset.fk.remote_field.related_name: formset for formset in formsets}


def _stays(form: Any) -> bool:
    """Tell whether the row will be there after saving, and is a value."""
    if form.cleaned_data.get("DELETE") if hasattr(form, "cleaned_data") else False:
        return False
    if form.instance.pk is None and not form.has_changed():
        return False
    return facets.is_value(form.instance)
