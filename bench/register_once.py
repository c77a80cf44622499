"""Measurements on one large register: `register_once.py DATABASE ACTIVITIES`.

In a process of its own; the database of the environment must be empty. Prints the result as JSON.
"""

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.large_register import lengthen_history, make_register
from bench.running import ROOT
from ropa.export.json import as_text, register
from ropa.models import ProcessingActivity
from ropa.resources import SHEETS, OrganisationScope, PastScope
from ropa.services.adequacy import decisions_on_file
from ropa.services.gaps import report_of

DAYS_AGO = 100


def main() -> None:
    activities = int(sys.argv[2])
    settings.STATIC_ROOT = Path(os.environ["BENCH_FOLDER"]) / "static"
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0, stdout=sys.stderr)
    home = make_register(activities, vendors=activities)
    history = lengthen_history()
    on = timezone.localdate()
    then = timezone.now() - timedelta(days=DAYS_AGO)
    plain = timed(lambda: read_plainly(home.code))
    export = timed(lambda: as_text(register(OrganisationScope(home.code))))
    past = timed(lambda: as_text(register(PastScope(home.code, then))))
    report = timed(
        lambda: report_of(register(OrganisationScope(home.code)), decisions_on_file(), on=on)
    )
    xlsx, memory = write_workbook(home.code)
    result = {
        "database": connection.vendor,
        "activities": activities,
        "history_rows": history,
        "plain_s": plain,
        "json_s": export,
        "as_of_s": past,
        "gaps_s": report,
        "xlsx_s": xlsx,
        "json_to_plain": export / plain,
        "as_of_to_today": past / export,
        "gaps_to_json": report / export,
        "xlsx_mb": memory,
        **queries(),
    }
    sys.stdout.write(json.dumps(result) + "\n")


def read_plainly(code: str) -> int:
    """Read the rows of every sheet with the plain statement of its rows; return how many."""
    scope = OrganisationScope(code)
    count = 0
    for kind in SHEETS.values():
        columns = [field.attribute for field in kind(scope).get_export_fields()]
        names = {field.attname for field in kind._meta.model._meta.concrete_fields}
        rows: Any = scope.rows(kind._meta.model)
        sql, params = rows.values_list(*(c for c in columns if c in names)).query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            count += len(cursor.fetchall())
    return count


def queries() -> dict[str, int]:
    """How many statements the pages take that an officer opens most."""
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create_superuser("bench"))
    pages = {
        "list_queries": reverse("admin:ropa_processingactivity_changelist"),
        "vendor_list_queries": reverse("admin:ropa_vendor_changelist"),
        "activity_queries": reverse(
            "admin:ropa_processingactivity_change", args=[ProcessingActivity.objects.all()[50].pk]
        ),
    }
    found = {}
    for name, address in pages.items():
        client.get(address)  # the first look works out what lists show
        with CaptureQueriesContext(connection) as captured:
            if client.get(address).status_code != 200:
                sys.exit(f"{address} cannot be opened.")
        found[name] = len(captured)
    return found


def write_workbook(code: str) -> tuple[float, float]:
    """Write the workbook by the command, in a process of its own; return seconds and peak MB."""
    target = Path(os.environ["BENCH_FOLDER"]) / "register.xlsx"
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, ROOT / "bench" / "workbook_once.py", code, target],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return time.perf_counter() - start, float(done.stdout)


def timed(deed: Callable[[], Any]) -> float:
    """The best of three, in seconds: what else the machine does only ever adds."""
    return min(timed_once(deed) for _time in range(3))


def timed_once(deed: Callable[[], Any]) -> float:
    gc.collect()
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
