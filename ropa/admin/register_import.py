"""The page that imports a register, and the evidence of imports with their undo."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import EvidenceAdmin, Page, RecordAction, Section
from ropa.admin.register_import_forms import ConfirmForm, UploadForm
from ropa.audit import acting
from ropa.models import Organisation, RegisterImport
from ropa.services.register_import import (
    ImportReport,
    Outcome,
    OutcomeChanged,
    RowReport,
    UnreadableFile,
    import_register,
)
from ropa.services.register_import.undo import CannotUndo, last_import, reason_of, undo

MAY_IMPORT = "ropa.import_register"
ROWS_ON_SCREEN = 1_000  # a longer table would keep the browser waiting
SENTENCES = 20  # rows that are named in a message
FIRST = (Outcome.REFUSED, Outcome.CONFLICTS, Outcome.REMOVED)  # what needs to be seen


def import_view(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show the form, then what the file would change; a confirmed upload is imported."""
    organisations: Any = admin.site.get_model_admin(Organisation)
    whose: dict[str, Any] = {
        "user_id": request.user.pk,
        "offered": organisations.get_queryset(request).order_by("name"),
    }
    if "confirm" in request.POST:
        return _import(request, ConfirmForm(request.POST, **whose))
    is_sent = request.method == "POST"
    form = UploadForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial={"register": request.GET.get("organisation")},
        **whose,
    )
    if is_sent and form.is_valid():
        context |= _preview(form)
    context |= {"title": _("Import a register"), "form": form}
    return TemplateResponse(request, "admin/ropa/registerimport/import.html", context)


def _preview(form: UploadForm) -> dict[str, Any]:
    """What the page shows of the outcome, and the upload to be confirmed."""
    try:
        report = import_register(
            form.file, organisation=form.organisation.code, is_dry_run=True, wishes=form.wishes
        )
    except UnreadableFile as wrong:
        form.add_error(None, str(wrong))
        return {}
    return {
        "organisation": form.organisation,
        "filename": form.file.name,
        "upload": form.keep(report),
        **shown(report),
    }


def shown(report: ImportReport) -> dict[str, Any]:
    """Return the report for a page: what is unchanged is counted, not listed."""
    told = [row for row in report.rows if row.outcome is not Outcome.UNCHANGED or row.conflicts]
    told.sort(key=lambda row: row.outcome not in FIRST)
    return {
        "report": report,
        "rows": told[:ROWS_ON_SCREEN],
        "unlisted": max(len(told) - ROWS_ON_SCREEN, 0),
    }


def _import(request: HttpRequest, form: ConfirmForm) -> HttpResponse:
    """Import what was shown, and lead to the evidence; whatever is wrong leads back."""
    user: Any = request.user
    if not form.is_valid():
        return _back(request, " ".join(str(each) for each in form.errors["upload"]))
    try:
        with acting(user=user, reason=_("Import of %(file)s") % {"file": form.file.name}):
            report = import_register(
                form.file, organisation=form.organisation.code, wishes=form.wishes
            )
    except (UnreadableFile, OutcomeChanged) as wrong:
        return _back(request, str(wrong))
    if report.record is None:
        return _back(request, _("There was nothing to import."))
    messages.success(
        request,
        _("Imported %(file)s: %(added)s added, %(changed)s changed, %(removed)s removed.")
        % {"file": form.file.name, **report.counts},
    )
    return HttpResponseRedirect(
        reverse("admin:ropa_registerimport_change", args=[report.record.pk])
    )


def _back(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return HttpResponseRedirect(reverse(f"admin:{IMPORT.name}"))


IMPORT = Page(
    section=Section.REGISTER,
    name="import-register",
    label=gettext_lazy("Import a register"),
    view=import_view,
    permission=MAY_IMPORT,
    place=91,
)


def _may_be_undone(record: RegisterImport) -> bool:
    return last_import(record.organisation) == record


def _undo(request: HttpRequest, record: RegisterImport, _reason: str) -> str:
    user: Any = request.user
    with acting(user=user, reason=reason_of(record)):
        report = undo(record)
    if report.blocked:
        raise ValidationError([_sentence(row) for row in report.blocked[:SENTENCES]])
    return _("The import is undone: every row is as it was before.")


def _sentence(row: RowReport) -> str:
    return f"{row.sheet} ({row.key}): {' '.join(row.messages)}"


UNDO = RecordAction(
    name="undo",
    label=gettext_lazy("Undo this import"),
    permission=MAY_IMPORT,
    deed=_undo,
    offered=_may_be_undone,
    question=gettext_lazy("Every row that the import wrote goes back to what it was before."),
    is_danger=True,
    errors=(CannotUndo,),
    shows=lambda record: shown(undo(record, is_dry_run=True)),
    template="admin/ropa/registerimport/undo.html",
)


@admin.register(RegisterImport)
class RegisterImportAdmin(EvidenceAdmin):
    menu_place = 65
    record_actions = (UNDO,)
    list_display = (
        "filename",
        "organisation",
        "started_at",
        "imported_by",
        "added",
        "changed",
        "removed",
        "undoes",
    )
    list_filter = ("organisation",)
    list_select_related = ("organisation", "imported_by", "undoes")
    search_fields = ("filename", "digest")
    autocomplete_fields = ("organisation", "imported_by", "undoes")
    fieldsets = (
        (
            gettext_lazy("Import"),
            {
                "fields": (
                    "organisation",
                    ("filename", "digest"),
                    ("started_at", "finished_at"),
                    "imported_by",
                    ("added", "changed", "removed"),
                    "undoes",
                )
            },
        ),
    )

    def record_links(self, request: HttpRequest, record: Any) -> list[tuple[Any, str]]:
        links = super().record_links(request, record)
        undone = RegisterImport.objects.filter(undoes=record).first()
        if undone is not None:
            url = reverse("admin:ropa_registerimport_change", args=[undone.pk])
            links.append((_("Was undone"), url))
        return links
