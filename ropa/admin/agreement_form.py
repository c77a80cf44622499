"""The form of an agreement with its file, and its checklist, every point of which is a row."""

from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from config.admin import ValueInline
from config.admin.forms import RecordForm, RecordFormSet
from ropa.choices.vendors import Clause, ClauseVerdict
from ropa.models import AgreementClause
from ropa.services import agreement_files

CHECKLIST = _("Checklist – Art. 28(3)")


class AgreementForm(RecordForm):
    places: ClassVar[dict[str, str]] = {
        "ropa_agreement_ends_after_it_begins": "expires_on",
        "ropa_agreement_module_only_of_clauses": "module",
        "ropa_agreement_scope_only_of_certification": "covers_eu",
        "ropa_agreement_art28_clauses_are_no_scc": "kind",
        "ropa_agreement_one_party": "customer",
    }

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            return agreement_files.receive(file, self.instance)
        return file


class ClauseForm(RecordForm):
    """One point; without a verdict it was not checked, and no row is kept."""

    places: ClassVar[dict[str, str]] = {"ropa_clause_shortfall_says_what": "note"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:  # its label stands in the row
            self.instance.clause = self.initial.get("clause", "")
        verdict = forms.ChoiceField(
            choices=[("", _("not checked")), *ClauseVerdict.choices],
            required=False,
            label=_("verdict"),
        )
        self.fields["verdict"] = verdict

    def has_changed(self) -> bool:
        said = {"verdict", "place", "note"} & set(self.changed_data)
        return bool(said)

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or self.cleaned_data
        rest = said.get("place") or said.get("note")
        if rest and not said.get("verdict") and not self.instance.pk:
            self.add_error("verdict", _("Choose a verdict, or leave the whole row empty."))
        return said


class ClauseFormSet(RecordFormSet):
    """Beside the points that are answered, a row for each that is not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answered = set(self.get_queryset().values_list("clause", flat=True))
        self.initial_extra = [{"clause": each} for each in Clause.values if each not in answered]

    def save_existing(self, form: Any, obj: Any, commit: bool = True) -> Any:
        if form.cleaned_data.get("verdict"):
            return super().save_existing(form, obj, commit)
        obj.delete()  # taken back: it counts as not checked again
        return obj


class ClauseInline(ValueInline):
    model = AgreementClause
    tab = CHECKLIST
    form = ClauseForm
    formset = ClauseFormSet
    fields = ("point", "clause", "verdict", "place", "note")
    readonly_fields = ("point",)
    min_num = max_num = len(Clause)
    can_delete = False

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "clause":  # said in words beside it
            kwargs["widget"] = forms.HiddenInput()
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def point(self, row: AgreementClause) -> str:
        return str(row.get_clause_display())

    point.short_description = _("point")  # type: ignore[attr-defined]
