"""Pages of a notice: all its versions, and two of them side by side."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from config.admin import RecordAdmin
from ropa.models import Notice, NoticeVersion
from ropa.services import notice_texts
from ropa.services.drift import stale


class NoticePages(RecordAdmin):
    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, "ropa_notice"
        return [
            path("<int:pk>/versions/", view(self.versions_view), name=f"{name}_versions"),
            path("<int:pk>/compare/", view(self.compare_view), name=f"{name}_compare"),
            *super().get_urls(),
        ]

    def record_links(self, request: HttpRequest, record: Any) -> list[tuple[Any, str]]:
        links = super().record_links(request, record)
        links.append((_("All versions"), reverse("admin:ropa_notice_versions", args=[record.pk])))
        for version in stale_versions(record):
            address = reverse("admin:ropa_noticeversion_drift", args=[version.pk])
            links.append((_("Out of date: see why"), address))
        return links

    def versions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every version, newest first; those with a text can be read and compared."""
        notice = self._notice(request, pk)
        versions = list(notice.versions.order_by("-number").prefetch_related("announcements"))
        add_url = reverse("admin:ropa_noticeversion_add")
        return self._shown(
            request,
            "versions",
            notice,
            title=_("Versions of %(notice)s") % {"notice": notice},
            versions=versions,
            comparable=[each for each in versions if each.text],
            stale={each.pk for each in stale_versions(notice)},
            compare_url=reverse("admin:ropa_notice_compare", args=[notice.pk]),
            add_url=f"{add_url}?notice={notice.pk}"
            if request.user.has_perm("ropa.add_noticeversion")
            else "",
        )

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        notice = self._notice(request, pk)
        old, new = (self._chosen(notice, request.GET.get(name, "")) for name in ("old", "new"))
        return self._shown(
            request,
            "compare",
            notice,
            title=_("%(notice)s: versions %(old)s and %(new)s")
            % {"notice": notice, "old": old.number, "new": new.number},
            old=old,
            new=new,
            lines=notice_texts.compare(old.text, new.text) if old.text != new.text else [],
            back_url=reverse("admin:ropa_notice_versions", args=[notice.pk]),
        )

    def _notice(self, request: HttpRequest, pk: int) -> Notice:
        notice = self.get_object(request, str(pk))
        if notice is None:
            raise Http404
        if not self.has_view_permission(request, notice):
            raise PermissionDenied
        if not request.user.has_perm("ropa.view_noticeversion"):
            raise PermissionDenied
        return notice  # type: ignore[no-any-return]

    def _chosen(self, notice: Notice, number: str) -> NoticeVersion:
        found = notice.versions.filter(number=int(number)) if number.isdecimal() else ()
        version = next(iter(found), None)
        if version is None:
            raise Http404
        return version

    def _shown(
        self, request: HttpRequest, name: str, notice: Notice, **more: Any
    ) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "record": notice,
            "back_url": reverse("admin:ropa_notice_change", args=[notice.pk]),
            **more,
        }
        return TemplateResponse(request, f"admin/ropa/notice/{name}.html", context)


def stale_versions(notice: Notice) -> list[NoticeVersion]:
    """The version of the notice that was published last, if it is out of date."""
    found = list(notice.versions.last_published().select_related("notice__organisation"))
    keys = stale(found)
    return [version for version in found if version.pk in keys]
