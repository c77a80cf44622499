"""Data stores as a purge sees them: rows by SQLAlchemy, files and objects by fsspec."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from retention.choices import StoreKind
from retention.errors import NotExecutable
from retention.stores.addresses import address_of
from retention.stores.files import FileTarget
from retention.stores.sql import SqlTarget
from retention.stores.target import OpenBatch, Target

if TYPE_CHECKING:
    from retention.models import DataSet
    from retention.selection import Selection

__all__ = ("OpenBatch", "Target", "target_of")


def target_of(data_set: "DataSet", selection: "Selection") -> Target:
    """Return the rows or files of a data set; nothing is opened yet.

    Raises `StoreUnreachable` when the environment has no address for the store.
    """
    store = data_set.store
    if store.kind not in (StoreKind.SQL, StoreKind.FILES):
        raise NotExecutable(
            _("The data store “%(store)s” (%(kind)s) is not purged by the machine yet.")
            % {"store": store.name, "kind": store.get_kind_display()}
        )
    url = address_of(store)
    if store.kind == StoreKind.SQL:
        return SqlTarget(url, data_set, selection)
    return FileTarget(url, data_set, selection)
