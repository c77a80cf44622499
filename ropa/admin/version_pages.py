"""Pages around a version: its text to read, what publishing takes, and what has drifted since."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import RecordAdmin
from ropa.admin.words import Words
from ropa.choices.notice import VersionStatus
from ropa.export import notice as export
from ropa.models import NoticeVersion
from ropa.resources import OrganisationScope
from ropa.services import notice_texts, notices
from ropa.services.drift import drift

PUBLISH = "ropa.publish_version"


class PublishForm(forms.Form):
    """Asks for the confirmation of what is incomplete, where something is."""

    seen = forms.BooleanField(
        label=gettext_lazy("I have read these points, and the version is to be published with them")
    )


class VersionPages(RecordAdmin):
    """The pages and buttons of one version."""

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, "ropa_noticeversion"
        return [
            path("<int:pk>/read/", view(self.read_view), name=f"{name}_read"),
            path("<int:pk>/file/", view(self.file_view), name=f"{name}_file"),
            path("<int:pk>/publish/", view(self.publish_view), name=f"{name}_publish"),
            path("<int:pk>/drift/", view(self.drift_view), name=f"{name}_drift"),
            *super().get_urls(),
        ]

    def record_links(self, request: HttpRequest, record: Any) -> list[tuple[Any, str]]:
        links = super().record_links(request, record)
        links.append(
            (_("All versions"), reverse("admin:ropa_notice_versions", args=[record.notice_id]))
        )
        if record.text:
            links.append((_("Read"), page_of(record, "read")))
        if record.is_published:
            links.append((_("Changed since"), page_of(record, "drift")))
        if record.status == VersionStatus.DRAFT and request.user.has_perm(PUBLISH):
            links.append((_("Publish …"), page_of(record, "publish")))
        return links

    def read_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        version: NoticeVersion = self.visible(request, pk)
        context = {"text": export.fragment(export.read(version.text))}
        return self._page(request, "read", version, str(version), **context)

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The text as a page of HTML that needs no other file."""
        version: NoticeVersion = self.visible(request, pk)
        text = export.page(export.read(version.text), title=str(version))
        name = f"{version.notice.code}-{version.number}.html"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(text, headers=headers)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        version: NoticeVersion = self.visible(request, pk)
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        on = timezone.localdate()
        open_points = notice_texts.remarks(version.text)
        form = PublishForm(request.POST if request.method == "POST" else None)
        if not open_points:
            del form.fields["seen"]
        if request.method == "POST" and form.is_valid():
            try:
                notices.publish(version.pk, by=request.user, on=on)  # type: ignore[arg-type]
            except notices.PublicationRefused as refused:
                self.message_user(request, str(refused), messages.ERROR)
            else:
                said = _("“%(version)s” is published.") % {"version": version}
                self.message_user(request, said, messages.SUCCESS)
            return HttpResponseRedirect(page_of(version, "change"))
        context = {
            "form": form,
            "obstacles": _obstacles(version, on),
            "open_points": open_points,
        }
        return self._page(request, "publish", version, _("Publish %(version)s"), **context)

    def drift_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        version: NoticeVersion = self.visible(request, pk)
        if not version.is_published:
            raise Http404
        title = _("Changed since %(version)s was published")
        words = Words(OrganisationScope(version.notice.organisation.code))
        context = {"differences": words.differences(drift(version))}
        return self._page(request, "drift", version, title, **context)

    def _page(
        self, request: HttpRequest, name: str, version: NoticeVersion, title: str, **more: Any
    ) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title % {"version": version} if "%(version)s" in title else title,
            "record": version,
            "back_url": page_of(version, "change"),
            "file_url": page_of(version, "file"),
            "notice_url": reverse("admin:ropa_notice_change", args=[version.notice_id]),
            **more,
        }
        return TemplateResponse(request, f"admin/ropa/noticeversion/{name}.html", context)


def page_of(version: NoticeVersion, name: str) -> str:
    return reverse(f"admin:ropa_noticeversion_{name}", args=[version.pk])


def _obstacles(version: NoticeVersion, on: Any) -> list[str]:
    if version.status != VersionStatus.DRAFT:
        return [_("Only a draft can be published; this version is none.")]
    return notices.obstacles(version, on=on)
