"""How far the work on a list has come, for the page that waits; in the cache, for it is no fact."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.cache import cache

READING, JUDGING, WRITING = "reading", "judging", "writing"
_EVERY = 250  # rows
_KEPT = 60 * 60  # seconds


def tell(pk: int, phase: str, *, done: int = 0, total: int = 0) -> None:
    cache.set(f"list-import-{pk}", {"phase": phase, "done": done, "total": total}, _KEPT)


def told(pk: int) -> dict[str, Any]:
    """Return phase, rows done and rows in all; nothing where no work is told of."""
    found: dict[str, Any] = cache.get(f"list-import-{pk}") or {}
    return found


def forget(pk: int) -> None:
    cache.delete(f"list-import-{pk}")


def following(pk: int) -> Callable[[Any], Iterator[Any]]:
    """Return what goes through the rows and tells of it on the way."""

    def follow(rows: Any) -> Iterator[Any]:
        total = len(rows)
        for number, row in enumerate(rows):
            if number % _EVERY == 0:
                tell(pk, JUDGING, done=number, total=total)
            yield row
        tell(pk, WRITING, done=total, total=total)

    return follow
