"""Forms of the vendor list: the file, its preview, its confirmation, and the export."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.forms import ExportForm, ImportForm

from ropa.admin.waiting import Waiting
from ropa.models import Organisation
from ropa.vendor_lists import columns
from ropa.vendor_lists.reading import Table, UnreadableFile, read_table, refuse_too_large

MAX_ROWS_ON_SCREEN = 2_000  # a longer list would keep the browser waiting
COLUMN = "column-"  # and the number of the column from 0: the field that it holds


class ListMixin(forms.Form):
    """Reads the list, and keeps table and columns for the page, also when they are wrong."""

    table: Table | None = None
    file_name = ""

    def read(self, data: bytes, *, name: str, sheet: str) -> None:
        self.file_name = name
        self.table = read_table(data, filename=name, sheet=sheet or None)
        if len(self.table.rows) > MAX_ROWS_ON_SCREEN:
            count, self.table = len(self.table.rows), None
            raise UnreadableFile(
                _(
                    "The list has %(count)s rows; up to %(most)s are imported here. Ask the "
                    "operator for: manage.py import_vendors FILE --organisation CODE"
                )
                % {"count": f"{count:,}", "most": f"{MAX_ROWS_ON_SCREEN:,}"}
            )

    def match(self, chosen: dict[str, str]) -> dict[str, int]:
        """Field -> column; `chosen` is column number -> field, empty for a column not to read."""
        assert self.table is not None  # noqa: S101
        header = self.table.header
        mapping = {
            header[int(at)] or str(int(at) + 1): field for at, field in chosen.items() if field
        }
        ignored = {int(at) for at, field in chosen.items() if not field}
        if chosen:
            header = ["" if at in ignored else text for at, text in enumerate(header)]
        return columns.match(header, mapping=mapping)


class UploadForm(ListMixin, ImportForm):
    """A file for the first time, or one that waits already and whose columns were chosen."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Organisation"), required=False
    )
    sheet = forms.CharField(
        label=gettext_lazy("Sheet"),
        required=False,
        help_text=gettext_lazy("Of a workbook; the first one if left empty."),
    )
    upload = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["organisation", "import_file", "sheet"]

    def __init__(
        self, formats: Any, resources: Any, *, user_id: Any, offered: Any, **kw: Any
    ) -> None:
        super().__init__(formats, resources, **kw)
        self.waiting = Waiting("vendor-list", user_id)
        self.said: dict[str, Any] = {}
        self.data_read = b""
        self.fields["organisation"].queryset = offered  # type: ignore[attr-defined]
        self.fields["organisation"].widget.attrs["required"] = True
        self.fields["format"].required = False
        self.fields["format"].widget = forms.HiddenInput()
        self.fields["import_file"].required = False
        self.fields["import_file"].label = gettext_lazy("File")
        self.fields["import_file"].help_text = gettext_lazy("CSV, XLSX or Markdown.")
        self.fields["import_file"].widget.attrs["required"] = True

    @property
    def media(self) -> forms.Media:
        return forms.Media()  # the script of import-export guesses a format; here bytes decide

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["format"] = "0"
        if not self.errors:
            try:
                self._take(cleaned)
            except UnreadableFile as wrong:
                self.add_error("import_file" if self.table is None else None, str(wrong))
        return cleaned

    def _take(self, cleaned: dict[str, Any]) -> None:
        if cleaned["upload"]:
            self.said, self.data_read = self.waiting.open(cleaned["upload"])
            cleaned["organisation"] = self.fields["organisation"].clean(self.said["organisation"])
            self.said["columns"] = self._chosen()
        else:
            self._take_new(cleaned)
        if self.errors:
            return
        self.read(self.data_read, name=self.said["name"], sheet=self.said["sheet"])
        file = SimpleUploadedFile(self.said["name"], self.data_read)
        file.stored_as = self.said.get("key")  # type: ignore[attr-defined]
        cleaned["import_file"] = file
        cleaned["columns"] = self.match(self.said["columns"])

    def _take_new(self, cleaned: dict[str, Any]) -> None:
        file, organisation = cleaned.get("import_file"), cleaned.get("organisation")
        if organisation is None:
            self.add_error("organisation", _("Choose the organisation whose vendors they are."))
        if file is None:
            self.add_error("import_file", _("Choose a file."))
        if file is None or organisation is None:
            return
        refuse_too_large(file.size)
        self.data_read = file.read()
        self.said = {
            "name": file.name,
            "organisation": organisation.pk,
            "sheet": cleaned["sheet"].strip(),
            "columns": {},
        }

    def _chosen(self) -> dict[str, str]:
        return {
            name.removeprefix(COLUMN): str(self.data[name])
            for name in self.data
            if name.startswith(COLUMN) and name.removeprefix(COLUMN).isdigit()
        }


class ConfirmForm(ListMixin):
    """The sealed upload alone says what is imported: nothing else in the page counts."""

    upload = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *, user_id: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.waiting = Waiting("vendor-list", user_id)
        self.offered = offered

    def clean(self) -> dict[str, Any]:
        if "upload" not in self.cleaned_data:
            return self.cleaned_data
        said, data = self.waiting.open(self.cleaned_data["upload"])
        organisation = self.offered.filter(pk=said["organisation"]).first()
        if organisation is None:
            raise forms.ValidationError(_("You may no longer import for this organisation."))
        try:
            self.read(data, name=said["name"], sheet=said["sheet"])
            found = self.match(said["columns"])
        except UnreadableFile as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        return {
            "format": "0",
            "import_file_name": said["key"],
            "original_file_name": said["name"],
            "organisation": organisation,
            "columns": found,
        }


class ListExportForm(ExportForm):
    """Whose vendors, and in which format."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label=gettext_lazy("Organisation")
    )
    field_order = ["organisation", "format"]
