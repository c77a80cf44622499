"""Readings kept for cells that stand in many rows, apart for each language of their sentences."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from django.utils.translation import get_language

T = TypeVar("T")

MOST = 16_384  # texts; a list has few distinct ones in the columns that are kept


def per_language(reader: Callable[[str], T]) -> Callable[[str], T]:
    """Keep what `reader` makes of a text, with its sentences in the language that is active."""

    @lru_cache(maxsize=MOST)
    def kept(text: str, language: str | None) -> T:
        return reader(text)

    @wraps(reader)
    def read(text: str) -> T:
        return kept(text, get_language())

    return read
