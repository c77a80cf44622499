"""Vendor lists in the list of vendors: upload, preview, confirmation, and export."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from import_export.admin import ExportMixin, ImportMixin
from import_export.formats.base_formats import CSV, XLSX

from config.resources import OwnUploads
from ropa.admin.vendor_list_forms import ConfirmForm, ListExportForm, UploadForm
from ropa.models import Organisation
from ropa.resources.vendor_list import READINGS, ListFormat, ListResult, VendorListResource
from ropa.services.list_imports import Upload, ask
from ropa.services.list_imports.reports import columns_of
from ropa.services.vendor_import import ImportReport, Listed, Origin, Outcome
from ropa.tasks import hand_over
from ropa.vendor_lists import columns
from ropa.vendor_lists.reading import Table, UnreadableFile

ROWS_ON_SCREEN = 1_000  # a longer table would keep the browser waiting


class VendorListMixin(ImportMixin, ExportMixin):
    """Buttons that import and export vendor lists."""

    resource_classes = [VendorListResource]
    tmp_storage_class = OwnUploads
    import_form_class = UploadForm
    confirm_form_class = ConfirmForm
    export_form_class = ListExportForm
    import_template_name = "admin/ropa/vendor/import.html"
    import_export_change_list_template = "admin/ropa/vendor/change_list.html"
    to_encoding = "utf-8-sig"  # or Excel shows accents as two letters

    def has_import_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("ropa.import_vendor")

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("ropa.view_vendor")

    def organisations(self, request: HttpRequest) -> QuerySet[Organisation]:
        """Those that the user may see in their own list."""
        pages: Any = self.admin_site.get_model_admin(Organisation)
        return pages.get_queryset(request)  # type: ignore[no-any-return]

    # Import

    def get_import_formats(self) -> list[type[ListFormat]]:
        return [ListFormat]

    def get_import_form_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().get_import_form_kwargs(request), **self._whose(request)}

    def get_confirm_form_kwargs(self, request: HttpRequest, import_form: Any = None) -> Any:
        return {
            **super().get_confirm_form_kwargs(request, import_form),
            **self._whose(request),
        }

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        if import_form is None:
            return {}
        key = import_form.cleaned_data["import_file"].tmp_storage_name
        return {"upload": self._sealed(import_form, key)}

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs["form"]
        return {
            "organisation": form.cleaned_data["organisation"],
            "table": form.table,
            "columns": form.cleaned_data["columns"],
            "origin": Origin(form.source, timezone.localdate()) if form.source else None,
        }

    def write_to_tmp_storage(self, import_file: Any, input_format: Any) -> OwnUploads:
        """Keep the upload; one that waits already stays in its place."""
        storage = OwnUploads(name=getattr(import_file, "stored_as", None))
        storage.save(import_file.read())
        return storage

    def create_import_form(self, request: HttpRequest) -> UploadForm:
        """One form for each request: a list is read once."""
        if not hasattr(request, "vendor_list_form"):
            request.vendor_list_form = super().create_import_form(request)  # type: ignore[attr-defined]
        form: UploadForm = request.vendor_list_form  # type: ignore[attr-defined]
        return form

    def _hand_over(self, request: HttpRequest, form: UploadForm) -> HttpResponse:
        """Keep a long list for a worker, and lead to the page that waits for it."""
        source = form.source
        if source is not None and source._state.adding:
            source.save()
        upload = Upload(form.data_read, form.said["name"], form.said["sheet"], form.said["columns"])
        record = ask(
            upload,
            organisation=form.cleaned_data["organisation"],
            source=source,
            by=request.user,
            at=timezone.now(),
        )
        hand_over(record.pk)
        return HttpResponseRedirect(reverse("admin:ropa_vendorlistimport_change", args=[record.pk]))

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = self.create_import_form(request)
        if request.method == "POST" and form.is_valid() and form.is_for_workers:
            try:
                return self._hand_over(request, form)
            except ValidationError as wrong:  # another list was quicker
                return self._back_to_upload(request, " ".join(wrong.messages))
        response: Any = super().import_action(request, **kwargs)
        context = response.context_data
        context["title"] = _("Import a vendor list")
        form = context["form"]
        if "result" in context and context["result"].report is not None:
            context |= shown(context["result"].report)
        if form.table is not None:
            context["columns"] = _columns(form)
            context["some_unread"] = not all(column["field"] for column in context["columns"])
            context["headings"] = READINGS
            context["upload"] = self._upload_of(form, context.get("confirm_form"))
        return response  # type: ignore[no-any-return]

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method == "GET":  # where one lands who had to log in again
            return self._back_to_upload(
                request,
                _("Nothing was imported: the list was not confirmed. Choose the file again."),
            )
        if self.has_import_permission(request):
            form = self.create_confirm_form(request)
            if not form.is_valid():
                wrong = [str(each) for found in form.errors.values() for each in found]
                return self._back_to_upload(request, " ".join(wrong))
        done: HttpResponse = super().process_import(request, **kwargs)
        return done

    def process_result(self, result: ListResult, request: HttpRequest) -> HttpResponse:
        if result.report is None:
            return self._back_to_upload(request, str(result.base_errors[0].error))
        done: HttpResponse = super().process_result(result, request)
        return done

    def add_success_message(self, result: ListResult, request: HttpRequest) -> None:
        assert result.report is not None  # noqa: S101
        messages.success(request, result.report.summary)
        if result.report.source:
            messages.success(request, result.report.summary_of_source)
        if count := len(result.report.refused):
            lines = ", ".join(str(row.line) for row in result.report.refused[:20])
            sentence = ngettext(
                "Line %(lines)s was left out.", "Left out were the lines %(lines)s.", count
            )
            more = " …" if count > 20 else ""
            messages.warning(request, sentence % {"lines": lines + more})

    def _whose(self, request: HttpRequest) -> dict[str, Any]:
        return {"user_id": request.user.pk, "offered": self.organisations(request)}

    def _sealed(self, form: UploadForm, key: str) -> str:
        return form.waiting.seal({**form.said, "key": key}, form.data_read)

    def _upload_of(self, form: UploadForm, confirm_form: Any) -> str:
        """The sealed upload; a file whose columns are not understood yet is kept here."""
        if confirm_form is not None:
            return str(confirm_form.initial["upload"])
        storage = OwnUploads(name=form.said.get("key"))
        storage.save(form.data_read)
        return self._sealed(form, str(storage.name))

    def _back_to_upload(self, request: HttpRequest, sentence: str) -> HttpResponse:
        messages.error(request, sentence)
        return HttpResponseRedirect(reverse("admin:ropa_vendor_import"))

    # Export

    def get_export_formats(self) -> list[type[Any]]:
        return [CSV, XLSX]

    def get_export_filename(
        self, request: HttpRequest, queryset: QuerySet[Any], file_format: Any
    ) -> str:
        return f"vendor_list.{file_format.get_extension()}"

    def export_action(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = super().export_action(request)
        if context := getattr(response, "context_data", None):
            context["title"] = _("Export a vendor list")
            context["form"].fields["organisation"].queryset = self.organisations(request)
        return response


def shown(report: ImportReport) -> dict[str, Any]:
    """What the page lists of a report: what needs to be seen first, and not thousands of rows."""
    rows = sorted(report.rows, key=lambda row: row.outcome is not Outcome.REFUSED)
    if len(rows) <= ROWS_ON_SCREEN:
        rows = report.rows
    told = [each for each in report.differences if each.kind is not Listed.ADDED]
    return {
        "rows": rows[:ROWS_ON_SCREEN],
        "unlisted": max(len(rows) - ROWS_ON_SCREEN, 0),
        "differences": told[:ROWS_ON_SCREEN],
    }


def _columns(form: UploadForm) -> list[dict[str, Any]]:
    """Each column for the page: heading, the field it is read as, and a cell to recognise it."""
    table = form.table
    assert table is not None  # noqa: S101
    found = form.cleaned_data.get("columns") or _understood(table)
    told = columns_of(table, found, form.said["columns"])
    for column in told:
        number = _("column %(number)s") % {"number": column["number"] + 1}
        column["heading"] = column["heading"] or number
    return told


def _understood(table: Table) -> dict[str, int]:
    """What is recognised in a list whose column of names is not."""
    try:
        found = columns.match([*table.header, "name"], mapping={})
    except UnreadableFile:
        return {}
    return {field: at for field, at in found.items() if at < len(table.header)}
