"""Activities that apply to others without being copied into them."""

from django.db.models import Q, QuerySet

from ropa.choices.register import ActivityKind
from ropa.models import ProcessingActivity


def applying_to(activity: ProcessingActivity) -> QuerySet[ProcessingActivity]:
    """Return the cross-cutting activities that apply to `activity`: to all, or to it by name."""
    by_name = Q(pk__in=activity.cross_cutting.values("activity"))
    return ProcessingActivity.objects.filter(
        Q(applies_to_all=True) | by_name,
        organisation=activity.organisation_id,
        kind=ActivityKind.CROSS_CUTTING,
    ).exclude(pk=activity.pk)
