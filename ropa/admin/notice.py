"""Notices with their versions and the activities they cover, and the rights they offer."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import NOTHING, RecordAction, RecordAdmin, ValueInline, pill
from ropa.admin.notice_pages import NoticePages
from ropa.admin.task_box import TaskBox
from ropa.admin.version import KEPT, drift_pill, status_pill
from ropa.models import Notice, NoticeActivity, NoticeVersion, OfferedRight
from ropa.services import notices
from ropa.services.drift import stale

ON_RECORD = gettext_lazy(
    "A notice is kept with the versions that are on record, for they show what people were told. "
    "Remove those recorded by mistake on their own pages first. Nothing was removed."
)


class VersionInline(ValueInline):
    """What there is; a version is written on its own page."""

    model = NoticeVersion
    tab = gettext_lazy("Versions")
    fields = readonly_fields = ("number", "state", "date", "effective_on", "significance")
    ordering = ("-number",)
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("status"))
    def state(self, version: NoticeVersion) -> SafeString:
        return status_pill(version)

    @admin.display(description=gettext_lazy("date"))
    def date(self, version: NoticeVersion) -> str:
        return version.date_in_words


class CoveredInline(ValueInline):
    model = NoticeActivity
    tab = gettext_lazy("Activities it covers")
    verbose_name = gettext_lazy("activity")
    verbose_name_plural = gettext_lazy(
        "activities it covers; none named: all that are not retired, except as processor"
    )
    fields = ("activity",)
    autocomplete_fields = ("activity",)


def _draft(request: HttpRequest, notice: Notice, reason: str) -> str:
    version = notices.draft(notice.pk)
    return _("Version %(number)s is drafted; it stands under “Versions”.") % {
        "number": version.number
    }


@admin.register(Notice)
class NoticeAdmin(TaskBox, NoticePages):
    task_key = "notice"
    menu_place = 40
    list_display = ("title", "kind", "organisation", "audience", "state")
    list_filter = ("organisation", "kind")
    list_select_related = ("organisation",)
    search_fields = ("title", "code")
    autocomplete_fields = ("organisation",)
    readonly_fields = ("state",)
    inlines = (VersionInline, CoveredInline)
    fieldsets = (
        (
            gettext_lazy("Notice"),
            {
                "fields": (
                    "organisation",
                    ("code", "kind"),
                    "title",
                    "url",
                    "audience",
                    "products",
                    "territory",
                    "notice_period",
                    "note",
                    "state",
                )
            },
        ),
    )
    record_actions = (
        RecordAction(
            name="draft",
            label=gettext_lazy("Draft from the register"),
            permission="ropa.add_noticeversion",
            deed=_draft,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        published = NoticeVersion.objects.last_published().select_related("notice__organisation")
        rows: QuerySet[Notice] = super().get_queryset(request)
        return rows.prefetch_related(Prefetch("versions", published, to_attr="newest"))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list with what is out of date, asked for all notices on the page together."""
        shown = super().get_changelist_instance(request)
        versions = [version for notice in shown.result_list for version in notice.newest]
        out_of_date = stale(versions)
        for notice in shown.result_list:
            notice.is_stale = any(version.pk in out_of_date for version in notice.newest)
        return shown

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj is not None and obj.versions.kept().exists())

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        notice = self.get_object(request, object_id)
        if notice is not None and notice.versions.kept().exists():
            why = KEPT if notice.versions.published().exists() else ON_RECORD
            self.message_user(request, why, messages.ERROR)
            address = reverse("admin:ropa_notice_change", args=[notice.pk])
            return HttpResponseRedirect(address)
        return super().delete_view(request, object_id, extra_context)

    @admin.display(description=gettext_lazy("version published last"))
    def state(self, notice: Any) -> SafeString | str:
        for version in getattr(notice, "newest", ()):
            if not hasattr(notice, "is_stale"):  # on the page of one notice
                notice.is_stale = bool(stale([version]))
            return drift_pill(version, is_stale=notice.is_stale)
        return NOTHING


@admin.register(OfferedRight)
class OfferedRightAdmin(RecordAdmin):
    menu_place = 50
    list_display = ("right", "code", "organisation", "available_to", "regime", "granted")
    list_filter = ("organisation", "grants", "forward_to_customer")
    list_select_related = ("organisation",)
    search_fields = ("code", "statement")
    autocomplete_fields = ("organisation",)
    fieldsets = (
        (
            gettext_lazy("Right"),
            {
                "fields": (
                    "organisation",
                    ("code", "order"),
                    ("right", "grants"),
                    "statement",
                    ("regime", "available_to"),
                    "source_lines",
                )
            },
        ),
        (
            gettext_lazy("How it is answered"),
            {
                "fields": (
                    "channel",
                    "conditions",
                    "identity_check",
                    ("fee", "frequency_limit"),
                    ("redaction", "evidence_retention"),
                    "forward_to_customer",
                )
            },
        ),
    )

    @admin.display(description=gettext_lazy("grants a right"), ordering="grants")
    def granted(self, right: OfferedRight) -> SafeString:
        return pill(_("right"), "ok") if right.grants else pill(_("statement only"))
