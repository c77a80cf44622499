"""Which row of a file is which row that is there, where rows are found by their place.

A value that moved stays the same value with a new place: otherwise a swap of two values would
read as two new texts, and would collide with itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

Key = tuple[Any, ...]

PLACE = "order"


def match_by_place(
    resource: Any, existing: list[Any], rows: list[dict[str, str]]
) -> dict[Key, Any]:
    """Return the existing rows by the keys of the file's rows: parent and place.

    First come rows that are the same, then those that only moved, then those in the same
    place, then those whose place another row of the file has taken.
    """
    columns = [name for name in resource.fields if name != PLACE and rows and name in rows[0]]
    wanted = dict(_wanted(resource, columns, rows))
    free = {row.pk: row for row in existing}
    by_key = {resource.key_of(row): row for row in existing}
    by_content: defaultdict[Key, list[Any]] = defaultdict(list)
    displaced: defaultdict[Any, list[Any]] = defaultdict(list)
    for key, row in by_key.items():
        by_content[_content(resource, columns, row)].append(row)
        if key in wanted:
            displaced[key[0]].append(row)
    found: dict[Key, Any] = {}

    def settle(candidates: Callable[[Key], Iterable[Any]]) -> None:
        for key in wanted:
            if key in found:
                continue
            row = next((row for row in candidates(key) if row.pk in free), None)
            if row is not None:
                found[key] = free.pop(row.pk)

    settle(lambda key: [row for row in by_content[wanted[key]] if by_key.get(key) is row])
    settle(lambda key: by_content[wanted[key]])
    settle(lambda key: [by_key[key]] if key in by_key else [])
    settle(lambda key: displaced[key[0]])
    return found


def _wanted(
    resource: Any, columns: list[str], rows: list[dict[str, str]]
) -> Iterable[tuple[Key, Key]]:
    """The keys of the file's rows with their content; rows with a wrong cell are left out."""
    for row in rows:
        try:
            content = tuple(resource.fields[name].clean(row) for name in columns)
            yield resource.key_in(row), content
        except ValueError:
            continue


def _content(resource: Any, columns: list[str], row: Any) -> Key:
    return tuple(resource.fields[name].get_value(row) for name in columns)
