"""Stores and holds; plans, runs and batches."""

from retention.models.purge import PurgeBatch, PurgePlan, PurgeRun
from retention.models.store import DataSet, DataSetRule, DataStore, HoldScope, LegalHold
from retention.models.work import BatchUnderWay, RunLease

__all__ = (
    "BatchUnderWay",
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
