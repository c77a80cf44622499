"""The page of exports: the register of a day in any form, and the pack for an authority."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import Page, Section
from ropa.choices.register import Role
from ropa.export.sheets import CannotExport
from ropa.export.wanted import Wanted
from ropa.models import Customer, LegalEntity, Organisation
from ropa.resources import OrganisationScope
from ropa.services import exporting, pack
from ropa.services.exporting import ExportFile

LAYOUTS = {
    "workbook": gettext_lazy("Workbook, to be edited and imported again"),
    "art30": gettext_lazy("Record of Art. 30, as tables"),
    "notice": gettext_lazy("Table of the notice"),
    "ico": gettext_lazy("Record in the layout of the ICO"),
    "cnil": gettext_lazy("Record in the layout of the CNIL"),
    "pdf": gettext_lazy("Record of Art. 30, as a document"),
    "html": gettext_lazy("Record of Art. 30, as a page"),
    "json": gettext_lazy("Whole register, for machines"),
    "jsonld": gettext_lazy("Whole register in the Data Privacy Vocabulary"),
}
BOTH = gettext_lazy("both records")
OWNED: dict[str, type[Model]] = {"entity": LegalEntity, "customer": Customer}


class DayForm(forms.Form):
    """Whose register, and of which day; its rows are then in `scope`."""

    scope: OrganisationScope

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Organisation"), empty_label=None
    )
    as_of = forms.DateField(
        required=False,
        label=gettext_lazy("Day"),
        help_text=gettext_lazy("As it stood at the end of that day; empty: as it stands now."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("This is no day: write it as 2026-11-22.")},
    )

    def __init__(self, *args: Any, offered: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a day that is not over, and one before the register began."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                exporting.refuse_unfinished(said["as_of"], on=timezone.localdate())
                self.scope = exporting.scope_of(said["organisation"], said["as_of"])
            except CannotExport as wrong:
                self.add_error("as_of", str(wrong))
        return said


class OwnedField(forms.ModelChoiceField[Any]):
    """A record of any organisation that is offered, named with its organisation."""

    def label_from_instance(self, record: Any) -> str:
        return f"{record.organisation} – {record}"


class ExportForm(DayForm):
    role = forms.ChoiceField(
        choices=[("", BOTH), *((role, role.label) for role in (Role.CONTROLLER, Role.PROCESSOR))],
        required=False,
        label=gettext_lazy("Record"),
    )
    form = forms.ChoiceField(label=gettext_lazy("Form"))
    entity = OwnedField(
        LegalEntity.objects.none(),
        required=False,
        label=gettext_lazy("Legal entity"),
        empty_label=gettext_lazy("all"),
        error_messages={
            "invalid_choice": gettext_lazy("There is no such legal entity; choose another.")
        },
    )
    customer = OwnedField(
        Customer.objects.none(),
        required=False,
        label=gettext_lazy("Customer"),
        empty_label=gettext_lazy("all"),
        error_messages={
            "invalid_choice": gettext_lazy("There is no such customer; choose another.")
        },
    )
    with_retired = forms.BooleanField(required=False, label=gettext_lazy("With retired activities"))
    field_order = ["organisation", "form", "role", "entity", "customer", "with_retired", "as_of"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = [  # type: ignore[attr-defined]
            (f"{layout}.{kind}", f"{LAYOUTS.get(layout, layout)} ({kind.upper()})")
            for layout, kind in exporting.forms()
        ]
        self.initial.setdefault("form", "pdf.pdf")
        for name, model in OWNED.items():
            rows = model._default_manager.filter(organisation__in=kwargs["offered"])
            rows = rows.select_related("organisation").order_by("organisation__name", "code")
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a part for which the form is not made, and one of another organisation."""
        said = super().clean()
        if self.errors:
            return said
        layout, _dot, kind = said["form"].partition(".")
        for name, why in exporting.unfit(said, layout, kind).items():
            self.add_error(name, why)
        if said.get("customer") and said.get("role") == Role.CONTROLLER:
            self.add_error("customer", _("A customer has a record as processor only."))
        for name in OWNED:
            if said.get(name):
                self._find(name, said[name])
        return said

    def _find(self, name: str, chosen: Any) -> None:
        """Put in place of the record its code in the scope, where it may have had another."""
        codes = {row.pk: row.code for row in self.scope.rows(OWNED[name])}
        if chosen.pk in codes:
            self.cleaned_data[name] = codes[chosen.pk]
            return
        said = _("%(organisation)s does not have “%(record)s”, or had not on that day.")
        names = {"record": chosen, "organisation": self.cleaned_data["organisation"]}
        self.add_error(name, said % names)


def exports_view(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show the two forms; a posted one is answered with the file."""
    organisations: Any = admin.site.get_model_admin(Organisation)
    offered = organisations.get_queryset(request).order_by("name")
    wants_pack = "pack" in request.POST
    asked = request.POST if request.method == "POST" else None
    export = ExportForm(None if wants_pack else asked, offered=offered, prefix="export")
    packed = DayForm(asked if wants_pack else None, offered=offered, prefix="pack")
    may_pack = may_make_pack(request)
    file = None
    if wants_pack and may_pack and packed.is_valid():
        file = _answer(lambda: _pack(request, packed), packed)
    elif asked and not wants_pack and export.is_valid():
        file = _answer(lambda: _export(export), export)
    if file is not None:
        disposition = f'attachment; filename="{file.name}"'
        return HttpResponse(
            file.data,
            content_type=file.content_type,
            headers={"Content-Disposition": disposition},
        )
    context |= {
        "title": _("Exports"),
        "export_form": export,
        "pack_form": packed,
        "may_pack": may_pack,
    }
    return TemplateResponse(request, "admin/ropa/exports.html", context)


def may_make_pack(request: HttpRequest) -> bool:
    """A pack holds parts of every app: who makes one may see all of them."""
    return all(request.user.has_perm(each.permission) for each in pack.contributions())


def _answer(make: Callable[[], ExportFile], form: DayForm) -> ExportFile | None:
    """The file, or None where the form now says why there is none."""
    try:
        return make()
    except CannotExport as wrong:
        form.add_error(None, str(wrong))
    return None


def _export(form: ExportForm) -> ExportFile:
    said = form.cleaned_data
    layout, _dot, kind = said["form"].partition(".")
    wanted = Wanted(
        scope=form.scope,
        written_on=timezone.localdate(),
        as_of=said["as_of"],
        role=said["role"],
        entity=said["entity"] or "",
        customer=said["customer"] or "",
        with_retired=said["with_retired"],
    )
    return exporting.export(wanted, layout, kind)


def _pack(request: HttpRequest, form: DayForm) -> ExportFile:
    organisation, as_of = form.cleaned_data["organisation"], form.cleaned_data["as_of"]
    user: Any = request.user
    made = pack.make(organisation, as_of=as_of, on=timezone.localdate(), at=timezone.now(), by=user)
    day = f"-{as_of}" if as_of else ""
    return ExportFile(name=f"{organisation.code}-authority-pack{day}.zip", data=made.data)


EXPORTS = Page(
    section=Section.REGISTER,
    name="exports",
    label=gettext_lazy("Exports"),
    view=exports_view,
    permission="ropa.view_processingactivity",
    place=90,
)
