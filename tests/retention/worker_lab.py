"""Prepare a register and a store for a test with a real worker: run with its environment set."""

import os
import sys
from datetime import date, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.contrib.auth.models import User

from retention.services import planning
from tests.retention.stores import make_table, sql_target

rows, today = int(sys.argv[1]), date.today()  # noqa: DTZ011 - as the worker's own clock
old = [(key, today - timedelta(days=90), "a") for key in range(1, rows + 1)]
young = [(key, today, "b") for key in range(rows + 1, rows + 11)]
make_table(os.environ["STORE_URL"].replace("postgresql://", "postgresql+psycopg://"), old + young)
planner, approver = (User.objects.create_user(name) for name in ("planner", "approver"))
plan = planning.plan(sql_target(), on=today, by=planner)
assert plan is not None
planning.approve(plan.pk, by=approver, on=today)
