"""Changes that vendors announce: the last day to object, whom they concern, and the decision.

open ──► accepted | objected | does not concern us
"""

from ropa.services.vendor_changes.affected import Affected, affected
from ropa.services.vendor_changes.deciding import decide, is_late, may_be_linked
from ropa.services.vendor_changes.window import record, window_of

__all__ = (
    "Affected",
    "affected",
    "decide",
    "is_late",
    "may_be_linked",
    "record",
    "window_of",
)
