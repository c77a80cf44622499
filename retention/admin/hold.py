"""Legal holds: what stops purge and erasure, and until when."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.admin import NOTHING, RecordAdmin, Section, ValueInline
from retention.admin import shown
from retention.admin.buttons import RELEASE
from retention.admin.filters import HoldFilter
from retention.admin.naming import NAME_KEYS, NAME_PERSONS
from retention.choices import HoldReach
from retention.models import HoldScope, LegalHold
from retention.services import holds

TITLE = _("Hold – Art. 17(3)(e)")
MATTER = ("organisation", ("code", "matter"), "reason", ("placed_on", "review_on"))


class HoldScopeInline(ValueInline):
    model = HoldScope
    verbose_name_plural = _("scopes – without any, the hold covers the whole organisation")
    fields = ("reach", "data_set", "column", "value", "activity", "rule", "customer", "named")
    readonly_fields = ("named",)
    autocomplete_fields = ("data_set", "activity", "rule", "customer")

    @admin.display(description=_("named"))
    def named(self, scope: HoldScope) -> str:
        """How many persons or keys; who they are is shown nowhere."""
        if scope.reach not in (HoldReach.PERSONS, HoldReach.KEYS):
            return NOTHING
        return str(scope.persons.count() + scope.keys.count())


@admin.register(LegalHold)
class LegalHoldAdmin(RecordAdmin):
    """A hold is released by its button, never by editing, and never deleted."""

    section = Section.RETENTION
    menu_place = 30
    quick_add = _("Place a legal hold")
    record_actions = (NAME_PERSONS, NAME_KEYS, RELEASE)
    list_display = ("code", "matter", "organisation", "state", "placed_on", "review_on")
    list_filter = ("organisation", HoldFilter)
    list_select_related = ("organisation",)
    search_fields = ("code", "matter")
    autocomplete_fields = ("organisation",)
    inlines = (HoldScopeInline,)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        today = timezone.localdate()
        return {"placed_on": today, **super().get_changeform_initial_data(request)}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        released = ("released_on", "release_reason") if obj and obj.released_on else ()
        return ((TITLE, {"fields": (*(("state",) if obj else ()), *MATTER, *released)}),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        computed = ("state", "released_on", "release_reason")
        # Another organisation or a later day would end the hold without a release.
        return (*computed, "organisation", "placed_on") if obj else computed

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_closed = obj is not None and obj.released_on is not None
        return not is_closed and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def due_count(self, request: HttpRequest, on: date) -> int:
        return LegalHold.objects.to_review(on=on).count()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        holds.wait_for_batches(obj.organisation_id)  # for its scopes, too
        if not change or form.changed_data:
            holds.place(obj)

    @admin.display(description=_("state"), ordering="released_on")
    def state(self, hold: LegalHold) -> SafeString:
        return shown.hold_pill(hold, on=timezone.localdate())
