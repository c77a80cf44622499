"""What can stand in the way of a purge; each text tells the officer what to do next."""


class PurgeError(Exception):
    """A purge that cannot go on, with the sentence to show."""


class StoreUnreachable(PurgeError):
    """The address is missing or nobody answers there; trying again later may help."""


class NotExecutable(PurgeError):
    """The rule or its data set does not say enough to be executed."""


class PlanRefused(PurgeError):
    """The plan cannot be approved, or cannot run as it is."""


class RunBusy(PurgeError):
    """Another worker is on this run."""


class RowsChanged(PurgeError):
    """Rows changed between the look and the destruction; nothing was destroyed."""


class AlreadyReleased(Exception):
    """The hold was released before."""
