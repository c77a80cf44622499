"""The public list of sub-processors as an Atom feed: one entry a version."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from ropa.export.listing import title_of
from ropa.models import SubProcessorList
from ropa.public.shown import remembered
from ropa.services import listing

NEWEST = 20  # versions in the feed

Versions = list[SubProcessorList]


class ListFeed(Feed[SubProcessorList, Versions]):
    """What each version changed against the one before it."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **named: Any) -> Versions:
        versions: Versions = named["versions"][: NEWEST + 1]
        prefetch_related_objects(versions, "entries")
        for newer, older in zip(versions, [*versions[1:], None], strict=True):
            newer.differences = listing.compare(older, newer)  # type: ignore[attr-defined]
        return versions[:NEWEST]

    def title(self, versions: Versions) -> str:
        return title_of(versions[0])

    def link(self, versions: Versions) -> str:
        return reverse("sub_processors:page", args=[versions[0].organisation.code])

    def author_name(self, versions: Versions) -> str:
        return versions[0].organisation.name

    def items(self, versions: Versions) -> Versions:
        return versions

    def item_title(self, item: SubProcessorList) -> str:
        return _("Version %(number)s, in force from %(day)s") % {
            "number": item.number,
            "day": date_format(item.effective_on, "j F Y") if item.effective_on else "",
        }

    def item_description(self, item: SubProcessorList) -> str:
        differences = item.differences  # type: ignore[attr-defined]
        words = {"added": _("Added"), "removed": _("Removed"), "changed": _("Changed")}
        rows = ((words[each.kind], each.name) for each in differences)
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", rows))

    def item_link(self, item: SubProcessorList) -> str:
        return reverse("sub_processors:version", args=[item.organisation.code, item.number])

    def item_pubdate(self, item: SubProcessorList) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: SubProcessorList) -> datetime | None:
        return item.published_at


_feed = ListFeed()


@remembered
def feed(request: HttpRequest, code: str, *, versions: Versions) -> HttpResponse:
    return _feed(request, versions=versions)
