"""Stores and holds; plans, runs and batches."""

from retention.models.purge import AnnouncedKeys, PurgeBatch, PurgePlan, PurgeRun, RunLease
from retention.models.store import DataSet, DataSetRule, DataStore, HoldScope, LegalHold

__all__ = (
    "AnnouncedKeys",
    "DataSet",
    "DataSetRule",
    "DataStore",
    "HoldScope",
    "LegalHold",
    "PurgeBatch",
    "PurgePlan",
    "PurgeRun",
    "RunLease",
)
