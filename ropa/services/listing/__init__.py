"""Lists of sub-processors: drafted from the register, published for ever, told to customers.

    draft ──► published

A published version stays as it is; the next one is drafted from what the register says then.
"""

from ropa.services.listing.comparing import Difference, compare
from ropa.services.listing.drafting import draft
from ropa.services.listing.publishing import (
    ListRefused,
    agrees,
    archive,
    current,
    earliest_effect,
    in_force,
    obstacles,
    publish,
)
from ropa.services.listing.requests import send
from ropa.services.listing.telling import Told, tell, to_tell

__all__ = (
    "Difference",
    "ListRefused",
    "Told",
    "agrees",
    "archive",
    "compare",
    "current",
    "draft",
    "earliest_effect",
    "in_force",
    "obstacles",
    "publish",
    "send",
    "tell",
    "to_tell",
)
