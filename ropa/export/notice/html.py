"""The text of a notice as HTML: a page of its own, or a part of another. Everything is escaped."""

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ropa.export.notice.blocks import Block, Heading


def fragment(blocks: Iterable[Block]) -> SafeString:
    return render_to_string("ropa/notice/blocks.html", {"blocks": list(blocks)})


def page(blocks: Iterable[Block], *, title: str) -> str:
    """Return a page that needs no other file; its own first heading names it, else `title`."""
    shown = list(blocks)
    first = next((b.text for b in shown if isinstance(b, Heading) and b.level == 1), title)
    context = {"blocks": shown, "title": first, "language": get_language() or "en"}
    return render_to_string("ropa/notice/page.html", context)
