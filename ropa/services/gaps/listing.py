"""Gaps of the list of sub-processors: who reaches customers' data and is not on it, Art. 28(2)."""

from django.utils.translation import gettext_lazy as _

from ropa.services.gaps.gap import Findings, Kind, Node, Verdict
from ropa.services.gaps.ground import Ground

SHOWN = 4  # names in a sentence

UNLISTED = Kind(
    "blocking.unlisted_sub_processor",
    Verdict.BLOCKING,
    "Art. 28(2)",
    _("Sub-processor that is not on the list"),
    _(
        "Customers’ data reach %(vendor)s, which is not on version %(number)s of the list of "
        "sub-processors, the newest one. Publish a list with it, or end the use."
    ),
    "uses-group",
)
UNPUBLISHED = Kind(
    "template.sub_processor_list",
    Verdict.TEMPLATE,
    "Art. 28(2)",
    _("No list of sub-processors"),
    _(
        "Customers’ data reach %(vendors)s, and no list of sub-processors is published. Draft one "
        "from the register and publish it."
    ),
)


def check_listing(found: Findings, ground: Ground) -> None:
    """Hold the vendors that reach customers' data against the list that was published last."""
    reaching = {
        vendor["name"]: activities
        for vendor in ground.register["vendors"]
        if not vendor["is_own_product"] and (activities := _as_processor(ground, vendor))
    }
    listed: Node | None = ground.register["sub_processor_list"]
    if listed is None:
        _unpublished(found, ground, reaching)
        return
    on_it, number = set(listed["vendors"]), str(listed["number"])
    for name, activities in reaching.items():
        if name not in on_it:
            found.add(UNLISTED, "vendors", name, activities, vendor=name, number=number)


def _as_processor(ground: Ground, vendor: Node) -> tuple[str, ...]:
    """The activities in which the vendor gets data that we process for customers."""
    lines = (use["purpose"] for use in vendor["uses"] if use["is_recipient"])
    return tuple(code for code in ground.activities_of(lines) if code in ground.as_processor)


def _unpublished(found: Findings, ground: Ground, reaching: dict[str, tuple[str, ...]]) -> None:
    if not reaching:
        return
    activities = dict.fromkeys(code for codes in reaching.values() for code in codes)
    names = list(reaching)
    more = [_("%(count)d more") % {"count": len(names) - SHOWN}] if len(names) > SHOWN else []
    vendors = ", ".join([*names[:SHOWN], *map(str, more)])
    code = ground.register["code"]
    found.add(UNPUBLISHED, "organisation", code, tuple(activities), vendors=vendors)
