"""The real parts that tests need beside Python, and where they answer."""

import os
import shutil
from functools import lru_cache

import psycopg
import redis

POSTGRES = os.environ.get("TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432")
REDIS = os.environ.get("TEST_REDIS", "redis://127.0.0.1:6379/15")
CHROMIUM = os.environ.get("CHROMIUM", "") or shutil.which("chromium") or "/usr/bin/chromium"
SOFFICE = os.environ.get("SOFFICE", "") or shutil.which("soffice") or "/usr/bin/soffice"
INSTALL = {
    "postgres": "apt-get install postgresql, or set TEST_POSTGRES",
    "redis": "apt-get install redis-server, or set TEST_REDIS",
    "browser": "apt-get install chromium, or set CHROMIUM",
    "pdf": "apt-get install poppler-utils",
    "office": "apt-get install libreoffice-calc-nogui (or libreoffice-calc), or set SOFFICE",
}


@lru_cache
def is_missing(part: str) -> bool:
    there = {
        "postgres": _postgres,
        "redis": _redis,
        "browser": _browser,
        "pdf": _pdf,
        "office": _office,
    }
    return not there[part]()


def _postgres() -> bool:
    try:
        psycopg.connect(f"{POSTGRES}/postgres", connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


def _redis() -> bool:
    try:
        with redis.Redis.from_url(REDIS, socket_timeout=3) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _browser() -> bool:
    return os.access(CHROMIUM, os.X_OK)


def _pdf() -> bool:
    return shutil.which("pdftotext") is not None


def _office() -> bool:
    return os.access(SOFFICE, os.X_OK)
