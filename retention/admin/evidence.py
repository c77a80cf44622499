"""The evidence file of a run, as a download for those who may see the run."""

from pathlib import PurePosixPath
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from config.admin import EvidenceAdmin


class EvidenceFileAdmin(EvidenceAdmin):
    """A page of evidence with a file beside it."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_evidence"
        view = self.admin_site.admin_view(self.evidence_view)
        return [path("<path:pk>/evidence/", view, name=name), *super().get_urls()]

    def evidence_view(self, request: HttpRequest, pk: str) -> HttpResponseBase:
        record: Any = self.get_object(request, pk)
        if record is None or not record.report_file:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        try:
            file = default_storage.open(record.report_file)
        except FileNotFoundError:
            self.message_user(
                request,
                _("The evidence file is missing from the storage. Tell the operator."),
                messages.ERROR,
            )
            page = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(page, args=[record.pk]))
        return FileResponse(
            file,
            as_attachment=True,
            filename=PurePosixPath(record.report_file).name,
            content_type="application/json",
        )
