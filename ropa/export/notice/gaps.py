"""Gaps of a notice: what the law asks for and the register does not answer."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from ropa.export import wording
from ropa.export.notice.blocks import Gap

Node = dict[str, Any]


def gap(article: str, asked: str, activities: Iterable[str] = ()) -> Gap:
    """Return the gap with the article that asks for it, and the activities it is about."""
    said = _("To be completed, Art. %(article)s: %(asked)s") % {"article": article, "asked": asked}
    named = "; ".join(f"“{heading}”" for heading in dict.fromkeys(activities))
    return Gap(f"{said} {named}." if named else said)


def missing(register: Node, facet: str, article: str, what: str) -> list[Gap]:
    """Return the gap of a facet, which names every activity with a line that is silent on it."""
    silent = [
        activity["heading"]
        for activity in register["activities"]
        if not activity["purposes"]
        or any(not wording.is_stated(line, facet) for line in activity["purposes"])
    ]
    asked = _("the register does not state %(what)s:") % {"what": what}
    return [gap(article, asked, silent)] if silent else []
