"""Data stores: whether they can be reached."""

from retention.models import DataSet, DataStore
from retention.selection import Selection, Window
from retention.stores import target_of

NOTHING = Selection(due=(Window("", None),))


def reach(store: DataStore) -> None:
    """Open a data store by the address in its environment variable, and change nothing.

    Raises `StoreUnreachable`.
    """
    target_of(DataSet(store=store, location="."), NOTHING).reach()
