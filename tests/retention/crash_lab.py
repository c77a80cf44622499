"""A purge killed before every statement that changes or commits, in register and store alike.

Run as a program of its own, with the environment of a back office: `crash_lab.py FOLDER KIND`, the
kind of store being sqlite, postgres or files.
For n = 1, 2, 3 … a child process carries out the same run and is killed with SIGKILL just before
its n-th statement, BEGIN and COMMIT included; then a second child carries the run to its end. What
is left, and what the evidence says, is written to standard output, a line for each n, until a
child is not killed. The parent opens no connection, for a child would inherit it.
"""

import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import django

django.setup()

import sqlalchemy as sa
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db.backends.signals import connection_created
from django.utils import timezone

from retention.models import PurgeBatch, PurgeRun, RunLease
from retention.services import planning, running
from retention.stores.sql import engine_of
from tests.databases import sqlite_template
from tests.retention.stores import file_target, keys_in, make_file, make_table, sql_target

LOOKS = ("SELECT", "PRAGMA", "WITH")  # a kill before them is one before what follows
TODAY = date(2026, 11, 22)
OLD = TODAY - timedelta(days=90)
DUE = 10  # in batches of 4
ROWS = [
    *((key, OLD, "a") for key in range(1, DUE + 1)),
    *((key, TODAY, "b") for key in range(DUE + 1, DUE + 4)),
]


def main() -> None:
    folder, kind = Path(sys.argv[1]), sys.argv[2]
    for model in apps.get_models():  # once, and not anew in every life
        assert model._meta.related_objects is not None
    in_child(lambda: prepare(folder, kind))
    keep(folder)
    killed, at = True, 0
    while killed:
        at += 1
        in_child(partial(restore, folder, kind))
        killed = bool(in_child(partial(work, folder, kill_at=at)))
        in_child(partial(finish, folder, kind, at, killed=killed))


def in_child(deed: Callable[[], None]) -> int:
    """Run the deed in a forked process; return the signal that ended it, or 0."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            deed()
            sys.stdout.flush()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        sys.exit("a child failed")
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def prepare(folder: Path, kind: str) -> None:
    shutil.copyfile(sqlite_template(), folder / "register.sqlite3")
    if kind == "files":
        for number in range(DUE):
            make_file(folder / "store" / "web" / f"{number}.log", OLD)
    else:
        make_table(os.environ["STORE_URL"], ROWS)
    planner, approver = (User.objects.create_user(name) for name in ("planner", "approver"))
    target = file_target() if kind == "files" else sql_target()
    plan = planning.plan(target, on=TODAY, by=planner)
    assert plan is not None
    planning.approve(plan.pk, by=approver, on=TODAY)
    running.start(plan.pk, on=TODAY)


def keep(folder: Path) -> None:
    (folder / "kept").mkdir()
    for path in folder.iterdir():
        if path.name.startswith(("register", "store")):
            copy(path, folder / "kept" / path.name)


def restore(folder: Path, kind: str) -> None:
    for path in folder.iterdir():
        if path.name.startswith(("register", "store")):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in (folder / "kept").iterdir():
        copy(path, folder / path.name)
    if kind == "postgres":
        make_table(os.environ["STORE_URL"], ROWS)


def copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target) if source.is_dir() else shutil.copy2(source, target)


def work(folder: Path, *, kill_at: int) -> None:
    """Carry out the run; die before the statement with the number `kill_at`, if not 0."""
    seen = 0

    def trace(statement: str) -> None:
        nonlocal seen
        seen += not statement.lstrip(" (").startswith(LOOKS)
        if seen == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    listen(trace)
    settings.MEDIA_ROOT = str(folder / "evidence")
    if not kill_at:  # the first worker is dead; its lease would run out by itself
        RunLease.objects.update(until=timezone.now())
    running.carry_out(PurgeRun.objects.get().pk, on=TODAY)


def listen(trace: Callable[[str], None]) -> None:
    """Call `trace` before every statement of register and store, and before a file goes."""

    def trace_django(connection: Any, **_: Any) -> None:
        connection.connection.set_trace_callback(trace)

    connection_created.connect(trace_django)

    def trace_store(connection: Any, _record: Any) -> None:
        if hasattr(connection, "set_trace_callback"):
            connection.set_trace_callback(trace)

    sa.event.listen(sa.pool.Pool, "connect", trace_store)
    if os.environ["STORE_URL"].startswith("postgresql"):
        engine = engine_of(os.environ["STORE_URL"])
        sa.event.listen(engine, "before_cursor_execute", lambda _c, _cursor, sql, *_: trace(sql))
        sa.event.listen(engine, "commit", lambda _connection: trace("COMMIT"))
    remove = os.unlink

    def traced_remove(*args: Any, **kwargs: Any) -> None:
        trace("a file goes")
        remove(*args, **kwargs)

    os.remove = os.unlink = traced_remove  # the last thing below fsspec: the operating system


def finish(folder: Path, kind: str, at: int, *, killed: bool) -> None:
    """Carry the run to its end after the first worker died, and tell what is left."""
    work(folder, kill_at=0)
    tell(folder, kind, at, killed=killed)


def tell(folder: Path, kind: str, at: int, *, killed: bool) -> None:
    if kind == "files":
        left: list[Any] = sorted(path.name for path in (folder / "store" / "web").iterdir())
    else:
        left = keys_in(os.environ["STORE_URL"])
    run = PurgeRun.objects.get()
    batches = PurgeBatch.objects.order_by("number")
    print(
        json.dumps(
            {
                "killed_at": at if killed else None,
                "left": left,
                "status": run.status,
                "destroyed": run.destroyed_count,
                "batches": list(
                    batches.values("number", "status", "count", "first_key", "last_key", "remark")
                ),
            }
        )
    )


if __name__ == "__main__":
    main()
