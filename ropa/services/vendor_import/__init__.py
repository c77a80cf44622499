"""Takes a vendor list into the register: every row accounted for, nobody merged by guesswork."""

from ropa.services.vendor_import.origin import Origin, Recognised, known_headings, recognise
from ropa.services.vendor_import.report import (
    Change,
    Difference,
    ImportReport,
    Listed,
    Near,
    Outcome,
    RowReport,
)
from ropa.services.vendor_import.run import Progress, open_list, take_list

__all__ = (
    "Change",
    "Difference",
    "ImportReport",
    "Listed",
    "Near",
    "Origin",
    "Outcome",
    "Progress",
    "Recognised",
    "RowReport",
    "known_headings",
    "open_list",
    "recognise",
    "take_list",
)
