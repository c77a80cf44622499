"""The text in the bytes of a file: UTF-8, UTF-16, UTF-32, or else Windows-1252."""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from ropa.vendor_lists.table import UnreadableFile

LINE_END = re.compile(r"\r\n|\r|\n")

_SAMPLE_SIZE = 65_536  # bytes shown to charset_normalizer, which is slow
# In UTF-16 many bytes are NUL, also in a list in Greek, and nearly all of them on one side.
_MANY, _MOST = 0.1, 0.9
# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# \x0b is the soft line break of Word, \x0c a page break; both arrive by copy and paste.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_UNDECODED = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True)
class Text:
    """Decoded text, Python's name of its encoding, and what was assumed to get there."""

    text: str
    encoding: str
    messages: list[str]


def decode(data: bytes) -> Text:
    """Decode the whole of `data`.

    A byte order mark decides; without one UTF-16 shows in its NUL bytes, then UTF-8 is
    tried, then Windows-1252, which is said in a message. Other code pages are never
    guessed: in a short list they can't be told apart.

    Raises `UnreadableFile` with line, column and byte at the first byte that does not fit.
    """
    encoding, messages = _recognise(data)
    mark = next((mark for mark, name in _MARKS if name == encoding and data.startswith(mark)), b"")
    try:
        text = data[len(mark) :].decode(encoding.removesuffix("-sig"))
    except UnicodeDecodeError as error:
        raise _undecodable(data, error, offset=len(mark)) from error
    text = text.removesuffix("\x1a")  # \x1a is how DOS ended a file
    _refuse_control_characters(text)
    return Text(text, encoding, messages)


def place(before: str) -> tuple[int, int]:
    """Return the 1-based line and column of the character that follows `before`."""
    ends = before.count("\n") + before.count("\r") - before.count("\r\n")
    last_end = max(before.rfind("\n"), before.rfind("\r"))
    return ends + 1, len(before) - last_end


def _recognise(data: bytes) -> tuple[str, list[str]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, []
    if encoding := _utf_16_without_mark(data):
        return encoding, [_("The file has no byte order mark; it was read as UTF-16.")]
    if _is_mostly_utf_8(data):
        return "utf-8", []
    note = _("The file is not UTF-8; it was read as Windows-1252. Check letters with accents.")
    return "cp1252", [note]


def _utf_16_without_mark(data: bytes) -> str:
    total = data.count(0)
    if total < len(data) * _MANY or len(data) % 2:
        return ""
    odd = data[1::2].count(0)
    if odd >= total * _MOST:
        return "utf-16-le"
    return "utf-16-be" if total - odd >= total * _MOST else ""


def _is_mostly_utf_8(data: bytes) -> bool:
    """Whether all of `data` is UTF-8, or so much that the rest is damage, not another encoding."""
    text = data.decode("utf-8", errors="surrogateescape")
    bad = len(_UNDECODED.findall(text))
    return not bad or len(_BEYOND_ASCII.findall(text)) > 2 * bad


def _undecodable(data: bytes, error: UnicodeDecodeError, *, offset: int) -> UnreadableFile:
    before = error.object[: error.start].decode(error.encoding, errors="replace")
    line, column = place(before)
    found = {
        "line": line,
        "column": column,
        "byte": offset + error.start + 1,
        "value": f"0x{error.object[error.start]:02X}",
        "encoding": _screen_name(error.encoding),
    }
    sentence = _(
        "Line %(line)s, column %(column)s (byte %(byte)s of the file): %(value)s is not valid in "
        "%(encoding)s; save the list as UTF-8 and try again."
    )
    return UnreadableFile(sentence % found + _hint(data, error.encoding))


def _screen_name(encoding: str) -> str:
    if encoding.casefold() in ("cp1252", "charmap"):
        return "Windows-1252"
    return encoding.upper().replace("_", "-")


def _hint(data: bytes, tried: str) -> str:
    """What the bytes look like instead; only said once the file is refused anyway."""
    if tried.casefold().startswith("utf"):
        return ""
    best = from_bytes(data[:_SAMPLE_SIZE]).best()
    if best is None or best.encoding in ("ascii", "utf_8", "cp1252"):
        return ""
    return " " + _("It may be in %(encoding)s.") % {"encoding": best.encoding}


def _refuse_control_characters(text: str) -> None:
    if match := _CONTROL.search(text):
        line, column = place(text[: match.start()])
        raise UnreadableFile(
            _(
                "Line %(line)s, column %(column)s holds the control character %(code)s: "
                "the file is damaged or is not a text file."
            )
            % {"line": line, "column": column, "code": ord(match.group())}
        )
