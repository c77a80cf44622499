"""Packs that were made for an authority. Nobody edits them."""

from django.contrib import admin

from config.admin import EvidenceAdmin
from ropa.models import AuthorityPack


@admin.register(AuthorityPack)
class AuthorityPackAdmin(EvidenceAdmin):
    menu_place = 60
    list_display = ("made_at", "organisation", "as_of", "made_by", "file_count")
    list_filter = ("organisation",)
    list_select_related = ("organisation", "made_by")
    search_fields = ("organisation__name", "manifest_sha256")
    fields = ("organisation", "as_of", "made_at", "made_by", "file_count", "manifest_sha256")
    autocomplete_fields = ("organisation", "made_by")
