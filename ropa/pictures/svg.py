"""Elements of a picture, and how they are written: for a page, or for a file of its own."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_ELLIPSIS = "…"
# What XML cannot carry, and signs that turn the direction of the text around them.
_NOT_SHOWN = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069\x7f-\x9f]"
)

Attributes = Mapping[str, str | float]
Looks = Mapping[str, Attributes]  # class -> presentation attributes


@dataclass(frozen=True)
class Element:
    """One element; its look is that of its classes, its position is in the attributes."""

    tag: str
    attributes: Attributes
    inside: "tuple[Element | str, ...]" = ()


def element(tag: str, *inside: Element | str, **attributes: str | float) -> Element:
    """Make an element; `class_` and `aria_hidden` stand for class and aria-hidden."""
    named = {name.rstrip("_").replace("_", "-"): each for name, each in attributes.items()}
    return Element(tag, named, inside)


def titled(title: str, *inside: Element) -> Element:
    """A group whose title says in words what it shows."""
    return element("g", element("title", title), *inside)


def picture(
    inside: Iterable[Element], *, name: str, size: tuple[float, float], title: str, about: str
) -> Element:
    """The whole picture, which a screen reader announces by its title and description."""
    labels = {"role": "img", "aria-labelledby": f"{name}-title {name}-about"}
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {number(size[0])} {number(size[1])}",
        "class": f"picture picture-{name}",
        **labels,
    }
    words = (
        element("title", title, id=f"{name}-title"),
        element("desc", about, id=f"{name}-about"),
    )
    return Element("svg", attributes, (*words, *inside))


def as_markup(root: Element, looks: Looks | None = None) -> str:
    """Write an element; with `looks`, so that it needs no style sheet."""
    parts: list[str] = []
    _write(root, looks, parts)
    return "".join(parts)


def as_file(root: Element, looks: Looks) -> bytes:
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + as_markup(root, looks)).encode()


def _write(node: Element | str, looks: Looks | None, parts: list[str]) -> None:
    if isinstance(node, str):
        parts.append(escape(shown(node)))
        return
    attributes: dict[str, Any] = dict(node.attributes)
    if looks is not None:
        classes = str(attributes.pop("class", "")).split()
        for each in classes:
            attributes = {**attributes, **looks.get(each, {})}
    parts.append(f"<{node.tag}")
    for name, value in attributes.items():
        text: str = number(value) if isinstance(value, int | float) else shown(value)
        parts.append(f" {name}={quoteattr(text)}")
    parts.append(">")
    for inner in node.inside:
        _write(inner, looks, parts)
    parts.append(f"</{node.tag}>")


def number(value: float) -> str:
    """A length to a hundredth, without a trailing zero."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def shown(text: str) -> str:
    """`text` without the signs that cannot be shown or would turn round what stands beside."""
    return _NOT_SHOWN.sub("", text)


def clipped(text: str, width: int) -> str:
    """`text` in at most `width` columns, of which wide signs take two; cut with an ellipsis."""
    text = " ".join(shown(text).split())
    if _columns(text) <= width:
        return text
    kept, left = [], width - 1
    for sign in text:
        left -= _columns(sign)
        if left < 0:
            break
        kept.append(sign)
    return "".join(kept).rstrip() + _ELLIPSIS


def _columns(text: str) -> int:
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )
