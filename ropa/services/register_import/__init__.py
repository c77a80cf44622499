"""Reads a register into the database: all of a file or nothing, every row accounted for."""

from ropa.services.register_import.comparing import Whose
from ropa.services.register_import.files import RegisterFile, read_path, read_upload
from ropa.services.register_import.report import ImportReport, Outcome, RowReport
from ropa.services.register_import.run import OutcomeChanged, import_register
from ropa.services.register_import.work import Wishes
from ropa.vendor_lists.reading import UnreadableFile

__all__ = (
    "ImportReport",
    "Outcome",
    "OutcomeChanged",
    "RegisterFile",
    "RowReport",
    "UnreadableFile",
    "Whose",
    "Wishes",
    "import_register",
    "read_path",
    "read_upload",
)
