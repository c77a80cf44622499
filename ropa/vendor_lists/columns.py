"""Which column of a vendor list holds which field, by heading or by the officer's word."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from ropa.vendor_lists.spelling import heading_key
from ropa.vendor_lists.synonyms import FIELDS, FIRST_CHOICES, SECOND_CHOICES
from ropa.vendor_lists.table import UnreadableFile

__all__ = ["FIELDS", "match", "unmatched"]

_NUMBER, _LETTERS = re.compile(r"[0-9]{1,3}"), re.compile(r"[A-Za-z]{1,2}")
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")


def match(header: Sequence[str], *, mapping: Mapping[str, str]) -> dict[str, int]:
    """Return field -> 0-based index of its column.

    `mapping` goes before the headings: its keys are columns, by heading, by number from 1 or
    by letter as in a spreadsheet; its values are `FIELDS`, in any spelling of case and spaces.

    Raises `UnreadableFile` for an unknown field or column in `mapping`, for two columns that
    are the same field, and when no column holds the name.
    """
    by_field = _by_field(header, _mapped(header, mapping))
    for field, indexes in by_field.items():
        if len(indexes) > 1:
            raise _two_columns(header, field, indexes)
    if not by_field.get("name"):
        raise _no_name(header)
    return {field: by_field[field][0] for field in FIELDS if by_field.get(field)}


def recognise(header: Sequence[str]) -> dict[int, str]:
    """Return 0-based index of a column -> field, two columns of one field included."""
    by_field = _by_field(header, {})
    return {index: field for field, indexes in by_field.items() for index in indexes}


def is_place(column: str) -> bool:
    """Whether a column of a mapping may be a number or letter, which no header need hold."""
    return bool(_NUMBER.fullmatch(column.strip()) or _LETTERS.fullmatch(column.strip()))


def unmatched(header: Sequence[str], matched: Mapping[str, int]) -> list[str]:
    """Return the headings that no field uses; columns without a heading are not among them."""
    used = set(matched.values())
    return [heading for index, heading in enumerate(header) if heading and index not in used]


def _by_field(header: Sequence[str], chosen: Mapping[str, int]) -> dict[str, list[int]]:
    by_field: defaultdict[str, list[int]] = defaultdict(list)
    for index in _free(header, chosen):
        if field := _first_choice(header[index]):
            by_field[field].append(index)
    for field, index in chosen.items():
        by_field[field] = [index]
    _take_second_choices(header, by_field, frozenset(chosen.values()))
    return by_field


def _mapped(header: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    fields = {heading_key(each): each for each in FIELDS}
    chosen: dict[str, int] = {}
    for column, wanted in mapping.items():
        field = fields.get(heading_key(wanted))
        if field is None:
            raise UnreadableFile(
                _('There is no field "%(field)s"; the fields are: %(fields)s.')
                % {"field": wanted, "fields": ", ".join(FIELDS)}
            )
        index = _index(header, column)
        if field in chosen or index in chosen.values():
            raise UnreadableFile(
                _('The mapping names the column "%(column)s" or the field "%(field)s" twice.')
                % {"column": column, "field": field}
            )
        chosen[field] = index
    return chosen


def _index(header: Sequence[str], column: str) -> int:
    """The column that `column` names. A heading goes before a number, a number before a letter."""
    wanted = column.strip()
    keys = [heading_key(each) if each else None for each in header]
    if heading_key(wanted) in keys:
        return keys.index(heading_key(wanted))
    index = -1
    if _NUMBER.fullmatch(wanted):
        index = int(wanted) - 1
    elif _LETTERS.fullmatch(wanted):
        for letter in wanted.upper():
            index = (index + 1) * 26 + ord(letter) - ord("A")
    if not 0 <= index < len(header):
        raise UnreadableFile(
            _('There is no column "%(column)s"; the columns are: %(columns)s.')
            % {"column": column, "columns": _listed(header)}
        )
    return index


def _free(header: Sequence[str], chosen: Mapping[str, int]) -> list[int]:
    """The columns that may be recognised: not mapped, and not for a field that is."""
    return [
        index
        for index, heading in enumerate(header)
        if heading and index not in chosen.values() and _first_choice(heading) not in chosen
    ]


def _first_choice(heading: str) -> str | None:
    whole, *sides = _readings(heading)
    if field := FIRST_CHOICES.get(whole):
        return field
    known = {FIRST_CHOICES[side] for side in sides if side in FIRST_CHOICES}
    return known.pop() if len(known) == 1 else None


def _readings(heading: str) -> list[str]:
    """The keys of a heading: whole, without brackets, and each side of `Country / Land`."""
    bare = _IN_BRACKETS.sub("", heading)
    return [heading_key(heading), *(heading_key(each) for each in (bare, *bare.split("/")))]


def _take_second_choices(
    header: Sequence[str], by_field: defaultdict[str, list[int]], mapped: frozenset[int]
) -> None:
    for field, keys in SECOND_CHOICES:
        if by_field.get(field):
            continue
        for index, heading in enumerate(header):
            if index not in mapped and keys.intersection(_readings(heading)):
                for others in by_field.values():
                    if index in others:
                        others.remove(index)
                by_field[field].append(index)


def _two_columns(header: Sequence[str], field: str, indexes: list[int]) -> UnreadableFile:
    columns = ", ".join(f'{index + 1} "{header[index]}"' for index in indexes)
    return UnreadableFile(
        _(
            'Columns %(columns)s are all taken for the field "%(field)s"; '
            'say which one it is, for example "%(first)s=%(field)s".'
        )
        % {"columns": columns, "field": field, "first": header[indexes[0]]}
    )


def _no_name(header: Sequence[str]) -> UnreadableFile:
    first = next(filter(None, header), "A")
    return UnreadableFile(
        _(
            "No column is recognised as the vendor's name; the first row has: %(columns)s. "
            'Say which one it is, for example "%(first)s=name", or add a row of headings.'
        )
        % {"columns": _listed(header), "first": first}
    )


def _listed(header: Sequence[str]) -> str:
    return ", ".join(f'{number} "{heading}"' for number, heading in enumerate(header, start=1))
