"""The chain of sub-processors on the page of a vendor: whom it uses, and for whom it works."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.admin import NOTHING, ValueInline
from ropa.models import SubProcessing, Vendor, VendorLocation
from ropa.services import chain

CHAIN = _("Sub-processors")
DEEPEST = 8  # levels that are indented further


class ChainInline(ValueInline):
    """The sub-processors of the vendor itself; those below stand on their own pages."""

    model = SubProcessing
    fk_name = "vendor"
    tab = CHAIN
    verbose_name = _("sub-processor")
    verbose_name_plural = _("its own sub-processors")
    fields = ("sub_processor", "service", "data", "since_on", "ended_on", "source")
    autocomplete_fields = ("sub_processor",)


class ChainShown:
    """What lies below and above the vendor, to any depth; five queries, however much it is."""

    @admin.display(description=_("chain below"))
    def below(self, vendor: Vendor) -> SafeString | str:
        return _tree(vendor, self._links(vendor), title=_("Sub-processor"))

    @admin.display(description=_("works for"))
    def above(self, vendor: Vendor) -> SafeString | str:
        return _tree(vendor, chain.upwards(self._links(vendor)), title=_("Works for"))

    def _links(self, vendor: Vendor) -> chain.Links[int]:
        if not vendor.pk:
            return {}
        known: chain.Links[int] | None = getattr(vendor, "chain_links", None)
        if known is None:
            known = vendor.chain_links = chain.links_of([vendor.organisation_id])  # type: ignore[attr-defined]
        return known


def _tree(vendor: Vendor, links: chain.Links[int], *, title: Any) -> SafeString | str:
    branches = list(chain.tree_below(vendor.pk, links)) if vendor.pk else []
    if not branches:
        return NOTHING
    keys = {branch.link.sub_processor for branch in branches}
    names = dict(Vendor.objects.filter(pk__in=keys).values_list("pk", "name"))
    places = countries_of(keys)
    on = timezone.localdate()
    rows = [
        {
            "level": branch.depth,
            "indent": min(branch.depth, DEEPEST),
            "name": names[branch.link.sub_processor],
            "url": reverse("admin:ropa_vendor_change", args=[branch.link.sub_processor]),
            "link": branch.link,
            "countries": ", ".join(places.get(branch.link.sub_processor, ())),
            "state": _state(branch.link, on),
            "is_repeated": branch.is_repeated,
        }
        for branch in branches
    ]
    return render_to_string("admin/ropa/vendor/chain.html", {"rows": rows, "title": title})


def countries_of(vendors: set[int]) -> dict[int, list[str]]:
    """The countries in which each vendor is or holds data, each once; one query."""
    found: dict[int, dict[str, None]] = {}
    rows = VendorLocation.objects.filter(vendor__in=vendors).exclude(country="")
    for vendor, country in rows.order_by("vendor", "order").values_list("vendor", "country"):
        found.setdefault(vendor, {})[country] = None
    return {vendor: list(countries) for vendor, countries in found.items()}


def _state(link: chain.Link[int], on: date) -> str:
    if link.holds(on=on):
        return ""
    return "ended" if link.ended_on and link.ended_on <= on else "future"
