"""How risky a vendor was found: on its page, in its list, and when it is looked at again."""

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.admin import ValueInline, pill
from config.admin.forms import RecordForm
from ropa.admin.filters import SOON
from ropa.choices.vendors import Risk
from ropa.models import VendorAssessment

TONES: dict[str, Any] = {
    Risk.LOW: "ok",
    Risk.MEDIUM: "quiet",
    Risk.HIGH: "soon",
    Risk.CRITICAL: "late",
}

REPEATED = [
    ("due", _("To be assessed again")),
    ("soon", _("To be assessed again within %d days") % SOON),
]


class VendorAssessmentForm(RecordForm):
    places: ClassVar[dict[str, str]] = {"ropa_vendor_assessment_again_later": "reassess_on"}


class VendorAssessmentInline(ValueInline):
    model = VendorAssessment
    tab = _("Risk")
    form = VendorAssessmentForm
    fields = ("assessed_on", "risk", "assessor", "reassess_on", "note")


def with_risk(vendors: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate vendors with the risk that was found last, and when they are looked at again."""
    last = VendorAssessment.objects.filter(vendor=OuterRef("pk")).order_by("-assessed_on")
    rows: QuerySet[Any] = vendors.annotate(
        last_risk=Subquery(last.values("risk")[:1]),
        reassess_on=Subquery(last.values("reassess_on")[:1]),
    )
    return rows


def risk_pill(vendor: Any) -> SafeString:
    if not vendor.last_risk:
        return pill(_("not assessed"))
    label = Risk(vendor.last_risk).label
    if vendor.reassess_on <= timezone.localdate():
        return pill(_("%(risk)s – to be assessed again") % {"risk": label}, "late")
    return pill(label, TONES[vendor.last_risk])


class RiskFilter(admin.SimpleListFilter):
    title = _("risk")
    parameter_name = "risk"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*Risk.choices, ("none", _("Not assessed")), *REPEATED]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value()
        if wanted == "none":
            return queryset.filter(assessments__isnull=True)
        last = VendorAssessment.objects.newest()
        if wanted in dict(REPEATED):
            ahead = timedelta(days=SOON if wanted == "soon" else 0)
            last = VendorAssessment.objects.to_repeat(on=timezone.localdate() + ahead)
        elif wanted:
            last = last.filter(risk=wanted)
        return queryset.filter(pk__in=last.values("vendor")) if wanted else queryset
