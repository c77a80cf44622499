"""Triggers: no way back from a deletion process, and evidence that stays as it was written."""

from importlib import import_module
from typing import Any

from django.db import migrations

run = import_module("ropa.migrations.0003_published_versions_stay").run

BEGUN = "A deletion process that has begun cannot be cancelled, changed or taken back."
PLANNED = "A plan that was approved stays as it was approved."
PROVED = "The evidence of a purge stays as it was written."
LEDGER = "The erasure ledger is never shortened or rewritten."

# What of a begun process and of its steps no longer changes.
PROCESS = ("organisation_id", "customer_id", "cause", "caused_on", "started_on", "started_by_id",
           "confirmation", "agreement_id", "code")
# Whose record a step at a vendor leads to may change: vendors are merged and taken apart.
STEP = ("process_id", "order", "kind", "rule_id", "statement", "target_id", "due_on", "at_least")
PLAN = ("target_id", "planned_on", "cutoff_on", "content", "content_sha256", "outcome", "due_count",
        "last_key", "requested_by_id", "approved_by_id", "approved_at", "not_before")
BATCH = ("run_id", "number", "count", "first_key", "last_key", "keys_sha256", "rule_code",
         "cutoff_on", "approved_by")
ERASURE = ("organisation_id", "data_set_id", "subject_kind", "subject_digest", "cause",
           "reference", "announced_at")

OF_BEGUN = "SELECT 1 FROM retention_deletionprocess AS p WHERE p.id = OLD.process_id AND p.status <> 'prepared'"

# table, name, deed, condition, sentence
RULES = (
    ("deletionprocess", "stays", "UPDATE", "OLD.status IN ('begun', 'closed') AND ({changed} OR NEW.status NOT IN ('begun', 'closed') OR (OLD.status = 'closed' AND NEW.status <> 'closed'))", PROCESS, BEGUN),
    ("deletionprocess", "kept", "DELETE", "OLD.status IN ('begun', 'closed')", (), BEGUN),
    ("deletionstep", "stays", "UPDATE", "EXISTS ({of_begun}) AND ({changed} OR (OLD.status = 'done' AND NEW.status <> 'done'))", STEP, BEGUN),
    ("deletionstep", "kept", "DELETE", "EXISTS ({of_begun})", (), BEGUN),
    ("purgeplan", "stays", "UPDATE", "OLD.status IN ('approved', 'running', 'done') AND {changed}", PLAN, PLANNED),
    ("purgeplan", "kept", "DELETE", "OLD.status <> 'drafted'", (), PLANNED),
    ("purgebatch", "stays", "UPDATE", "OLD.status = 'destroyed' AND ({changed} OR NEW.status <> OLD.status)", BATCH, PROVED),
    ("purgebatch", "kept", "DELETE", "1 = 1", (), PROVED),
    ("erasure", "stays", "UPDATE", "{changed} OR OLD.status <> 'announced'", ERASURE, LEDGER),
    ("erasure", "kept", "DELETE", "1 = 1", (), LEDGER),
)


def _statements(vendor: str) -> str:
    sqlite = vendor == "sqlite"
    unlike = "IS NOT" if sqlite else "IS DISTINCT FROM"
    found = []
    for table, name, deed, condition, columns, sentence in RULES:
        # A JSON column of PostgreSQL is jsonb, which compares as any other.
        changed = " OR ".join(f'OLD."{c}" {unlike} NEW."{c}"' for c in columns)
        when = condition.format(changed=f"({changed})", of_begun=OF_BEGUN)
        trigger = f"retention_{table}_{name}"
        if sqlite:
            found.append(
                f"CREATE TRIGGER {trigger} BEFORE {deed} ON retention_{table} WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END;"
            )
            continue
        row = "NEW" if deed == "UPDATE" else "OLD"
        found.append(
            f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {when} THEN RAISE EXCEPTION '{sentence}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$; "
            f"CREATE TRIGGER {trigger} BEFORE {deed} ON retention_{table} "
            f"FOR EACH ROW EXECUTE FUNCTION {trigger}();"
        )
    return "\n".join(found)


def hold(_apps: Any, schema_editor: Any) -> None:
    run(schema_editor, _statements(schema_editor.connection.vendor))


def let_go(_apps: Any, schema_editor: Any) -> None:
    sqlite = schema_editor.connection.vendor == "sqlite"
    statements = []
    for table, name, *_rest in RULES:
        trigger = f"retention_{table}_{name}"
        statements.append(
            f"DROP TRIGGER {trigger};"
            if sqlite
            else f"DROP TRIGGER {trigger} ON retention_{table}; DROP FUNCTION {trigger}();"
        )
    run(schema_editor, "\n".join(statements))


class Migration(migrations.Migration):
    dependencies = [("retention", "0006_constraints_of_their_new_form")]

    operations = [migrations.RunPython(hold, let_go)]
