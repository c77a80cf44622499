"""Telling others of changes: which rows of which model, inside the transaction of the change."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models, transaction
from django.dispatch import Signal

Changes = dict[type[models.Model], dict[Any, None]]

# Sent by the model with `keys`, the primary keys of rows that were made, changed or removed,
# once their history is written.
changed = Signal()

_gathered: ContextVar[Changes | None] = ContextVar("gathered", default=None)


def tell(model: type[models.Model], keys: Iterable[Any]) -> None:
    gathered = _gathered.get()
    if gathered is None:
        changed.send(sender=model, keys=list(keys))
    else:
        gathered.setdefault(model, {}).update(dict.fromkeys(keys))


@contextmanager
def together() -> Iterator[None]:
    """Tell of all changes inside at once, at the end; stands inside their transaction.

    For many single saves, of which each would be told on its own otherwise.
    """
    if _gathered.get() is not None:
        yield
        return
    gathered: Changes = {}
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    if transaction.get_connection().needs_rollback:  # nothing of it stays
        return
    for model, keys in gathered.items():
        changed.send(sender=model, keys=list(keys))
