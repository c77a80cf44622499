"""Triggers: no circle of sub-processors, no unlisted vendor on customers' data, no changed list."""

from importlib import import_module
from typing import Any

from django.db import migrations

run = import_module("ropa.migrations.0003_published_versions_stay").run

CIRCLE = "That would close a circle of sub-processors."
UNLISTED = (
    "This vendor is not on the published list of sub-processors, so customers'' data may not reach it."
)
FROZEN = "A published list of sub-processors stays as it is."

# What of a published list, and of its entries, no longer changes. Whose record an entry leads to
# may: vendors are merged and taken apart.
LIST_COLUMNS = (
    "organisation_id",
    "number",
    "status",
    "effective_on",
    "published_at",
    "content_sha256",
    "note",
)
ENTRY_COLUMNS = ("version_id", "order", "name", "service", "data", "location")

BELOW = """
WITH RECURSIVE below(id) AS (
    SELECT NEW.sub_processor_id
    UNION
    SELECT link.sub_processor_id FROM ropa_subprocessing AS link
    JOIN below ON link.vendor_id = below.id
    WHERE link.id <> COALESCE(NEW.id, -1)
) SELECT 1 FROM below WHERE below.id = NEW.vendor_id
"""
REACHES_UNLISTED = """
SELECT 1 FROM ropa_purpose AS line
JOIN ropa_processingactivity AS activity ON activity.id = line.activity_id
JOIN ropa_vendor AS vendor ON vendor.id = NEW.vendor_id
JOIN ropa_subprocessorlist AS newest ON newest.organisation_id = vendor.organisation_id
WHERE line.id = NEW.purpose_id AND activity.role = 'processor' AND NOT vendor.is_own_product
AND newest.status = 'published'
AND newest.number = (
    SELECT MAX(number) FROM ropa_subprocessorlist
    WHERE organisation_id = vendor.organisation_id AND status = 'published'
)
AND NOT EXISTS (
    SELECT 1 FROM ropa_subprocessorlistentry AS entry
    WHERE entry.version_id = newest.id AND entry.vendor_id = NEW.vendor_id
)
"""
OF_PUBLISHED = """
SELECT 1 FROM ropa_subprocessorlist AS list
WHERE list.id = {row}.version_id AND list.status = 'published'
"""

