"""Who acts now, and why: told once at the edge, written with every change inside."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.contrib.auth.models import User


@dataclass(frozen=True)
class Act:
    user: User | None = None
    reason: str = ""


_act: ContextVar[Act | None] = ContextVar("act", default=None)


def current_act() -> Act:
    return _act.get() or Act()


@contextmanager
def acting(*, user: User | None = None, reason: str = "") -> Iterator[None]:
    """Attribute every change inside to `user`, with `reason`.

    Inside another act, what is left out stays as it was.
    """
    outer = current_act()
    token = _act.set(Act(user=user or outer.user, reason=reason or outer.reason))
    try:
        yield
    finally:
        _act.reset(token)
