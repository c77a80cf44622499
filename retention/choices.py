"""Closed lists of stores, plans, runs and batches."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StoreKind(TextChoices):
    SQL = "sql", _("database")
    FILES = "files", _("files or objects")


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
