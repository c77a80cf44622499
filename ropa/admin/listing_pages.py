"""Pages of one version of the list: compared with another one, and as a file."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.admin import RecordAdmin
from ropa.choices.vendors import VersionStatus
from ropa.export import listing as export
from ropa.export.sheets import CannotExport
from ropa.models import SubProcessorList
from ropa.services import listing

FILES: dict[str, tuple[str, Callable[[SubProcessorList], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", export.csv),
    "html": ("text/html; charset=utf-8", export.html),
    "pdf": (
        "application/pdf",
        lambda version: export.pdf(version, written_on=timezone.localdate()),
    ),
}


class ListPages(RecordAdmin):
    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, "ropa_subprocessorlist"
        return [
            path("<int:pk>/compare/", view(self.compare_view), name=f"{name}_compare"),
            path("<int:pk>/file/<slug:form>/", view(self.file_view), name=f"{name}_file"),
            *super().get_urls(),
        ]

    def record_links(self, request: HttpRequest, record: Any) -> list[tuple[Any, str]]:
        links = super().record_links(request, record)
        links.append((_("Compare with another version"), _page_of(record, "compare")))
        for form in FILES:
            label = _("As a file to send: %(form)s") % {"form": form.upper()}
            links.append((label, _page_of(record, "file", form)))
        ours = record.organisation
        is_shown = ours.publishes_sub_processors and record.status == VersionStatus.PUBLISHED
        if is_shown and record.effective_on <= timezone.localdate():
            page = reverse("sub_processors:version", args=[ours.code, record.number])
            links.append((_("Public page"), page))
        return links

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What this version changed against the one before, or against another one."""
        version: SubProcessorList = self.visible(request, pk)
        ours = SubProcessorList.objects.filter(organisation=version.organisation_id)
        others = list(ours.exclude(pk=pk).order_by("-number"))
        asked = request.GET.get("with", "")
        before = [each for each in others if each.number < version.number]
        chosen = next(
            (each for each in others if str(each.number) == asked), before[0] if before else None
        )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("%(list)s: what version %(number)s changed")
            % {"list": version.organisation, "number": version.number},
            "record": version,
            "chosen": chosen,
            "others": others,
            "differences": listing.compare(chosen, version),
            "back_url": reverse("admin:ropa_subprocessorlist_change", args=[pk]),
        }
        return TemplateResponse(request, "admin/ropa/subprocessorlist/compare.html", context)

    def file_view(self, request: HttpRequest, pk: int, form: str) -> HttpResponse:
        version: SubProcessorList = self.visible(request, pk)
        if form not in FILES:
            raise Http404
        kind, write = FILES[form]
        try:
            data = write(version)
        except CannotExport as wrong:
            self.message_user(request, str(wrong), messages.ERROR)
            return HttpResponseRedirect(_page_of(version, "change"))
        name = f"{version.organisation.code}-sub-processors-{version.number}.{form}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(data, content_type=kind, headers=headers)


def _page_of(version: SubProcessorList, name: str, *more: str) -> str:
    return reverse(f"admin:ropa_subprocessorlist_{name}", args=[version.pk, *more])
