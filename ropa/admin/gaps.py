"""The page of gaps: what the record lacks, from which rule that comes, and where it is closed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Model, Sum
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import Page, Section
from ropa.admin.whose import OrganisationFilter, organisation_code
from ropa.export.json import register
from ropa.models import (
    ActivityStanding,
    Customer,
    LegalEntity,
    Notice,
    Organisation,
    ProcessingActivity,
    Purpose,
    RetentionRule,
    Transfer,
    Vendor,
)
from ropa.resources import OrganisationScope
from ropa.services.adequacy import decisions_on_file
from ropa.services.gaps import KINDS, Gap, Report, Verdict, report_of
from ropa.services.gaps.part import report_of_part
from ropa.services.kept import Shelf

ROWS = 100  # gaps on a page
SHELF = Shelf[Report](size=8)
WINDOW = 250  # activities whose gaps are worked out at once
PAGES: dict[str, tuple[type[Model], str]] = {  # sheet -> whose page closes a gap, and its key
    "organisation": (Organisation, "code"),
    "entities": (LegalEntity, "code"),
    "activities": (ProcessingActivity, "code"),
    "purposes": (Purpose, "code"),
    "rules": (RetentionRule, "code"),
    "vendors": (Vendor, "name"),
    "transfers": (Transfer, "code"),
    "customers": (Customer, "code"),
    "notices": (Notice, "code"),
}
# In the order of the page: what the law asks comes first, what may be wrong before what we wish.
TONES = {
    Verdict.BLOCKING: "late",
    Verdict.ART30: "late",
    Verdict.WARNING: "soon",
    Verdict.TEMPLATE: "quiet",
    Verdict.REMARK: "quiet",
}
ORDER = tuple(TONES)


@dataclass(frozen=True)
class Row:
    """A gap as the page shows it; without an address where the user may not see the record."""

    gap: Gap
    url: str
    tone: str
    record: str  # what kind of record it is, in words


@dataclass(frozen=True)
class Part:
    """Which activities the page is about: all, or so many of a register that is larger."""

    first: int
    last: int
    total: int
    number: int

    @property
    def is_whole(self) -> bool:
        return self.total <= WINDOW

    @property
    def earlier(self) -> int:
        return self.number - 1

    @property
    def later(self) -> int:
        return self.number + 1 if self.last < self.total else 0


class GapFilter(OrganisationFilter):
    """What the page is limited to; `part` is which 250 activities of a larger register."""

    verdict = forms.ChoiceField(
        choices=[("", gettext_lazy("All")), *Verdict.choices],
        required=False,
        label=gettext_lazy("Left open"),
    )
    kind = forms.ChoiceField(required=False, label=gettext_lazy("Kind of gap"))
    activity = forms.CharField(required=False, label=gettext_lazy("Activity (code)"))
    part = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = sorted((str(kind.title), code) for code, kind in KINDS.items())
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", _("All")),
            *((code, title) for title, code in titles if not code.endswith("_empty")),
        ]


def gaps_view(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show the gaps of one register; of a large one, of 250 activities at a time."""
    form = GapFilter({**request.GET.dict(), "organisation": organisation_code(request)})
    context |= {"title": _("Gaps"), "form": form}
    if form.is_valid():
        context |= _found(request, form.cleaned_data)
    return TemplateResponse(request, "admin/ropa/gaps.html", context)


def _found(request: HttpRequest, wanted: dict[str, Any]) -> dict[str, Any]:
    organisation = wanted["organisation"]
    part, report = _report(organisation, wanted)
    gaps = [gap for gap in report.gaps if _fits(gap, wanted)]
    gaps.sort(key=lambda gap: ORDER.index(gap.kind.verdict))
    page = Paginator(gaps, ROWS).get_page(request.GET.get("p"))
    query = request.GET.copy()
    query.pop("p", None)
    return {
        "organisation": organisation,
        "rows": _rows(request, organisation, page.object_list),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "query": query.urlencode(),
        "part": part,
        "totals": _totals(organisation, report, part, wanted),
        "kinds": _kinds(report, wanted),
        "found": len(gaps),
    }


