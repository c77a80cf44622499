"""Decisions that a country, or some importers in it, protect data adequately, Art. 45."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.admin import RecordAdmin, Section
from ropa.models import AdequacyDecision


@admin.register(AdequacyDecision)
class AdequacyDecisionAdmin(RecordAdmin):
    section = Section.TRANSFERS
    menu_place = 40
    list_display = ("name", "law", "country", "number", "scope", "in_force_from", "expires_on")
    list_filter = ("law", "scope")
    search_fields = ("name", "country", "number", "code")
    fieldsets = (
        (_("Decision"), {"fields": (("code", "law"), ("name", "country"), "number", "source")}),
        (_("Which importers"), {"fields": ("scope", "scope_note")}),
        (
            _("Validity"),
            {"fields": (("decided_on", "in_force_from"), ("expires_on", "ended_on"), "review_on")},
        ),
        (_("Note"), {"fields": ("note",)}),
    )
