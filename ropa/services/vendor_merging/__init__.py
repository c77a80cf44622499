"""Makes two vendors one, with all that points at them, and takes them apart again."""

from ropa.services.vendor_merging.plan import Dropped, FieldPair, Move, Plan, plan_merge
from ropa.services.vendor_merging.run import merge_vendors
from ropa.services.vendor_merging.undo import Undone, undo_merge

__all__ = (
    "Dropped",
    "FieldPair",
    "Move",
    "Plan",
    "Undone",
    "merge_vendors",
    "plan_merge",
    "undo_merge",
)
