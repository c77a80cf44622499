"""The database of a test: migrated once for a set of migrations, and copied for every process.

Going through all migrations takes longer than most files of tests, and several processes need the
same. The copy that is kept is named by a hash over the migrations, so a change makes a new one.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"
SOURCES = ("*/migrations/*.py", "*/*/migrations/*.py", "config/roles.py", "requirements.lock")


@lru_cache
def fingerprint() -> str:
    """Return a short hash over all that decides what an empty database is like."""
    files = sorted(file for pattern in SOURCES for file in ROOT.glob(pattern))
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def sqlite_template() -> Path:
    """Return a migrated SQLite file that is to be copied and never opened for writing."""
    template = VAR / f"migrated-{fingerprint()}.sqlite3"
    with _alone("sqlite"):
        if not template.exists():
            for old in VAR.glob("migrated-*.sqlite3*"):
                old.unlink()
            unfinished = template.with_suffix(".unfinished")
            unfinished.unlink(missing_ok=True)
            _migrate(f"sqlite:///{unfinished}")
            with sqlite3.connect(unfinished) as link:
                link.execute("PRAGMA journal_mode=DELETE")
            unfinished.rename(template)
    return template


def postgres_template(server: str) -> str:
    """Return the name of a migrated database on the server, to be copied."""
    template = f"migrated_{fingerprint()}"
    with _alone("postgres"), psycopg.connect(f"{server}/postgres", autocommit=True) as link:
        there = "SELECT datname FROM pg_database WHERE datname LIKE 'migrated\\_%%'"
        known = {name for (name,) in link.execute(there)}
        if template not in known:
            unfinished = f"unfinished_{fingerprint()}"
            drop(link, unfinished)
            link.execute(SQL("CREATE DATABASE {}").format(Identifier(unfinished)))
            _migrate(f"{server}/{unfinished}")
            link.execute(
                SQL("ALTER DATABASE {} RENAME TO {}").format(
                    Identifier(unfinished), Identifier(template)
                )
            )
    return template


def copy_postgres(server: str, name: str) -> None:
    """Make the database `name` anew, as one that was just migrated."""
    template = postgres_template(server)
    # Only one at a time may read what is copied.
    with _alone("postgres"), psycopg.connect(f"{server}/postgres", autocommit=True) as link:
        drop(link, name)
        link.execute(
            SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template))
        )


def drop(link: "psycopg.Connection[Any]", name: str) -> None:
    link.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def _migrate(url: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr)


@contextmanager
def _alone(what: str) -> Iterator[None]:
    """Keep the other processes of the tests waiting."""
    VAR.mkdir(exist_ok=True)
    with (VAR / f"tests-{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
