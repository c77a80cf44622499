"""Stores, rules at work and holds; plans, runs and batches; deletions, erasures and leftovers."""

from retention.models.batch import PurgeBatch
from retention.models.deletion import DeletionProcess, DeletionStep
from retention.models.erasure import Erasure, Replay
from retention.models.hold import HoldKey, HoldPerson, HoldScope, LegalHold
from retention.models.ledger import LeftoverFigure
from retention.models.purge import PurgePlan, PurgeRun
from retention.models.restriction import Restriction
from retention.models.store import CustomerKey, DataSet, DataStore
from retention.models.target import DataSetRule, RuleColumn, RuleFilter
from retention.models.work import BatchUnderWay, HandWork, RunLease

__all__ = (
    "BatchUnderWay",
    "CustomerKey",
    "DataSet",
    "DataSetRule",
    "DataStore",
    "DeletionProcess",
    "DeletionStep",
    "Erasure",
    "HandWork",
    "HoldKey",
    "HoldPerson",
    "HoldScope",
    "LeftoverFigure",
    "LegalHold",
    "PurgeBatch",
    "PurgePlan",
    "PurgeRun",
    "Replay",
    "Restriction",
    "RuleColumn",
    "RuleFilter",
    "RunLease",
)
