"""Triggers that keep a published version as it is, whatever path a change takes."""

from typing import Any

from django.db import migrations

# What of a published version no longer changes.
FROZEN = (
    "notice_id",
    "number",
    "dated_on",
    "precision",
    "date_kind",
    "status",
    "text",
    "effective_on",
    "significance",
    "published_at",
    "text_sha256",
    "quoted_sha256",
)
MESSAGE = "A published version of a notice is the archive: it stays as it is."

SQLITE = """
CREATE TRIGGER ropa_version_published_stays BEFORE UPDATE ON ropa_noticeversion
WHEN OLD.status = 'published' AND ({changed})
BEGIN SELECT RAISE(ABORT, '{message}'); END;
CREATE TRIGGER ropa_version_published_kept BEFORE DELETE ON ropa_noticeversion
WHEN OLD.status = 'published'
BEGIN SELECT RAISE(ABORT, '{message}'); END;
"""
POSTGRES = """
CREATE FUNCTION ropa_refuse_change_of_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER ropa_version_published_stays BEFORE UPDATE ON ropa_noticeversion
FOR EACH ROW WHEN (OLD.status = 'published' AND ({changed}))
EXECUTE FUNCTION ropa_refuse_change_of_published();
CREATE TRIGGER ropa_version_published_kept BEFORE DELETE ON ropa_noticeversion
FOR EACH ROW WHEN (OLD.status = 'published')
EXECUTE FUNCTION ropa_refuse_change_of_published();
"""
BACK = {
    "sqlite": """
DROP TRIGGER ropa_version_published_stays;
DROP TRIGGER ropa_version_published_kept;
""",
    "postgresql": """
DROP TRIGGER ropa_version_published_stays ON ropa_noticeversion;
DROP TRIGGER ropa_version_published_kept ON ropa_noticeversion;
DROP FUNCTION ropa_refuse_change_of_published();
""",
}


def freeze(_apps: Any, schema_editor: Any) -> None:
    vendor = schema_editor.connection.vendor
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    changed = " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in FROZEN)
    statements = SQLITE if vendor == "sqlite" else POSTGRES
    run(schema_editor, statements.format(changed=changed, message=MESSAGE))


def thaw(_apps: Any, schema_editor: Any) -> None:
    run(schema_editor, BACK[schema_editor.connection.vendor])


def run(schema_editor: Any, script: str) -> None:
    """Run the statements of a script; each begins at the start of a line with its verb."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            verbs = ("CREATE", "DROP")
            parts: list[str] = []
            for line in script.strip().splitlines():
                parts = [*parts, line] if line.startswith(verbs) else [*parts[:-1], f"{parts[-1]}\n{line}"]
            for part in parts:
                cursor.execute(part)
        else:
            cursor.execute(script)


class Migration(migrations.Migration):
    dependencies = [("ropa", "0002_approval_and_more")]

    operations = [migrations.RunPython(freeze, thaw)]
