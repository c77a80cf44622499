"""What of an organisation's lists may be shown: versions in force by today, and nothing else."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from ropa.models import Organisation, SubProcessorList
from ropa.services import listing

KEPT = 60 * 60  # seconds that a copy may be used without asking again


View = Callable[..., HttpResponse]


def versions_of(code: str) -> list[SubProcessorList]:
    """Return the versions that are shown, newest first.

    Raises `Http404`, the same for an organisation that there is not, one that shows nothing, and
    one that has nothing to show.
    """
    organisation = get_object_or_404(Organisation, code=code, publishes_sub_processors=True)
    on = timezone.localdate()
    found = list(listing.in_force(organisation, on=on).select_related("organisation"))
    if not found:
        raise Http404
    return found


def remembered(view: View) -> Any:
    """Only read, kept for an hour, and not sent again to whom has it already."""

    @require_safe
    @cache_control(public=True, max_age=KEPT)
    @wraps(view)
    def shown(request: HttpRequest, code: str, **named: Any) -> HttpResponse:
        versions = versions_of(code)
        tag = _tag(request, versions)
        answer = condition(etag_func=lambda *_args, **_named: tag)(view)
        return answer(request, code, versions=versions, **named)

    return shown


def _tag(request: HttpRequest, versions: list[SubProcessorList]) -> str:
    said = [versions[0].organisation.name, get_language() or "", request.get_host()]
    said += [f"{each.number} {each.content_sha256}" for each in versions]
    return f'"{hashlib.sha256("|".join(said).encode()).hexdigest()}"'
