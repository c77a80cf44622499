"""Forms of the import of a register: the file with what is wished, and the upload that waits."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.resources import OwnUploads
from ropa.admin.waiting import Waiting
from ropa.models import Organisation
from ropa.services.register_import import (
    ImportReport,
    RegisterFile,
    UnreadableFile,
    Whose,
    Wishes,
    read_upload,
)
from ropa.vendor_lists.reading import refuse_too_large

KIND = "register"  # of the uploads that wait here


class WishForm(forms.Form):
    """What becomes of conflicts, and of rows that the file leaves out."""

    whose = forms.ChoiceField(
        choices=[
            ("", gettext_lazy("nothing is imported")),
            (Whose.FILE, gettext_lazy("the value of the file counts")),
            (Whose.REGISTER, gettext_lazy("the value of the register stays")),
        ],
        required=False,
        label=gettext_lazy("Where both changed the same cell since the export"),
    )
    removes_missing = forms.BooleanField(
        required=False,
        label=gettext_lazy("Remove rows that the file leaves out"),
        help_text=gettext_lazy("Only from sheets that the file has, and nothing still used."),
    )

    @property
    def wishes(self) -> Wishes:
        whose = self.cleaned_data["whose"]
        return Wishes(Whose(whose) if whose else None, self.cleaned_data["removes_missing"])


class UploadForm(WishForm):
    """A file for the first time, or one that waits already and is to be shown again.

    Once it is valid, `file` is what was read, and `organisation` whose register it is for.
    """

    file: RegisterFile
    organisation: Organisation

    register = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, label=gettext_lazy("Organisation")
    )
    upload_file = forms.FileField(
        required=False,
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A workbook, a zip of CSV files, one CSV file, or JSON."),
    )
    upload = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["register", "upload_file", "whose", "removes_missing"]

    def __init__(
        self, *args: Any, user_id: Any, offered: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._waiting = Waiting(KIND, user_id)
        self._said: dict[str, Any] = {}
        self._data = b""
        self.fields["register"].queryset = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return said
        if said["upload"]:
            self._said, self._data = self._waiting.open(said["upload"])
            self.organisation = self.fields["register"].clean(self._said["organisation"])
        elif not self._take(said):
            return said
        try:
            self.file = read_upload(self._data, filename=self._said["name"])
        except UnreadableFile as wrong:
            self.add_error("upload_file", str(wrong))
        return said

    def _take(self, said: dict[str, Any]) -> bool:
        if said["register"] is None:
            self.add_error("register", _("Choose the organisation whose register it is."))
        if said["upload_file"] is None:
            self.add_error("upload_file", _("Choose a file."))
            return False
        try:
            refuse_too_large(said["upload_file"].size)
        except UnreadableFile as wrong:
            self.add_error("upload_file", str(wrong))
        if self.errors:
            return False
        self.organisation = said["register"]
        self._data = said["upload_file"].read()
        self._said = {"name": said["upload_file"].name, "organisation": self.organisation.pk}
        return True

    def keep(self, report: ImportReport) -> str:
        """Let the upload wait, bound to what was shown of it; return it as the page carries it."""
        storage = OwnUploads(name=self._said.get("key"))
        storage.save(self._data)
        wishes = {"whose": self.wishes.whose or "", "removes": self.wishes.removes_missing}
        shown = {"key": storage.name, "shown": report.fingerprint, **wishes}
        return self._waiting.seal({**self._said, **shown}, self._data)


class ConfirmForm(forms.Form):
    """The sealed upload alone says what is imported: nothing else in the page counts."""

    file: RegisterFile
    organisation: Organisation
    wishes: Wishes

    upload = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, user_id: Any, offered: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._waiting = Waiting(KIND, user_id)
        self._offered = offered

    def clean_upload(self) -> str:
        sealed: str = self.cleaned_data["upload"]
        said, data = self._waiting.open(sealed)
        found = self._offered.filter(pk=said["organisation"]).first()
        if found is None:
            raise forms.ValidationError(_("You may no longer import for this organisation."))
        self.organisation = found
        whose = Whose(said["whose"]) if said["whose"] else None
        self.wishes = Wishes(whose, said["removes"], said["shown"])
        try:
            self.file = read_upload(data, filename=said["name"])
        except UnreadableFile as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        return sealed