SQLITE = """
CREATE TRIGGER ropa_chain_no_circle_made BEFORE INSERT ON ropa_subprocessing
WHEN EXISTS ({below}) BEGIN SELECT RAISE(ABORT, '{circle}'); END;
CREATE TRIGGER ropa_chain_no_circle_changed BEFORE UPDATE ON ropa_subprocessing
WHEN EXISTS ({below}) BEGIN SELECT RAISE(ABORT, '{circle}'); END;
CREATE TRIGGER ropa_gate_made BEFORE INSERT ON ropa_vendoruse
WHEN NEW.is_recipient AND EXISTS ({unlisted}) BEGIN SELECT RAISE(ABORT, '{refused}'); END;
CREATE TRIGGER ropa_gate_changed BEFORE UPDATE ON ropa_vendoruse
WHEN NEW.is_recipient AND ({moved}) AND EXISTS ({unlisted})
BEGIN SELECT RAISE(ABORT, '{refused}'); END;
CREATE TRIGGER ropa_list_stays BEFORE UPDATE ON ropa_subprocessorlist
WHEN OLD.status = 'published' AND ({list_changed}) BEGIN SELECT RAISE(ABORT, '{frozen}'); END;
CREATE TRIGGER ropa_list_kept BEFORE DELETE ON ropa_subprocessorlist
WHEN OLD.status = 'published' BEGIN SELECT RAISE(ABORT, '{frozen}'); END;
CREATE TRIGGER ropa_list_entry_made BEFORE INSERT ON ropa_subprocessorlistentry
WHEN EXISTS ({new_of_published}) BEGIN SELECT RAISE(ABORT, '{frozen}'); END;
CREATE TRIGGER ropa_list_entry_stays BEFORE UPDATE ON ropa_subprocessorlistentry
WHEN ({entry_changed}) AND (EXISTS ({old_of_published}) OR EXISTS ({new_of_published}))
BEGIN SELECT RAISE(ABORT, '{frozen}'); END;
CREATE TRIGGER ropa_list_entry_kept BEFORE DELETE ON ropa_subprocessorlistentry
WHEN EXISTS ({old_of_published}) BEGIN SELECT RAISE(ABORT, '{frozen}'); END;
"""
# Two links that close a circle together, each in its own transaction, wait for one another.
POSTGRES = """
CREATE FUNCTION ropa_refuse_circle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM ropa_organisation WHERE id = NEW.organisation_id FOR UPDATE;
    IF EXISTS ({below}) THEN
        RAISE EXCEPTION '{circle}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ropa_chain_no_circle BEFORE INSERT OR UPDATE ON ropa_subprocessing
FOR EACH ROW EXECUTE FUNCTION ropa_refuse_circle();
CREATE FUNCTION ropa_refuse_unlisted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS ({unlisted}) THEN
        RAISE EXCEPTION '{refused}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ropa_gate_made BEFORE INSERT ON ropa_vendoruse
FOR EACH ROW WHEN (NEW.is_recipient AND NEW.purpose_id IS NOT NULL)
EXECUTE FUNCTION ropa_refuse_unlisted();
CREATE TRIGGER ropa_gate_changed BEFORE UPDATE ON ropa_vendoruse
FOR EACH ROW WHEN (NEW.is_recipient AND ({moved}))
EXECUTE FUNCTION ropa_refuse_unlisted();
CREATE FUNCTION ropa_refuse_change_of_list() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{frozen}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER ropa_list_stays BEFORE UPDATE ON ropa_subprocessorlist
FOR EACH ROW WHEN (OLD.status = 'published' AND ({list_changed}))
EXECUTE FUNCTION ropa_refuse_change_of_list();
CREATE TRIGGER ropa_list_kept BEFORE DELETE ON ropa_subprocessorlist
FOR EACH ROW WHEN (OLD.status = 'published')
EXECUTE FUNCTION ropa_refuse_change_of_list();
CREATE FUNCTION ropa_refuse_change_of_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF EXISTS ({old_of_published}) THEN
            RAISE EXCEPTION '{frozen}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        IF EXISTS ({new_of_published}) THEN
            RAISE EXCEPTION '{frozen}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER ropa_list_entry_made BEFORE INSERT OR DELETE ON ropa_subprocessorlistentry
FOR EACH ROW EXECUTE FUNCTION ropa_refuse_change_of_entry();
CREATE TRIGGER ropa_list_entry_stays BEFORE UPDATE ON ropa_subprocessorlistentry
FOR EACH ROW WHEN ({entry_changed}) EXECUTE FUNCTION ropa_refuse_change_of_entry();
"""
BACK = {
    "sqlite": """
DROP TRIGGER ropa_chain_no_circle_made;
DROP TRIGGER ropa_chain_no_circle_changed;
DROP TRIGGER ropa_gate_made;
DROP TRIGGER ropa_gate_changed;
DROP TRIGGER ropa_list_stays;
DROP TRIGGER ropa_list_kept;
DROP TRIGGER ropa_list_entry_made;
DROP TRIGGER ropa_list_entry_stays;
DROP TRIGGER ropa_list_entry_kept;
""",
    "postgresql": """
DROP TRIGGER ropa_chain_no_circle ON ropa_subprocessing;
DROP TRIGGER ropa_gate_made ON ropa_vendoruse;
DROP TRIGGER ropa_gate_changed ON ropa_vendoruse;
DROP TRIGGER ropa_list_stays ON ropa_subprocessorlist;
DROP TRIGGER ropa_list_kept ON ropa_subprocessorlist;
DROP TRIGGER ropa_list_entry_made ON ropa_subprocessorlistentry;
DROP TRIGGER ropa_list_entry_stays ON ropa_subprocessorlistentry;
DROP FUNCTION ropa_refuse_circle();
DROP FUNCTION ropa_refuse_unlisted();
DROP FUNCTION ropa_refuse_change_of_list();
DROP FUNCTION ropa_refuse_change_of_entry();
""",
}


def hold(_apps: Any, schema_editor: Any) -> None:
    vendor = schema_editor.connection.vendor

    def changed(columns: tuple[str, ...]) -> str:
        differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
        return " OR ".join(f'OLD."{name}" {differs} NEW."{name}"' for name in columns)

    words = {
        "below": BELOW.strip(),
        "unlisted": REACHES_UNLISTED.strip(),
        "circle": CIRCLE,
        "refused": UNLISTED,
        "frozen": FROZEN,
        "moved": changed(("vendor_id", "purpose_id", "is_recipient")),
        "list_changed": changed(LIST_COLUMNS),
        "entry_changed": changed(ENTRY_COLUMNS),
        "old_of_published": OF_PUBLISHED.format(row="OLD").strip(),
        "new_of_published": OF_PUBLISHED.format(row="NEW").strip(),
    }
    run(schema_editor, (SQLITE if vendor == "sqlite" else POSTGRES).format(**words))


def let_go(_apps: Any, schema_editor: Any) -> None:
    run(schema_editor, BACK[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [("ropa", "0007_vendors_and_transfers")]

    operations = [migrations.RunPython(hold, let_go)]
