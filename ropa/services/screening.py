"""What the nine criteria of WP 248 rev.01 call for, and what the register says beforehand."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from ropa.choices.approval import DpiaResult
from ropa.models import LegalBasis, ProcessingActivity, PurposeDataCategory
from ropa.models.screening import CRITERIA, ENOUGH


@dataclass(frozen=True)
class Case:
    """A case that Art. 35(3) names, by the criteria that make it up."""

    criteria: tuple[str, ...]
    sentence: StrOrPromise


CASES = (
    Case(
        ("evaluation", "automated_decision"),
        _("Art. 35(3)(a) names this: people are evaluated, and decisions rest on it."),
    ),
    Case(
        ("sensitive_data", "large_scale"),
        _("Art. 35(3)(b) names this: special categories or convictions on a large scale."),
    ),
    Case(
        ("monitoring", "large_scale"),
        _("Art. 35(3)(c) names this, where the place that is monitored is open to the public."),
    ),
)
# What each criterion asks, in a line.
EXPLANATIONS: dict[str, StrOrPromise] = {
    "evaluation": _("Are people profiled, rated or predicted, such as by credit or behaviour?"),
    "automated_decision": _("Does a machine decide something with legal or similar weight?"),
    "monitoring": _("Are people watched or followed, such as on a network or in a public place?"),
    "sensitive_data": _(
        "Special categories, convictions, or what people hold private: location, money, messages?"
    ),
    "large_scale": _("Many people, much data, a long time or a wide area?"),
    "matching": _(
        "Are sets put together that were collected for different purposes or by others, in a way "
        "nobody would expect?"
    ),
    "vulnerable": _(
        "People who cannot easily refuse: children, employees, patients, those who seek asylum?"
    ),
    "innovative": _("New technology, or known technology put to a new use?"),
    "prevents_right": _(
        "Can it keep somebody from a right, a service or a contract, such as a loan?"
    ),
    "on_authority_list": _("Does the list of your supervisory authority name this processing?"),
}


def proposed(met: Collection[str], *, on_authority_list: bool) -> DpiaResult:
    """Return what follows: two criteria, or the authority's list, call for an assessment."""
    if on_authority_list or len(set(met) & set(CRITERIA)) >= ENOUGH:
        return DpiaResult.NEEDED
    return DpiaResult.NOT_NEEDED


def known_criteria(activity: ProcessingActivity) -> list[str]:
    """Return the criteria that the register itself shows to be met."""
    found = PurposeDataCategory.objects.filter(
        Q(category__special_category=True) | Q(category__sensitive=True),
        purpose__activity=activity,
    )
    return ["sensitive_data"] if activity.sensitive_content or found.exists() else []


def named_interests(activity: ProcessingActivity) -> list[str]:
    """Return the interests that the lines of the activity name, Art. 13(1)(d)."""
    bases = LegalBasis.objects.filter(purpose__activity=activity).exclude(interest="")
    ordered = bases.order_by("purpose__order", "purpose", "order").values_list(
        "interest", flat=True
    )
    return list(dict.fromkeys(ordered))
