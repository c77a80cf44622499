"""Deeds at the same moment, on whatever database the tests run."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def at_once(deeds: list[Callable[[], T]], folder: Path) -> list[T]:
    """Do the deeds in a thread each, all beginning together; return what they return.

    The tests keep SQLite in memory, where connections do not wait for one another as they do on
    a file. So there the threads work on a copy of the database in a file.
    """
    together = Barrier(len(deeds))
    file = _copy_in_a_file(folder) if connection.vendor == "sqlite" else None

    def do(deed: Callable[[], T]) -> T:
        if file:
            connection.settings_dict = {**connection.settings_dict, "NAME": file}
        try:
            connection.ensure_connection()
            together.wait(timeout=20)
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(do, deeds))


def _copy_in_a_file(folder: Path) -> str:
    file = folder / "copy.sqlite3"
    copy = sqlite3.connect(file)
    connection.ensure_connection()
    connection.connection.backup(copy)
    copy.execute("PRAGMA journal_mode=WAL")
    copy.close()
    return str(file)
