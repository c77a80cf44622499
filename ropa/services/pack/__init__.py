"""The authority pack: everything an authority asks for, in one file that proves itself."""

from ropa.services.pack.asked import (
    Asked,
    PackFile,
    Part,
    contribute,
    contributions,
    table,
)
from ropa.services.pack.making import Pack, build, make

__all__ = (
    "Asked",
    "Pack",
    "PackFile",
    "Part",
    "build",
    "contribute",
    "contributions",
    "make",
    "table",
)
