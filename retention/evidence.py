"""The evidence over keys: what proves which rows went, without holding any of them."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class KeyRange:
    """Which rows: how many, from which key to which, and the SHA-256 over all their keys.

    `lines` are the keys themselves, parted by line feeds; they are no part of the evidence.
    """

    count: int
    first: str
    last: str
    sha256: str
    lines: str = field(repr=False)


def range_of(keys: Sequence[object]) -> KeyRange | None:
    """Return the evidence over keys in their order, or None for no keys."""
    if not keys:
        return None
    lines = "\n".join(map(str, keys))
    return KeyRange(len(keys), str(keys[0]), str(keys[-1]), digest_of_lines(lines), lines)


def digest_of_lines(lines: str) -> str:
    """Return the SHA-256, in hexadecimal, over keys parted by line feeds, and a last line feed."""
    return hashlib.sha256(f"{lines}\n".encode()).hexdigest()


def digest_of_content(content: dict[str, Any]) -> str:
    """Return the SHA-256, in hexadecimal, over the content as JSON with sorted names."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
