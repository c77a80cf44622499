"""Addresses of pages, and buttons as officers press them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

only_sqlite = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
TODAY = timezone.localdate()
LONG_AGO = TODAY - timedelta(days=400)
ROWS = [(key, LONG_AGO if key < 9 else TODAY, "a") for key in range(1, 12)]  # eight are past due
SEES = ("view_datastore", "view_dataset", "view_datasetrule", "view_purgeplan", "view_purgerun")


def page(record: Any, deed: str = "change") -> str:
    return f"/retention/{record._meta.model_name}/{record.pk}/{deed}/"


def press(client: Client, record: Any, name: str, **fields: str) -> str:
    """Press a button and confirm; return the sentence that is shown then."""
    answer = client.post(page(record, f"do/{name}"), {"confirmed": "1", **fields}, follow=True)
    assert answer.status_code == 200
    (message,) = answer.context["messages"]
    return str(message)
