"""Reads a register into the database: all of a file or nothing, every row accounted for."""

from ropa.services.register_import.files import RegisterFile, read_path, read_upload
from ropa.services.register_import.report import ImportReport, Outcome, RowReport
from ropa.services.register_import.run import import_register
from ropa.vendor_lists.reading import UnreadableFile

__all__ = (
    "ImportReport",
    "Outcome",
    "RegisterFile",
    "RowReport",
    "UnreadableFile",
    "import_register",
    "read_path",
    "read_upload",
)
