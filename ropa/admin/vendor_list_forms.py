"""Forms of the vendor list: the file, its preview, its confirmation, and the export."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.forms import ExportForm, ImportForm

from ropa.admin.waiting import Waiting
from ropa.models import Organisation, VendorSource
from ropa.services import list_imports
from ropa.services.sources import own_source
from ropa.services.vendor_import import known_headings, recognise
from ropa.vendor_lists.reading import Table, UnreadableFile, read_table, refuse_too_large

MAX_ROWS_AT_ONCE = 5_000  # a longer list would keep the browser waiting: it goes to a worker
MAX_BYTES_AT_ONCE = 2**20  # of a file that is not even opened before it goes to a worker
COLUMN = "column-"  # and the number of the column from 0: the field that it holds


def chosen_columns(posted: Mapping[str, Any]) -> dict[str, str]:
    """The officer's word on each column: number -> field, empty for one that is not read."""
    return {
        name.removeprefix(COLUMN): str(posted[name])
        for name in posted
        if name.startswith(COLUMN) and name.removeprefix(COLUMN).isdigit()
    }


class ListMixin(forms.Form):
    """Reads the list, and keeps table and columns for the page, also when they are wrong."""

    table: Table | None = None
    source: VendorSource | None = None
    file_name = ""

    def read(self, data: bytes, *, name: str, sheet: str) -> None:
        self.file_name = name
        known = known_headings(self.source)
        self.table = read_table(data, filename=name, sheet=sheet or None, known=known)

    def match(self, chosen: dict[str, str]) -> dict[str, int]:
        """Field -> column; `chosen` is column number -> field, empty for a column not to read."""
        assert self.table is not None  # noqa: S101
        by_number = {int(at): field for at, field in chosen.items()}
        found = recognise(self.table, source=self.source, chosen=by_number)
        self.table.messages.extend(found.messages)
        return found.columns

    def find_source(self, said: Mapping[str, Any], organisation: Organisation) -> None:
        """The source that the upload names, or the one that it makes."""
        if said["source"]:
            self.source = organisation.vendor_sources.get(pk=said["source"])
        elif said["new_source"]:
            self.source = own_source(organisation, said["new_source"])


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
    chosen_source = forms.ModelChoiceField(
        VendorSource.objects.none(),
        label=gettext_lazy("Source"),
        required=False,
        help_text=gettext_lazy("Whose list it is, so that the next one shows what changed."),
    )
    new_source = forms.CharField(
        label=gettext_lazy("Or a new source"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "The title of a list of our own that will come again. For a vendor's list of its "
            "sub-processors, add the source first."
        ),
    )
    upload = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["organisation", "chosen_source", "new_source", "import_file", "sheet"]

    def __init__(
        self, formats: Any, resources: Any, *, user_id: Any, offered: Any, **kw: Any
    ) -> None:
        super().__init__(formats, resources, **kw)
        self.waiting = Waiting("vendor-list", user_id)
        self.said: dict[str, Any] = {}
        self.data_read = b""
        self.is_for_workers = False
        sources = VendorSource.objects.filter(organisation__in=offered)
        self.fields["chosen_source"].queryset = sources.select_related("organisation")  # type: ignore[attr-defined]
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
            self.said["columns"] = chosen_columns(self.data)
        else:
            self._take_new(cleaned)
        if self.errors:
            return
        if list_imports.on_its_way(cleaned["organisation"]):
            self.add_error(None, list_imports.busy())
            return
        self.find_source(self.said, cleaned["organisation"])
        file = SimpleUploadedFile(self.said["name"], self.data_read)
        file.stored_as = self.said.get("key")  # type: ignore[attr-defined]
        cleaned["import_file"] = file
        self.is_for_workers = len(self.data_read) > MAX_BYTES_AT_ONCE
        if self.is_for_workers:
            return
        self.read(self.data_read, name=self.said["name"], sheet=self.said["sheet"])
        assert self.table is not None  # noqa: S101
        self.is_for_workers = len(self.table.rows) > MAX_ROWS_AT_ONCE
        if not self.is_for_workers:
            cleaned["columns"] = self.match(self.said["columns"])

    def _take_new(self, cleaned: dict[str, Any]) -> None:
        file, organisation = cleaned.get("import_file"), cleaned.get("organisation")
        if organisation is None:
            self.add_error("organisation", _("Choose the organisation whose vendors they are."))
        if file is None:
            self.add_error("import_file", _("Choose a file."))
        if file is None or organisation is None:
            return
        source = cleaned.get("chosen_source")
        if source is not None and source.organisation_id != organisation.pk:
            self.add_error("chosen_source", _("That is a source of another organisation."))
            return
        refuse_too_large(file.size)
        self.data_read = file.read()
        self.said = {
            "name": file.name,
            "organisation": organisation.pk,
            "sheet": cleaned["sheet"].strip(),
            "source": source.pk if source else None,
            "new_source": cleaned["new_source"].strip(),
            "columns": {},
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
        self.find_source(said, organisation)
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
