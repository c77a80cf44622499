"""Marks of web pages and word processors taken off a cell, and what is said of them."""

import html
import re

from django.utils.translation import gettext as _

MAX_MARKED = 5_000  # characters; marks in a longer cell stay, their patterns would be slow

_SUSPECT = re.compile(
    r"&[#a-zA-Z]|[<\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x80-\x9f•▪◦‣●\u00b9\u00b2\u00b3\u2070-\u2079†‡*\]\[]"
)
_TAG_NAMES = (
    "a|abbr|b|big|br|center|code|del|div|em|font|h[1-6]|hr|i|img|ins|li|ol|p|pre|s|small|span"
    "|strike|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul"
)
_ANCHOR = re.compile(
    r"<a\b[^<>]{0,2000}?\bhref\s*=\s*[\"']?([^\"'<>\s]+)[^<>]*>(.*?)</a\s*>", re.I | re.S
)
_FOOTNOTE_TAG = re.compile(r"<sup\b[^<>]{0,200}>\s*[\[(]?[0-9a-z*†‡]{1,3}[\])]?\s*</sup\s*>", re.I)
_LINE_TAG = re.compile(r"<(?:br|/?p|/?div|/?li|/tr|/h[1-6]|hr)\b[^<>]{0,2000}>", re.I)
_ANY_TAG = re.compile(rf"</?(?:{_TAG_NAMES})\b[^<>]{{0,2000}}>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.I)
_LINK = re.compile(r"!?\[([^\[\]]+)\]\((https?://[^\s()<>]+|mailto:[^\s()<>]+)\)")
_BOLD = re.compile(r"(?<![\\\w*])\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*(?![\w*])")
_BULLET = re.compile(r"(?m)^[ \t]*[•▪◦‣●][ \t]*")
_FOOTNOTE = re.compile(
    r"(?m)(?<=[^\W\d_\u00b9\u00b2\u00b3\u2070-\u2079])[\w.)\"'’”]{0,9}(\s?(?:\[\d{1,2}\]|[\u00b9\u00b2\u00b3\u2070-\u2079]{1,2}"
    r"|[*†‡]{1,3}))[ \t]*$"
)
_SQUARE = re.compile(r"\b(?:[kcdm]?m|sq)[\u00b2\u00b3]$", re.I)
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_C1 = re.compile("[\x80-\x84\x86-\x9f]")
_BLANK_LINES = re.compile(r"[ \t]*\n\s*")


def is_suspect(cell: str) -> bool:
    """Whether a cell may hold any mark; most do not, and need no more than this look."""
    return bool(_SUSPECT.search(cell))


def plain(cell: str) -> tuple[str, list[str]]:
    """Return the text of a cell without marks, and a sentence for what would be missed.

    Tags, entities, links, bold, bullets, footnote marks at the end of a line, characters that
    turn the direction of writing, and control characters go. Anything else stays as it stands.
    """
    messages: list[str] = []
    text = _without_hidden(cell, messages)
    if len(text) > MAX_MARKED:
        return text, messages
    if "<" in text or "&" in text:
        text = _without_tags(text, messages)
    text = _LINK.sub(lambda match: _linked(match[1], match[2], messages), text)
    text = _BULLET.sub("", _BOLD.sub(r"\1", text))
    text = _without_footnotes(text, messages)
    return text, messages


def _without_hidden(cell: str, messages: list[str]) -> str:
    text = cell
    if _DIRECTION.search(cell):
        text = _DIRECTION.sub("", cell)
        messages.append(
            _(
                '"%(text)s" held invisible characters that turn the direction of writing; they '
                "were left out."
            )
            % {"text": text.strip()}
        )
    plain_text = text
    if _C1.search(text):
        plain_text = _C1.sub("", text)
        messages.append(
            _('"%(text)s" held control characters; they were left out.')
            % {"text": plain_text.strip()}
        )
    return plain_text


def _without_tags(text: str, messages: list[str]) -> str:
    if _ANY_TAG.search(text):
        text = _ANCHOR.sub(lambda match: _linked(match[2], match[1], messages), text)
        text = _FOOTNOTE_TAG.sub("", text)
        text = _ANY_TAG.sub("", _LINE_TAG.sub("\n", text))
        text = _BLANK_LINES.sub("\n", text).strip()
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text)


def _linked(text: str, address: str, messages: list[str]) -> str:
    shown = _ANY_TAG.sub("", text).strip()
    if not shown:
        return address
    if shown != address and f"mailto:{shown}" != address:
        messages.append(
            _("The link of %(text)s was left out: %(address)s")
            % {"text": shown, "address": address}
        )
    return shown


def _without_footnotes(text: str, messages: list[str]) -> str:
    def left_out(match: re.Match[str]) -> str:
        if _SQUARE.search(match.string[: match.end(1)]):
            return match[0]
        messages.append(_('The mark "%(mark)s" was left out.') % {"mark": match[1].strip()})
        return match[0][: match.start(1) - match.start()]

    return _FOOTNOTE.sub(left_out, text)
