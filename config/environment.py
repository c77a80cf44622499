"""Read settings from the environment; a wrong or missing value stops with a sentence."""

import hashlib
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured

SECRET_LENGTH = 32  # characters
BUSY_TIMEOUT = 30  # seconds that a SQLite writer waits for another one


def flag(name: str, *, default: bool) -> bool:
    """Read True or False; anything else is an error."""
    value = os.environ.get(name, str(default))
    if value not in ("True", "False"):
        raise ImproperlyConfigured(f"{name}={value!r} is not understood: write True or False.")
    return value == "True"


def secret(name: str, *, debug: bool) -> str:
    """Read a secret; outside DEBUG it has no default, so that no deployment forgets it."""
    value = os.environ.get(name, "")
    if not value and debug:
        return "only-for-development-and-never-for-anything-else-0123456789"
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it to a long random text in the environment or in .env; "
            "`make run` writes one for you."
        )
    if len(value) < SECRET_LENGTH and not debug:
        raise ImproperlyConfigured(
            f"{name} is too short to be safe: use at least {SECRET_LENGTH} random characters."
        )
    return value


def number(name: str, *, default: int, least: int = 1) -> int:
    """Read a whole number of at least `least`."""
    value = os.environ.get(name, str(default))
    if not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(
            f"{name}={value!r} is not understood: write a whole number from {least} on."
        )
    return int(value)


def time_zone(name: str, *, default: str) -> str:
    """Read an IANA time zone such as Europe/Berlin."""
    value = os.environ.get(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise ImproperlyConfigured(
            f"{name}={value!r} is no time zone: write one such as Europe/Berlin."
        ) from unknown
    return value


def keys(name: str, *, otherwise: str) -> list[bytes]:
    """Read secrets parted by commas, the newest first; left out, one is made from `otherwise`."""
    values = [value.strip() for value in os.environ.get(name, "").split(",") if value.strip()]
    short = [value for value in values if len(value) < SECRET_LENGTH]
    if short:
        raise ImproperlyConfigured(
            f"{name} holds a key of fewer than {SECRET_LENGTH} characters. Make one with "
            "python -c 'import secrets; print(secrets.token_urlsafe(32))'."
        )
    made = hashlib.sha256(f"{name}:{otherwise}".encode()).hexdigest()
    return [value.encode() for value in values or [made]]


def redis_url(name: str) -> str:
    """Read a Redis address, or '' for the embedded default without a broker."""
    value = os.environ.get(name, "")
    if value and urlsplit(value).scheme not in ("redis", "rediss", "unix"):
        raise ImproperlyConfigured(
            f"{name}={value!r} is no Redis address: write redis://HOST:6379/0, or leave it out "
            "to run without a broker."
        )
    return value


def mail(name: str) -> dict[str, Any]:
    """Read where mail is handed over; '' is the console, for a machine of one's own."""
    value = os.environ.get(name) or "consolemail://"
    try:
        found = dict(environ.Env.email_url_config(value))
    except (ImproperlyConfigured, ValueError):
        found = {}
    is_server = value.startswith("smtp")
    if not found or (is_server and not found.get("EMAIL_HOST")):
        raise ImproperlyConfigured(
            f"{name} is not understood: write smtp+tls://USER:PASSWORD@HOST:587, or leave it out "
            "to have mail written to the console."
        )
    return found


def database(name: str, *, default: Path) -> dict[str, Any]:
    """Read a database address: sqlite:///ABSOLUTE/PATH or postgres://USER:PASSWORD@HOST/NAME."""
    value = os.environ.get(name) or f"sqlite:///{default}"
    scheme = urlsplit(value).scheme
    if scheme == "sqlite":
        return _sqlite(name, value)
    if scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            f"{name} begins with {scheme!r}: write sqlite:///ABSOLUTE/PATH or "
            "postgres://USER:PASSWORD@HOST:5432/NAME."
        )
    try:
        settings = dict(environ.Env.db_url_config(value))
    except ValueError as wrong:
        raise ImproperlyConfigured(
            f"{name} is not understood ({wrong}): write postgres://USER:PASSWORD@HOST:5432/NAME."
        ) from wrong
    if not settings.get("NAME"):
        raise ImproperlyConfigured(f"{name} names no database: add /NAME at its end.")
    settings.update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
    return settings


def _sqlite(name: str, value: str) -> dict[str, Any]:
    path = unquote(urlsplit(value).path)
    if not path.startswith("/"):
        raise ImproperlyConfigured(f"{name}={value!r} needs a full path: sqlite:///ABSOLUTE/PATH.")
    file = Path("/" + path.lstrip("/"))
    if not file.parent.is_dir():
        raise ImproperlyConfigured(f"{name}: the folder {file.parent} does not exist. Create it.")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            "timeout": BUSY_TIMEOUT,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
