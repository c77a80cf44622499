"""Vendors that may be one: the page of suggestions, and the pairs that were found different."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.admin import Page, RecordAdmin, Section
from ropa.admin.vendor_merging import MAY_MERGE
from ropa.admin.whose import OrganisationFilter, organisation_code
from ropa.choices.likeness import Kinship
from ropa.models import DistinctVendors, Organisation, Vendor
from ropa.services.kept import Shelf
from ropa.services.near_names import PATIENCE, NotYetKnown
from ropa.services.vendor_pairs import Pair, likely_pairs, own_products
from ropa.services.vendor_rulings import keep_apart, make_family

ROWS = 50  # pairs on a page
SHELF = Shelf[list[Pair]](size=4)
MAY_RULE = "ropa.add_distinctvendors"
MAY_CHANGE = "ropa.change_vendor"


class RulingForm(forms.Form):
    """Which two vendors, and what they are."""

    one = forms.ModelChoiceField(Vendor.objects.all())
    other = forms.ModelChoiceField(Vendor.objects.all())
    ruling = forms.ChoiceField(choices=[("different", ""), ("family", "")])


def pairs_view(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show the pairs of one organisation, and take an officer's word on one of them."""
    if request.method == "POST":
        return _ruled(request)
    form = OrganisationFilter({"organisation": organisation_code(request)})
    context |= {"title": _("Vendors that may be one"), "form": form}
    if form.is_valid():
        organisation = form.cleaned_data["organisation"]
        context |= _found(request, organisation)
    return TemplateResponse(request, "admin/ropa/vendor/pairs.html", context)


def _found(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    """The pairs of one page, or that they are being looked for."""
    pairs: list[Pair] = []
    is_waiting = False
    try:
        pairs = SHELF.of(organisation, make=lambda: likely_pairs(organisation, patience=PATIENCE))
    except NotYetKnown:
        is_waiting = True
    page = Paginator(pairs, ROWS).get_page(request.GET.get("p"))
    return {
        "organisation": organisation,
        "is_waiting": is_waiting,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "same": [_row(pair) for pair in page.object_list if pair.kinship is None],
        "kin": [_row(pair) for pair in page.object_list if pair.kinship is not None],
        "own": [(each, _page_of(each)) for each in own_products(organisation)],
        "may_merge": request.user.has_perm(MAY_MERGE),
        "may_rule": request.user.has_perm(MAY_RULE),
        "may_change": request.user.has_perm(MAY_CHANGE),
    }


def _row(pair: Pair) -> dict[str, Any]:
    """A pair with its pages; merging keeps the first, which is used more."""
    merge = reverse("admin:ropa_vendor_merge", args=[pair.other.pk])
    return {
        "pair": pair,
        "one_url": _page_of(pair.one),
        "other_url": _page_of(pair.other),
        "merge_url": f"{merge}?into={pair.one.pk}",
        "may_be_family": pair.kinship not in (Kinship.IS_FAMILY, Kinship.SAME_FAMILY),
    }


def _page_of(vendor: Vendor) -> str:
    return reverse("admin:ropa_vendor_change", args=[vendor.pk])


def _ruled(request: HttpRequest) -> HttpResponse:
    form = RulingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("One of the two vendors was removed or merged meanwhile."))
        return HttpResponseRedirect(reverse("admin:vendor-pairs"))
    one, other = form.cleaned_data["one"], form.cleaned_data["other"]
    is_family = form.cleaned_data["ruling"] == "family"
    if not request.user.has_perm(MAY_CHANGE if is_family else MAY_RULE):
        raise PermissionDenied
    names = {"one": one, "other": other}
    try:
        if is_family:
            names["family"] = make_family(one, other)
            said = _("“%(one)s” and “%(other)s” are of the family “%(family)s” now.")
        else:
            keep_apart(one, other, on=timezone.localdate())
            said = _("“%(one)s” and “%(other)s” are different and not suggested again.")
        messages.success(request, said % names)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    address = reverse("admin:vendor-pairs")
    return HttpResponseRedirect(f"{address}?organisation={one.organisation.code}")


PAIRS = Page(
    section=Section.VENDORS,
    name="vendor-pairs",
    label=gettext_lazy("Vendors that may be one"),
    view=pairs_view,
    permission="ropa.view_vendor",
    place=75,
)


@admin.register(DistinctVendors)
class DistinctVendorsAdmin(RecordAdmin):
    """Made on the page of suggestions; removed here when two are one after all."""

    section = Section.VENDORS
    menu_place = 78
    menu_name = gettext_lazy("Different vendors")
    list_display = ("one", "other", "whose", "decided_on", "reason")
    list_filter = ("one__organisation",)
    list_select_related = ("one__organisation", "other")
    search_fields = ("one__name", "other__name")
    autocomplete_fields = ("one", "other")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("organisation"), ordering="one__organisation")
    def whose(self, pair: DistinctVendors) -> str:
        return str(pair.one.organisation)
