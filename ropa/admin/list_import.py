"""Imports of vendor lists: the page that waits with the officer, the preview, the evidence."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from config.admin import EvidenceAdmin, RecordAction, Section, pill
from config.admin.display import Tone
from ropa.admin.vendor_list_forms import chosen_columns
from ropa.choices.vendors import ListImportStatus
from ropa.models import VendorListImport
from ropa.resources.vendor_list import READINGS
from ropa.services import list_imports
from ropa.services.list_imports import progress
from ropa.services.list_imports.reports import as_csv
from ropa.tasks import hand_over

MAY_IMPORT = "ropa.import_vendor"
SHOWN = 100  # rows of each kind; all of them are in the files
TONES: dict[str, Tone] = {
    ListImportStatus.TAKEN: "ok",
    ListImportStatus.LOOKED: "soon",
    ListImportStatus.REFUSED: "late",
}
PHASES = {
    progress.READING: gettext_lazy("Reading the file"),
    progress.JUDGING: gettext_lazy("Comparing row by row with the register"),
    progress.WRITING: gettext_lazy("Looking for names that are alike, and putting it together"),
}


def _confirm(request: HttpRequest, record: VendorListImport, _reason: str) -> str:
    list_imports.confirm(record.pk)
    hand_over(record.pk)
    return _("It is being written. You may close this page and come back.")


def _drop(request: HttpRequest, record: VendorListImport, _reason: str) -> str:
    list_imports.drop(record.pk, at=timezone.now())
    return _("The list is dropped; nothing was written.")


CONFIRM = RecordAction(
    name="confirm",
    label=gettext_lazy("Import what is shown"),
    permission=MAY_IMPORT,
    deed=_confirm,
    offered=lambda record: (
        record.status == ListImportStatus.LOOKED and not record.report.get("error")
    ),
    errors=(list_imports.CannotImport,),
)
DROP = RecordAction(
    name="drop",
    label=gettext_lazy("Drop"),
    permission=MAY_IMPORT,
    deed=_drop,
    offered=lambda record: record.status in list_imports.ACTIVE,
    question=gettext_lazy("Nothing of the list is written, and the file is removed."),
    is_danger=True,
    errors=(list_imports.CannotImport,),
)


@admin.register(VendorListImport)
class VendorListImportAdmin(EvidenceAdmin):
    section = Section.VENDORS
    menu_place = 62
    menu_name = gettext_lazy("Imports of vendor lists")
    change_form_template = "admin/ropa/vendorlistimport/change_form.html"
    record_actions = (CONFIRM, DROP)
    list_display = (
        "filename",
        "organisation",
        "source",
        "state",
        "asked_at",
        "read",
        "created",
        "updated",
        "unchanged",
        "refused",
        "removed",
    )
    list_filter = ("status", "organisation", "source")
    list_select_related = ("organisation", "source")
    search_fields = ("filename", "digest", "source__title")
    autocomplete_fields = ("organisation", "source", "asked_by")
    fieldsets = (
        (
            gettext_lazy("Import"),
            {
                "fields": (
                    ("organisation", "source"),
                    ("filename", "sheet"),
                    "digest",
                    ("state", "attempts"),
                    ("asked_at", "asked_by", "finished_at"),
                    ("read", "created", "updated", "unchanged", "refused", "removed"),
                )
            },
        ),
    )
    readonly_fields = ("state",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[VendorListImport]:
        rows: QuerySet[VendorListImport] = super().get_queryset(request)
        return rows.defer("report")

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "ropa_vendorlistimport"
        calm = transaction.non_atomic_requests  # SQLite: asks while a worker writes
        return [
            path("<int:pk>/state/", calm(wrap(self.state_view)), name=f"{name}_state"),
            path("<int:pk>/report.<str:form>", wrap(self.report_view), name=f"{name}_report"),
            path(
                "<int:pk>/columns/", wrap(require_POST(self.columns_view)), name=f"{name}_columns"
            ),
            *super().get_urls(),
        ]

    def record_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        report = record.report
        rows, differences = report.get("rows", []), report.get("differences", [])
        refused = [row for row in rows if row["outcome"] == "refused"]
        return {
            "report": report,
            "is_waiting": record.status in list_imports.TO_WORK,
            "is_shown": record.status == ListImportStatus.LOOKED,
            "progress": _progress(record),
            "refused_rows": refused[:SHOWN],
            "more_refused": max(len(refused) - SHOWN, 0),
            "differences": [
                (label, [each for each in differences if each["kind"] in kinds][:SHOWN])
                for label, kinds in _kinds()
            ],
            "suggestions": report.get("suggestions", [])[:SHOWN],
            "columns": report.get("columns", []),
            "headings": READINGS,
            "may_import": request.user.has_perm(MAY_IMPORT),
        }

    def state_view(self, request: HttpRequest, pk: int) -> JsonResponse:
        return JsonResponse(_progress(self._record(request, pk)))

    def report_view(self, request: HttpRequest, pk: int, form: str) -> Any:
        """The whole report as a file; the list itself is given to nobody."""
        record = self._record(request, pk)
        if form not in ("json", "csv"):
            raise Http404
        name = f'attachment; filename="vendor-list-{pk}.{form}"'
        if form == "json":
            return JsonResponse(record.report, headers={"Content-Disposition": name})
        return StreamingHttpResponse(
            as_csv(record.report),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": name},
        )

    def columns_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self._record(request, pk)
        if not request.user.has_perm(MAY_IMPORT):
            raise PermissionDenied
        try:
            list_imports.look_again(record.pk, chosen_columns(request.POST))
            hand_over(record.pk)
        except list_imports.CannotImport as wrong:
            messages.error(request, str(wrong))
        return HttpResponseRedirect(page_of(record))

    def _record(self, request: HttpRequest, pk: int) -> VendorListImport:
        record: Any = self.get_object(request, str(pk))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return record  # type: ignore[no-any-return]

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state(self, record: VendorListImport) -> SafeString:
        return pill(record.get_status_display(), TONES.get(record.status, "quiet"))


def page_of(record: VendorListImport) -> str:
    return reverse("admin:ropa_vendorlistimport_change", args=[record.pk])


def _kinds() -> list[tuple[str, tuple[str, ...]]]:
    return [
        (_("No longer listed"), ("removed",)),
        (_("Changed"), ("changed",)),
        (_("New in the list"), ("added", "back")),
    ]


def _progress(record: VendorListImport) -> dict[str, Any]:
    """Whether the page still waits, for what, and how far it is."""
    told = progress.told(record.pk)
    phase = PHASES.get(told.get("phase", ""))
    return {
        "status": record.status,
        "is_waiting": record.status in list_imports.TO_WORK,
        "phase": str(phase or _("Waits for its turn; that takes some seconds")),
        "done": told.get("done", 0),
        "total": told.get("total", 0),
    }
