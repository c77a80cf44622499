"""Closed lists of stores, filters, plans, runs, holds, restrictions and deletion processes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StoreKind(TextChoices):
    SQL = "sql", _("database")
    FILES = "files", _("files or objects")
    HTTP = "http", _("web service")
    HAND = "hand", _("by hand")
    OWN = "own", _("this back office")


ADDRESSED = (StoreKind.SQL, StoreKind.FILES, StoreKind.HTTP)  # reached at an address


class Operator(TextChoices):
    """How a filter compares a column with its value."""

    EQUALS = "equals", _("is")
    DIFFERS = "differs", _("is not")
    ONE_OF = "one_of", _("is one of")
    EMPTY = "empty", _("is empty")
    FILLED = "filled", _("is not empty")
    LESS = "less", _("is less than")
    MORE = "more", _("is more than")
    BEGINS = "begins", _("begins with")
    PATTERN = "pattern", _("matches the pattern")


WITHOUT_VALUE = (Operator.EMPTY, Operator.FILLED)


class Strategy(TextChoices):
    """What anonymising leaves of a column."""

    EMPTY = "empty", _("empty it")
    FIXED = "fixed", _("write a fixed value")
    YEAR = "year", _("keep the year of a date")
    MONTH = "month", _("keep year and month of a date")
    NETWORK = "network", _("keep the network of an IP address")


class Outcome(TextChoices):
    """What a plan does with the rows that are due."""

    DELETE = "delete", _("delete")
    ANONYMISE = "anonymise", _("anonymise")


class PlanStatus(TextChoices):
    DRAFTED = "drafted", _("waits for approval")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    LAPSED = "lapsed", _("lapsed")
    RUNNING = "running", _("running")
    DONE = "done", _("done")


class RunStatus(TextChoices):
    RUNNING = "running", _("running")
    STOPPED = "stopped", _("stopped")
    DONE = "done", _("done")


class BatchStatus(TextChoices):
    ANNOUNCED = "announced", _("announced")
    DESTROYED = "destroyed", _("destroyed")
    ABANDONED = "abandoned", _("abandoned")
    SET_ASIDE = "set_aside", _("set aside")


class HoldReach(TextChoices):
    """What a scope of a hold covers."""

    EVERYTHING = "everything", _("everything of the organisation")
    DATA_SET = "data_set", _("a data set")
    ROWS = "rows", _("rows with a value")
    ACTIVITY = "activity", _("an activity")
    RULE = "rule", _("a class of data")
    CUSTOMER = "customer", _("a customer")
    PERSONS = "persons", _("persons")
    KEYS = "keys", _("a list of keys")


class RestrictionGround(TextChoices):
    """Why the data of a person are frozen."""

    ACCURACY = "accuracy", _("accuracy contested, Art. 18(1)(a)")
    UNLAWFUL = "unlawful", _("unlawful, but erasure opposed, Art. 18(1)(b)")
    CLAIMS = "claims", _("needed for legal claims, Art. 18(1)(c)")
    OBJECTION = "objection", _("objection under examination, Art. 18(1)(d)")
    PENDING = "pending", _("a request for the data is being answered")


class Cause(TextChoices):
    """Why a deletion process begins."""

    REQUEST = "request", _("request of the customer")
    TERMINATION = "termination", _("termination of the agreement")
    EXPIRATION = "expiration", _("expiry of the agreement")
    CANCELLATION = "cancellation", _("cancellation")
    MIGRATION = "migration", _("migration")


class ProcessStatus(TextChoices):
    PREPARED = "prepared", _("prepared")
    WITHDRAWN = "withdrawn", _("withdrawn before it began")
    BEGUN = "begun", _("begun")
    CLOSED = "closed", _("closed")


class StepKind(TextChoices):
    """Who carries out a step of a deletion process."""

    RUN = "run", _("erased by the back office")
    ASK = "ask", _("by hand")
    VENDOR = "vendor", _("deletion at a vendor")


class StepStatus(TextChoices):
    WAITING = "waiting", _("waits for its day")
    ASKED = "asked", _("asked, not confirmed")
    CONFLICT = "conflict", _("in conflict")
    DONE = "done", _("done")


class ErasureStatus(TextChoices):
    ANNOUNCED = "announced", _("announced")
    ERASED = "erased", _("erased")
    ABANDONED = "abandoned", _("abandoned")


class ErasureCause(TextChoices):
    REQUEST = "request", _("request of the person")
    DELETION = "deletion", _("deletion process")
    MINOR = "minor", _("discovery of a minor")
    REPLAY = "replay", _("restored backup")


class SubjectKind(TextChoices):
    PERSON = "person", _("a person")
    CUSTOMER = "customer", _("a customer")
