"""How values look in lists and forms: a status as a pill, an address as a link."""

from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString

Tone = Literal["ok", "late", "soon", "quiet"]

NOTHING = "–"  # what a list shows where there is nothing to show


def pill(label: object, tone: Tone = "quiet") -> SafeString:
    """Return a status; the word says it, the colour only helps to find it."""
    return format_html('<span class="pill pill-{}">{}</span>', tone, label)


def link(url: str, label: object) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, label)
