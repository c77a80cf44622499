"""Vendor lists on their way into the register, and what became of every row of them."""

from ropa.services.list_imports.asking import (
    Upload,
    ask,
    busy,
    confirm,
    drop,
    look_again,
    on_its_way,
    take_at_once,
)
from ropa.services.list_imports.record import ACTIVE, TO_WORK, CannotImport, waiting
from ropa.services.list_imports.working import MAX_ATTEMPTS, step

__all__ = (
    "ACTIVE",
    "MAX_ATTEMPTS",
    "TO_WORK",
    "CannotImport",
    "Upload",
    "ask",
    "busy",
    "confirm",
    "drop",
    "look_again",
    "on_its_way",
    "step",
    "take_at_once",
    "waiting",
)
