"""What stands around an activity on its page: what applies to it, and how it was assessed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.admin import NOTHING, ValueInline
from ropa.admin.assessment import assessment_links, screening_pill
from ropa.admin.pictures import pictures_links
from ropa.admin.starters import ReusePages
from ropa.choices.register import ActivityKind
from ropa.models import CrossCutting, ProcessingActivity
from ropa.services.cross_cutting import applying_to

APPLIES_TO = _("Applies to")


class AppliesToInline(ValueInline):
    """The activities to which a cross-cutting one applies, where it does not apply to all."""

    model = CrossCutting
    fk_name = "activity"
    tab = APPLIES_TO
    verbose_name = _("activity to which it applies")
    verbose_name_plural = APPLIES_TO
    fields = ("target",)
    autocomplete_fields = ("target",)


class AroundActivity(ReusePages):
    """Fields and buttons of an activity that tell of other records."""

    around_fields = ("also_applies", "screening")

    def record_links(self, request: HttpRequest, record: Any) -> list[tuple[Any, str]]:
        return [
            *super().record_links(request, record),
            *assessment_links(request, record),
            *pictures_links(request, record, "activity"),
        ]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Only an activity that cuts across others is asked to which it applies."""
        inlines = super().get_inlines(request, obj)
        if obj is not None and obj.kind == ActivityKind.CROSS_CUTTING:
            return inlines
        return [each for each in inlines if each is not AppliesToInline]

    @admin.display(description=_("also applies"))
    def also_applies(self, activity: ProcessingActivity) -> SafeString | str:
        links = [
            (reverse("admin:ropa_processingactivity_change", args=[each.pk]), each.heading)
            for each in (applying_to(activity) if activity.pk else ())
        ]
        return format_html_join("; ", '<a href="{}">{}</a>', links) or NOTHING

    @admin.display(description=_("DPIA – Art. 35"))
    def screening(self, activity: ProcessingActivity) -> SafeString | str:
        return screening_pill(activity, timezone.localdate()) if activity.pk else NOTHING
