"""The ground floor: every change of every record is in its history, whatever the path."""

from ropa.audit.act import acting, current_act
from ropa.audit.records import Record, RecordQuerySet, Trail
from ropa.audit.telling import changed, together

__all__ = (
    "Record",
    "RecordQuerySet",
    "Trail",
    "acting",
    "changed",
    "current_act",
    "together",
)
