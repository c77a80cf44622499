"""Versions of notices: drafts are written and published, what is published is the archive."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Max, QuerySet
from django.forms import Textarea
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import NOTHING, RecordAction, RecordAdmin, Told, ValueInline, link, pill
from config.admin.display import Tone
from ropa.admin.version_pages import VersionPages, page_of
from ropa.choices.notice import VersionStatus
from ropa.export import notice as export
from ropa.models import Announcement, NoticeVersion
from ropa.services import notices
from ropa.services.drift import stale

KEPT = gettext_lazy(
    "A published version is the archive and is kept for ever, and its notice with it. "
    "Nothing was removed."
)
TONES: dict[str, Tone] = {VersionStatus.PUBLISHED: "ok", VersionStatus.DRAFT: "soon"}


def status_pill(version: NoticeVersion) -> SafeString:
    return pill(version.get_status_display(), TONES.get(version.status, "quiet"))


def drift_pill(version: NoticeVersion, *, is_stale: bool) -> SafeString:
    """Tell whether the register still says what the version quotes; leads to the page of why."""
    label = pill(_("out of date"), "late") if is_stale else pill(_("up to date"), "ok")
    return link(page_of(version, "drift"), label)


class AnnouncementInline(ValueInline):
    """Of a published version more may be added, for proof may come later; none goes away."""

    model = Announcement
    tab = gettext_lazy("Announcements")
    verbose_name = gettext_lazy("announcement")
    verbose_name_plural = gettext_lazy("announcements")
    fields = ("order", "channel", "announced_on", "recipients", "proof")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_published = isinstance(obj, NoticeVersion) and obj.is_published
        return not is_published and super().has_delete_permission(request, obj)


def _check(request: HttpRequest, version: NoticeVersion, reason: str) -> Told:
    if notices.agrees_with_history(version):
        said = _("The archive is whole: text and quoted register yield the hashes of publication.")
        return Told(said, messages.SUCCESS)
    said = _("The archive is not whole: text or quoted register no longer yield their hashes.")
    return Told(said, messages.ERROR)


@admin.register(NoticeVersion)
class NoticeVersionAdmin(VersionPages, RecordAdmin):
    menu_place = 42
    in_menu = False
    list_display = ("notice", "number", "state", "date", "effective_on", "significance")
    list_filter = ("notice__organisation", "status", "significance")
    list_select_related = ("notice__organisation",)
    search_fields = ("notice__title", "notice__code", "changes")
    autocomplete_fields = ("notice",)
    inlines = (AnnouncementInline,)
    fieldsets = (
        (
            gettext_lazy("Version"),
            {
                "fields": (
                    ("notice", "number"),
                    ("state", "since"),
                    ("dated_on", "precision", "date_kind"),
                    ("significance", "effective_on"),
                    "changes",
                    "note",
                )
            },
        ),
        (gettext_lazy("Text"), {"fields": ("text",)}),
        (
            gettext_lazy("Archive"),
            {"fields": ("published_at", "text_sha256", "quoted_sha256")},
        ),
    )
    readonly_fields = ("state", "since", "published_at", "text_sha256", "quoted_sha256")
    record_actions = (
        RecordAction(
            name="check",
            label=gettext_lazy("Check the archive"),
            permission="ropa.view_noticeversion",
            deed=_check,
            offered=lambda version: version.is_published,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[NoticeVersion]:
        rows: QuerySet[NoticeVersion] = super().get_queryset(request)
        return rows.select_related("notice__organisation")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.readonly_fields
        if not obj.is_published:
            return ("notice", *self.readonly_fields)
        shown = [field.name for field in self.opts.fields if field.name not in ("id", "note")]
        return tuple(dict.fromkeys((*self.readonly_fields, "whole", *shown)))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The archive is read as people read it; a draft is written as Markdown."""
        sets = super().get_fieldsets(request, obj)
        if obj is None or not obj.is_published:
            return sets
        return [
            (name, {"fields": ("whole",)}) if "text" in said["fields"] else (name, said)
            for name, said in sets
        ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The next number of the notice from whose page one comes."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        if str(initial.get("notice", "")).isdecimal():
            rows = NoticeVersion.objects.filter(notice=initial["notice"])
            initial["number"] = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
        return initial

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "text":
            kwargs["widget"] = Textarea(attrs={"rows": 40, "cols": 110, "class": "whole-text"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_published = obj is not None and obj.is_published
        return not is_published and super().has_delete_permission(request, obj)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        version = self.get_object(request, object_id)
        if version is not None and version.is_published:
            self.message_user(request, KEPT, messages.ERROR)
            address = reverse("admin:ropa_noticeversion_change", args=[version.pk])
            return HttpResponseRedirect(address)
        return super().delete_view(request, object_id, extra_context)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state(self, version: NoticeVersion) -> SafeString:
        return status_pill(version)

    @admin.display(description=gettext_lazy("the register since"))
    def since(self, version: NoticeVersion) -> SafeString | str:
        if not version.is_published:
            return NOTHING
        return drift_pill(version, is_stale=bool(stale([version])))

    @admin.display(description=gettext_lazy("text"))
    def whole(self, version: NoticeVersion) -> SafeString:
        text = export.fragment(export.read(version.text))
        return format_html('<div class="notice-text">{}</div>', text)

    @admin.display(description=gettext_lazy("date"), ordering="dated_on")
    def date(self, version: NoticeVersion) -> str:
        return version.date_in_words
