"""Pages are read while something is being written, on a database file of its own."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.databases import sqlite_template
from tests.workers import ROOT

ASK = """
import django
django.setup()
from django.contrib.auth.models import User
from django.test import Client
client = Client()
client.force_login(User.objects.get())  # which writes
print("ready", flush=True)
input()
print(client.get("/").status_code, client.get("/ropa/vendor/").status_code)
"""
MAKE = """
import django
django.setup()
from django.contrib.auth.models import User
User.objects.create_superuser("root")
"""


def test_pages_open_while_another_writes(tmp_path: Path) -> None:
    file = tmp_path / "register.sqlite3"
    shutil.copyfile(sqlite_template(), file)
    place = {
        **os.environ,
        "ALLOWED_HOSTS": "testserver",
        "DATABASE_URL": f"sqlite:///{file}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
        "REDIS_URL": "",
    }

    def run(program: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", program], env=place, capture_output=True, text=True, check=True
        )
        return done.stdout

    run(MAKE)
    with (
        subprocess.Popen(
            [sys.executable, "-c", ASK],
            env=place,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as reader,
        closing(sqlite3.connect(file, isolation_level=None)) as writer,
    ):
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
        writer.execute("BEGIN IMMEDIATE")
        answer, _trouble = reader.communicate("go\n", timeout=25)  # less than a writer waits
        writer.execute("ROLLBACK")

    assert answer.split() == ["200", "200"]
