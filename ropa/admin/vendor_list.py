"""Vendor lists in the list of vendors: upload, preview, confirmation, and export."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from import_export.admin import ExportMixin, ImportMixin
from import_export.formats.base_formats import CSV, XLSX

from config.resources import OwnUploads
from ropa.admin.vendor_list_forms import ConfirmForm, ListExportForm, UploadForm
from ropa.models import Organisation
from ropa.resources.vendor_list import HEADINGS, ListFormat, ListResult, VendorListResource
from ropa.vendor_lists import columns
from ropa.vendor_lists.reading import Table, UnreadableFile

_SAMPLE = 60  # characters of a cell that are shown beside its heading


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
        }

    def write_to_tmp_storage(self, import_file: Any, input_format: Any) -> OwnUploads:
        """Keep the upload; one that waits already stays in its place."""
        storage = OwnUploads(name=getattr(import_file, "stored_as", None))
        storage.save(import_file.read())
        return storage

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response: Any = super().import_action(request, **kwargs)
        context = response.context_data
        context["title"] = _("Import a vendor list")
        form = context["form"]
        if form.table is not None:
            context["columns"] = _columns(form)
            context["some_unread"] = not all(column["field"] for column in context["columns"])
            context["headings"] = HEADINGS
            context["upload"] = self._upload_of(form, context.get("confirm_form"))
        return response  # type: ignore[no-any-return]

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and self.has_import_permission(request):
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


def _columns(form: UploadForm) -> list[dict[str, Any]]:
    """Each column for the page: heading, the field it is read as, and a cell to recognise it."""
    table = form.table
    assert table is not None  # noqa: S101
    found = form.cleaned_data.get("columns") or _understood(table)
    fields = {index: name for name, index in found.items()}
    chosen = {int(at): name for at, name in form.said["columns"].items()}
    return [
        {
            "number": at,
            "heading": heading or _("column %(number)s") % {"number": at + 1},
            "field": chosen.get(at, fields.get(at, "")),
            "sample": _sample(table, at),
        }
        for at, heading in enumerate(table.header)
    ]


def _understood(table: Table) -> dict[str, int]:
    """What is recognised in a list whose column of names is not."""
    try:
        found = columns.match([*table.header, "name"], mapping={})
    except UnreadableFile:
        return {}
    return {field: at for field, at in found.items() if at < len(table.header)}


def _sample(table: Table, at: int) -> str:
    filled = (row.cells[at].strip() for row in table.rows if row.cells[at].strip())
    return next(filled, "")[:_SAMPLE]
