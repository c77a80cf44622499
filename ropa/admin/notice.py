"""Notices with their versions, and the rights that the organisation offers."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.admin import RecordAdmin, ValueInline, pill
from ropa.models import Notice, NoticeVersion, OfferedRight


class VersionInline(ValueInline):
    model = NoticeVersion
    fields = ("number", "dated_on", "precision", "date_kind", "note")


@admin.register(Notice)
class NoticeAdmin(RecordAdmin):
    menu_place = 40
    list_display = ("title", "kind", "organisation", "audience")
    list_filter = ("organisation", "kind")
    list_select_related = ("organisation",)
    search_fields = ("title", "code")
    autocomplete_fields = ("organisation",)
    inlines = (VersionInline,)


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
            _("Right"),
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
            _("How it is answered"),
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

    @admin.display(description=_("grants a right"), ordering="grants")
    def granted(self, right: OfferedRight) -> SafeString:
        return pill(_("right"), "ok") if right.grants else pill(_("statement only"))
