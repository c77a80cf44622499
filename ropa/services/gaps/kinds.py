"""Every kind of gap by its code; the tables stand with the records that they are about."""

from ropa.services.gaps import (
    activity_kinds,
    assessment_kinds,
    customer_kinds,
    line_kinds,
    listing,
    organisation_kinds,
    rule_kinds,
    transfer_kinds,
    vendor_kinds,
)
from ropa.services.gaps.gap import Kind

_ROOMS = (
    organisation_kinds,
    activity_kinds,
    line_kinds,
    rule_kinds,
    vendor_kinds,
    transfer_kinds,
    customer_kinds,
    listing,
    assessment_kinds,
)
KINDS: dict[str, Kind] = {
    kind.code: kind
    for room in _ROOMS
    for kind in (*vars(room).values(), *getattr(room, "MORE", ()))
    if isinstance(kind, Kind)
}
