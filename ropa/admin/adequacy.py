"""Decisions that a country, or some importers in it, protect data adequately, Art. 45."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.admin import NOTHING, RecordAdmin, Section, pill
from ropa.admin.counts import count_of
from ropa.models import AdequacyDecision, Safeguard, Transfer

SOON = timedelta(days=180)
SHOWN = 25  # transfers on the page of a decision


class ForceFilter(admin.SimpleListFilter):
    """Decisions by whether they hold today."""

    title = _("in force")
    parameter_name = "force"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("today", _("in force today")),
            ("ending", _("ends within 180 days")),
            ("ended", _("ended")),
        ]

    def queryset(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        in_force = AdequacyDecision.objects.in_force(on=today)
        ends = Q(expires_on__lte=today + SOON) | Q(ended_on__lte=today + SOON)
        wanted = {
            "today": Q(pk__in=in_force.values("pk")),
            "ending": Q(pk__in=in_force.filter(ends).values("pk")),
            "ended": Q(expires_on__lt=today) | Q(ended_on__lte=today),
        }
        return rows.filter(wanted.get(self.value() or "", Q()))


@admin.register(AdequacyDecision)
class AdequacyDecisionAdmin(RecordAdmin):
    section = Section.TRANSFERS
    menu_place = 40
    list_display = ("name", "law", "country", "number", "scope", "state", "ends_on", "relied_on")
    list_filter = ("law", ForceFilter, "scope")
    search_fields = ("name", "country", "number", "code")
    readonly_fields = ("state", "relying")
    fieldsets = (
        (
            _("Decision"),
            {"fields": (("code", "law"), ("name", "country"), "number", "state", "source")},
        ),
        (_("Which importers"), {"fields": ("scope", "scope_note")}),
        (
            _("Validity"),
            {"fields": (("decided_on", "in_force_from"), ("expires_on", "ended_on"), "review_on")},
        ),
        (_("Transfers that rely on it"), {"fields": ("relying",)}),
        (_("Note"), {"fields": ("note",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[AdequacyDecision]:
        rows: QuerySet[AdequacyDecision] = super().get_queryset(request)
        return rows.annotate(relied_count=count_of(Safeguard.objects.all(), "decision"))

    @admin.display(description=_("today"))
    def state(self, decision: AdequacyDecision) -> SafeString | str:
        if not decision.pk:
            return NOTHING
        today = timezone.localdate()
        if decision.in_force_from > today:
            return pill(_("not yet in force"), "soon")
        is_over = decision.ended_on and decision.ended_on <= today
        if is_over or (decision.expires_on and decision.expires_on < today):
            return pill(_("ended"), "late")
        ends = [day for day in (decision.expires_on, decision.ended_on) if day]
        if ends and min(ends) <= today + SOON:
            return pill(_("ends soon"), "soon")
        return pill(_("in force"), "ok")

    @admin.display(description=_("ends on"), ordering="expires_on")
    def ends_on(self, decision: AdequacyDecision) -> Any:
        return decision.ended_on or decision.expires_on or NOTHING

    @admin.display(description=_("safeguards"), ordering="relied_count")
    def relied_on(self, decision: Any) -> Any:
        return decision.relied_count or NOTHING

    @admin.display(description=_("transfers"))
    def relying(self, decision: AdequacyDecision) -> SafeString | str:
        """Transfers that name it, and those to its country under adequacy that name no decision."""
        if not decision.pk:
            return NOTHING
        unnamed = Q(safeguards__decision=None, safeguards__mechanism="adequacy")
        rows = Transfer.objects.filter(
            Q(safeguards__decision=decision)
            | (unnamed & Q(country=decision.country) & ~Q(country=""))
        )
        found = rows.select_related("organisation", "importer_vendor", "importer_entity").distinct()
        shown = [
            (reverse("admin:ropa_transfer_change", args=[each.pk]), each, each.organisation)
            for each in found[:SHOWN]
        ]
        if not shown:
            return _("No transfer names it.")  # type: ignore[return-value]
        items = format_html_join("", '<li><a href="{}">{}</a> ({})</li>', shown)
        return format_html("<ul>{}</ul>", items)
