"""Columns proposed from what their cells hold, for a list without headings."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ropa.vendor_lists.columns import FIELDS
from ropa.vendor_lists.countries import country_code
from ropa.vendor_lists.regions import is_wide, region_code
from ropa.vendor_lists.spelling import has_legal_form, heading_key, one_line, terms
from ropa.vendor_lists.table import Mark, Record, without_empty_end

LOOKED_AT = 200  # records
_MOST = 0.6  # of the filled cells of a column that must be of one kind
_REPEATED = 0.5  # distinct values per filled cell; below it a column groups the rows
_FEW = 4  # rows, below which nothing repeats often enough to say so

_ROLES = terms(
    "processor, sub-processor, subprocessor, controller, joint controller, auftragsverarbeiter, "
    "unterauftragsverarbeiter, verantwortlicher, sous-traitant, responsable de traitement"
)
_AGREEMENTS = terms("dpa, avv, scc, sccs, dpa + scc, dpa and scc, dpf, bcr, idta, cct, dpa/scc")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
_BETWEEN_PLACES = re.compile(r"[;,/\n]|\s(?:and|und|et|&)\s")


@dataclass(frozen=True)
class Proposal:
    """Proposed headings, the index of the first record with content, and what was assumed."""

    header: list[str]
    first: int
    messages: list[str]


def propose(records: Sequence[Record]) -> Proposal | None:
    """Propose a field for each column; nothing unless the first record itself is content.

    It is where one of its cells is of the kind (a country, an address of the web, a day, a role)
    that most cells of the column are.
    """
    top = [each for each in records[:LOOKED_AT] if each.mark is Mark.NONE]
    several = [each for each in top if len(without_empty_end(each.cells)) > 1]
    if not several:
        return None
    width = max(len(without_empty_end(each.cells)) for each in several)
    cells = [_column(several, at) for at in range(width)]
    kinds = [_kind(each) for each in cells]
    first = several[0]
    is_content = any(
        kind and at < len(first.cells) and _KINDS[kind](one_line(first.cells[at]))
        for at, kind in enumerate(kinds)
    )
    if not is_content or not all(map(one_line, first.cells[:1])):
        return None
    fields = _fields(cells, kinds)
    if "name" not in fields.values():
        return None
    return Proposal(
        [fields.get(at, "").replace("_", " ") for at in range(width)],
        records.index(first),
        _told(first, fields, cells),
    )


def _column(records: Sequence[Record], at: int) -> list[str]:
    texts = (one_line(each.cells[at]) for each in records if at < len(each.cells))
    return [each for each in texts if each]


def _kind(cells: Sequence[str]) -> str:
    for kind, is_of in _KINDS.items():
        if cells and sum(map(is_of, cells)) >= _MOST * len(cells):
            return kind
    return ""


def _is_place(text: str) -> bool:
    parts = [each.strip() for each in _BETWEEN_PLACES.split(text) if each.strip()]
    known = [bool(country_code(each) or is_wide(each) or region_code(each)) for each in parts]
    return bool(parts) and known[-1] and sum(known) * 2 >= len(known)


_KINDS: dict[str, Callable[[str], bool]] = {
    "countries": _is_place,
    "website": lambda text: bool(_URL.fullmatch(text)),
    "contact": lambda text: bool(_MAIL.fullmatch(text)),
    "signed_on": lambda text: bool(_DAY.fullmatch(text)),
    "role": lambda text: text.casefold() in _ROLES,
    "agreement_type": lambda text: text.casefold() in _AGREEMENTS,
}


def _fields(cells: Sequence[Sequence[str]], kinds: Sequence[str]) -> dict[int, str]:
    """Column -> field. Of the texts the first with names is the name, the next the service."""
    fields: dict[int, str] = {}
    for at, kind in enumerate(kinds):
        if kind and kind not in fields.values():
            fields[at] = kind
    texts = [at for at, kind in enumerate(kinds) if not kind and cells[at] and _is_text(cells[at])]
    if not texts:
        return fields
    name = _name_among(texts, cells)
    fields[name] = "name"
    if texts.index(name) > 0 and _groups(cells[texts[0]]):
        fields[texts[0]] = "customer"
    rest = [at for at in texts if at > name]
    if rest:
        fields[rest[0]] = "service"
    assert set(fields.values()) <= set(FIELDS)  # noqa: S101
    return fields


def _name_among(texts: Sequence[int], cells: Sequence[Sequence[str]]) -> int:
    with_forms = [at for at in texts if sum(map(has_legal_form, cells[at])) * 2 > len(cells[at])]
    candidates = with_forms or list(texts)
    return next((at for at in candidates if not _groups(cells[at])), candidates[0])


def _groups(cells: Sequence[str]) -> bool:
    """Whether a column repeats few values, as that of a customer does."""
    return len(cells) >= _FEW and len(set(map(heading_key, cells))) < _REPEATED * len(cells)


def _is_text(cells: Sequence[str]) -> bool:
    return sum(any(map(str.isalpha, each)) for each in cells) >= _MOST * len(cells)


def _told(first: Record, fields: dict[int, str], cells: Sequence[Sequence[str]]) -> list[str]:
    taken = "; ".join(
        _("column %(column)s (“%(text)s”) as %(field)s")
        % {"column": at + 1, "text": cells[at][0], "field": field}
        for at, field in sorted(fields.items())
    )
    sentence = _(
        "The list has no headings: line %(line)s holds content. Columns were taken by what they "
        "hold: %(taken)s. Look whether that is right, or map them."
    )
    messages = [sentence % {"line": first.line, "taken": taken}]
    if "customer" in fields.values():
        messages.append(
            _("The first column repeats few values and was taken for customers, not for vendors.")
        )
    return messages
