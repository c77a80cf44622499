"""Takes a vendor list into the register: every row accounted for, nobody merged by guesswork."""

from ropa.services.vendor_import.report import Change, ImportReport, Near, Outcome, RowReport
from ropa.services.vendor_import.run import open_list, take_list

__all__ = (
    "Change",
    "ImportReport",
    "Near",
    "Outcome",
    "RowReport",
    "open_list",
    "take_list",
)
