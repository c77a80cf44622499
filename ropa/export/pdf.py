"""The record as PDF: tagged, in PDF/UA-1, which the compiler itself checks.

Text reaches the compiler as data and is never part of its source. Characters for which no font
has a shape are replaced by their code points, and the cover says so.
"""

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ropa.export.document import RecordDocument
from ropa.export.sheets import CannotExport

_TEMPLATE = Path(__file__).with_name("record.typ").read_bytes()
_PROBE = (
    b'#set document(title: "Probe")\n#set text(lang: "en")\n'
    b"#for each in json(bytes(sys.inputs.characters)) [#each \\ ]"
)
_REFUSED = re.compile(r'the (?:text|text contains the disallowed codepoint) `"(.+?)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_CONTROLS = re.compile(  # and marks of direction, which would turn what stands around the text
    r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]"
)
_LONG_WORD = re.compile(r"\S{41,}")
_PIECE = re.compile(r"\S{28}(?=\S)")  # of a word that may be wider than its cell
_MAY_PART = "\\g<0>\u200b"


def as_pdf(document: RecordDocument, *, written_on: date) -> bytes:
    """Return the document as PDF/UA-1; the same document gives the same bytes.

    Raises `CannotExport` where the compiler does not accept it.
    """
    words = {
        "page": _("Page"),
        "contents": _("Contents"),
        "matter": _("Matter"),
        "stated": _("As stated in the register"),
        "code": _("Code"),
        "line": _("Purpose line"),
        "empty": _("The register states no processing activity for this record."),
    }
    notes = [
        _("“– not stated” marks what the register does not say; “None” is an express statement.")
    ]
    content = {**asdict(document), "notes": notes, "words": words}
    return compiled(_TEMPLATE, content, written_on=written_on)


def compiled(template: bytes, content: dict[str, Any], *, written_on: date) -> bytes:
    """Return the PDF that a template makes of its content, which has a `language` and `notes`."""
    stamp = datetime.combine(written_on, time.min, tzinfo=UTC)
    missing = _without_shape(_characters(json.dumps(content, ensure_ascii=False)))
    while True:
        try:
            return _compile(template, {"record": _as_data(content, missing)}, stamp)
        except typst.TypstError as wrong:
            refused = _refused(wrong) - missing  # next to others a character may be refused too
            if not refused:
                raise CannotExport(
                    _("The PDF cannot be made (%(why)s); choose html.") % {"why": wrong.message}
                ) from wrong
            missing |= refused


def _as_data(content: dict[str, Any], missing: set[str]) -> str:
    """The content with all words of the page, as JSON."""
    language, _dash, region = content["language"].partition("-")
    shown: dict[str, Any] = _each_text(content, lambda text: _displayable(text, missing))
    shown |= {
        "lang": language,
        "region": region.upper() or None,
        "notes": [*content["notes"], *_notes(missing)],
        "words": content["words"],
    }
    return json.dumps(shown)


def _notes(missing: set[str]) -> list[str]:
    if not missing:
        return []
    return [
        ngettext(
            "No font of this machine has a shape for %(count)s character of this document; it is "
            "given by its code, such as [U+4E00]. The other formats have it as it is.",
            "No font of this machine has a shape for %(count)s characters of this document; they "
            "are given by their codes, such as [U+4E00]. The other formats have them as they are.",
            len(missing),
        )
        % {"count": len(missing)}
    ]


def _compile(source: bytes, inputs: dict[str, str], stamp: datetime) -> bytes:
    compiler = typst.Compiler(source, sys_inputs=inputs)
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=stamp)
    assert isinstance(made, bytes)  # noqa: S101  # one file, for no name was given
    return made


def _characters(text: str) -> list[str]:
    return sorted({each for each in text if each > "~" and not _CONTROLS.match(each)})


def _without_shape(characters: list[str]) -> set[str]:
    """Return those of the characters that the compiler refuses, for want of a font mostly."""
    if not characters:
        return set()
    try:
        _compile(_PROBE, {"characters": json.dumps(characters)}, datetime(2000, 1, 1, tzinfo=UTC))
    except typst.TypstError as wrong:
        return _refused(wrong)
    return set()


def _refused(wrong: typst.TypstError) -> set[str]:
    """The characters that the compiler names."""
    said = _REFUSED.findall(wrong.diagnostic)
    return {each for text in said for each in _ESCAPED.sub(_unescaped, text)}


def _unescaped(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))


def _displayable(text: str, missing: set[str]) -> str:
    text = _LONG_WORD.sub(lambda word: _PIECE.sub(_MAY_PART, word[0]), _CONTROLS.sub(" ", text))
    return "".join(f"[U+{ord(each):04X}]" if each in missing else each for each in text)


def _each_text(node: Any, change: Callable[[str], str]) -> Any:
    if isinstance(node, str):
        return change(node)
    if isinstance(node, dict):
        return {name: _each_text(value, change) for name, value in node.items()}
    return [_each_text(value, change) for value in node]
