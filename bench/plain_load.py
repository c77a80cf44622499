"""Rows and their history written in bulk as Django and simple-history do it, past our own ways."""

from collections.abc import Sequence
from typing import Any

from django.db import models, transaction

CHUNK = 500


def load_with_history(model: Any, rows: Sequence[Any]) -> None:
    """`bulk_create_with_history`, which would use our manager, and so write the history twice."""
    with transaction.atomic():
        plain_manager(model).bulk_create(rows, batch_size=CHUNK)
        model.history.bulk_history_create(rows, batch_size=CHUNK)


def plain_manager(model: Any) -> Any:
    """The manager that a model has by itself, whose bulk methods write no history."""
    manager: Any = models.Manager()
    manager.model = model
    return manager