def _report(organisation: Organisation, wanted: dict[str, Any]) -> tuple[Part, Report]:
    """Work out the whole register, or of a larger one the activities that are asked for."""
    today = timezone.localdate()
    scope = OrganisationScope(organisation.code)
    activities = ProcessingActivity.objects.filter(organisation=organisation)
    total = activities.count()
    number = wanted["part"] or 1
    first = (number - 1) * WINDOW
    part = Part(first + 1, min(first + WINDOW, total), total, number)
    if part.is_whole:
        whole = SHELF.of(
            organisation,
            today,
            make=lambda: report_of(register(scope), decisions_on_file(), on=today),
        )
        return part, whole
    if wanted["activity"]:
        shown = activities.filter(code=wanted["activity"])
    else:
        shown = activities.order_by("order", "code")[first : first + WINDOW]
    keys = list(shown.values_list("pk", flat=True))
    report = SHELF.of(
        organisation, today, *keys, make=lambda: report_of_part(scope, keys, on=today)
    )
    return part, report


def _fits(gap: Gap, wanted: dict[str, Any]) -> bool:
    if wanted["activity"] and wanted["activity"] not in gap.activities:
        return False
    if wanted["verdict"] and gap.kind.verdict != wanted["verdict"]:
        return False
    return not wanted["kind"] or gap.kind.code in (wanted["kind"], f"{wanted['kind']}_empty")


def _totals(
    organisation: Organisation, report: Report, part: Part, wanted: dict[str, Any]
) -> list[dict[str, Any]]:
    """The verdicts, each with its number of gaps; of a large register from the standings."""
    of_one = {**wanted, "verdict": "", "kind": ""}
    counts = Counter(gap.kind.verdict for gap in report.gaps if _fits(gap, of_one))
    if not part.is_whole and not wanted["activity"]:
        kept = ActivityStanding.objects.filter(activity__organisation=organisation)
        sums = kept.aggregate(
            blocking=Sum("blocking_gaps"),
            art30=Sum("art30_gaps"),
            template=Sum("template_gaps"),
            warning=Sum("warnings"),
        )
        counts |= Counter({Verdict(name): count or 0 for name, count in sums.items()})
    return [
        {"verdict": verdict.value, "label": verdict.label, "count": counts[verdict]}
        for verdict in ORDER
    ]


def _kinds(report: Report, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    """The kinds that were found, most frequent first."""
    shown = [gap for gap in report.gaps if _fits(gap, {**wanted, "kind": ""})]
    counts = Counter(gap.kind.code.removesuffix("_empty") for gap in shown)
    return [
        {"code": code, "title": KINDS[code].title, "count": count}
        for code, count in counts.most_common()
    ]


def _rows(request: HttpRequest, organisation: Organisation, gaps: Iterable[Gap]) -> list[Row]:
    shown = list(gaps)
    keys = {
        sheet: _keys(organisation, sheet, {gap.key for gap in shown if gap.sheet == sheet})
        for sheet in {gap.sheet for gap in shown}
        if request.user.has_perm(f"ropa.view_{PAGES[sheet][0]._meta.model_name}")
    }
    return [
        Row(
            gap=gap,
            url=_address(gap, keys.get(gap.sheet, {}).get(gap.key)),
            tone=TONES[gap.kind.verdict],
            record=str(PAGES[gap.sheet][0]._meta.verbose_name),
        )
        for gap in shown
    ]


def _keys(organisation: Organisation, sheet: str, named: set[str]) -> dict[str, Any]:
    """The primary keys of the records of a sheet, with one query."""
    model, key = PAGES[sheet]
    own = {"pk": organisation.pk} if model is Organisation else {"organisation": organisation}
    rows = model._base_manager.filter(**own, **{f"{key}__in": named})
    return dict(rows.order_by().values_list(key, "pk"))


def _address(gap: Gap, pk: Any) -> str:
    """The page of the record, at the field that closes the gap; or the list to add one to."""
    if pk is None:
        return ""
    if gap.kind.adds:
        added = PAGES[gap.kind.adds][0]._meta.model_name
        return f"{reverse(f'admin:ropa_{added}_changelist')}?organisation__id__exact={pk}"
    model = PAGES[gap.sheet][0]
    if not admin.site.is_registered(model):
        return ""
    page = reverse(f"admin:ropa_{model._meta.model_name}_change", args=[pk])
    return f"{page}#{gap.kind.place}"


GAPS = Page(
    section=Section.REGISTER,
    name="gaps",
    label=gettext_lazy("Gaps"),
    view=gaps_view,
    permission="ropa.view_processingactivity",
    place=35,
)
