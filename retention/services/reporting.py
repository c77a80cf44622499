"""The report of a run: a file that says what went, under which rule, and who approved it."""

import hashlib
import json
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder

from retention.models import PurgeRun


def write(run: PurgeRun) -> None:
    """Write the evidence file of a run and note its place and hash on the run (not saved)."""
    text = json.dumps(report_of(run), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2) + "\n"
    name = default_storage.save(f"evidence/purge-{run}.json", ContentFile(text.encode()))
    run.report_file = name
    run.report_sha256 = hashlib.sha256(text.encode()).hexdigest()


def is_unchanged(run: PurgeRun) -> bool:
    """Tell whether the evidence file is there and still has its hash."""
    try:
        with default_storage.open(run.report_file) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == run.report_sha256
    except FileNotFoundError:
        return False


def report_of(run: PurgeRun) -> dict[str, Any]:
    """Return what went and what was left, without any of the destroyed data."""
    plan = run.plan
    batches = list(run.batches.order_by("number"))
    return {
        "run": str(run),
        "plan": str(plan),
        "organisation": plan.target.rule.organisation.code,
        "content": plan.content,
        "content_sha256": plan.content_sha256,
        "planned_on": plan.planned_on,
        "cutoff_on": plan.cutoff_on,
        "requested_by": plan.requested_by.get_username() if plan.requested_by else None,
        "approved_by": plan.approved_by.get_username() if plan.approved_by else None,
        "approved_at": plan.approved_at,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "rows_planned": plan.due_count,
        "outcome": plan.outcome,
        "rows_destroyed": run.destroyed_count,
        "rows_left": {
            "held": run.held_count,
            "restricted": run.restricted_count,
            "protected_by_a_minimum": run.protected_count,
            "kept_by_another_rule": run.kept_count,
        },
        "batches": [
            {
                "number": batch.number,
                "status": batch.status,
                "rows": batch.count,
                "first_key": batch.first_key,
                "last_key": batch.last_key,
                "keys_sha256": batch.keys_sha256,
                "announced_at": batch.announced_at,
                "destroyed_at": batch.destroyed_at,
                "remark": batch.remark,
            }
            for batch in batches
        ],
        "keys_sha256_is_over": "the keys in order, each followed by a line feed, in UTF-8",
    }
