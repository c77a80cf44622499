"""The public list of sub-processors as a page: the version in force, and the archive."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ropa.export.listing import title_of
from ropa.models import SubProcessorList
from ropa.public.shown import remembered


@remembered
def page(
    request: HttpRequest, code: str, *, versions: list[SubProcessorList], number: int | None = None
) -> HttpResponse:
    """Show the version in force, or an earlier one by its number."""
    wanted = versions[0].number if number is None else number
    version = next((each for each in versions if each.number == wanted), None)
    if version is None:
        raise Http404
    context = {
        "code": code,
        "version": version,
        "title": title_of(version),
        "entries": list(version.entries.all()),
        "current": versions[0],
        "archive": versions,
    }
    return render(request, "ropa/sub_processors/page.html", context)
