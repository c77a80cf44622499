"""Results that are long to work out, kept until anything in the register changes.

Every change of every record is in the history, bulk changes too, so the newest row of each history
tells whether a result is still that of the register.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cache
from threading import Lock
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.db.models import F, Subquery
from django.utils.translation import get_language

from ropa.models import Organisation

T = TypeVar("T")
Stamp = tuple[Any, ...]


class Shelf(Generic[T]):
    """The last few results, in the memory of this process; what is longest unused goes first."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._kept: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def of(self, organisation: Organisation, *said: Hashable, make: Callable[[], T]) -> T:
        """Return what was made for this question, or make it; words are of the user's language."""
        key = (organisation.pk, newest_changes(organisation), get_language(), *said)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self.size:
                self._kept.popitem(last=False)
        return made


def newest_changes(organisation: Organisation) -> Stamp:
    """The newest row of each history, with one query."""
    rows = Organisation.objects.filter(pk=organisation.pk).order_by()
    newest: Stamp = rows.values_list(*_newest())[0]
    return newest


@cache
def _newest() -> tuple[Any, ...]:
    """The number of the row and its instant, for a number that was rolled back comes again."""
    newest = [
        Subquery(model.history.order_by("-history_id").values(name)[:1])
        for model in apps.get_app_config("ropa").get_models()
        if hasattr(model, "history")
        for name in ("history_id", "history_date")
    ]
    return (F("pk"), *newest)
