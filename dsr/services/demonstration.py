"""The demonstration: the whole circle on five real registers, by the means a user has.

Vendor lists in, register, Art. 30 record out, a request with its date, a purge with evidence.
A second run on the same day changes nothing.
"""

import json
import shutil
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils.translation import gettext as _

from dsr.models import Ticket
from dsr.services.demo import load_tickets
from retention.services import demo as store
from ropa.audit import acting
from ropa.models import (
    Organisation,
    ProcessingActivity,
    Purpose,
    RetentionRule,
    Transfer,
    Vendor,
    VendorAlias,
    VendorUse,
)

ORGANISATIONS = ("qwak", "quali", "qwasi", "clique", "qontak")
WITH_A_NOTICE_TABLE = ("quali", "clique")
PASSWORD = "demo"  # noqa: S105 - printed on the screen, and refused wherever HTTPS is on
PEOPLE = {
    "officer": "Officer",
    "vendor-manager": "Vendor manager",
    "agent": "Request agent",
    "approver": "Approver",
    "auditor": "Auditor",
    "operator": "Operator",
}
FILES = settings.BASE_DIR / "demo"
EXPORTS = settings.VAR_DIR / "exports"


class NotTheDemo(Exception):
    """The database holds organisations that are not of the demonstration."""


def run(*, on: date, tell: Callable[[str], None]) -> dict[str, Any]:
    """Load everything, turn the circle once, and tell what happened, line by line."""
    people = _people()
    with acting(user=people["officer"], reason="Demonstration"):
        registers = {code: _load(code, tell) for code in ORGANISATIONS}
        organisations = list(Organisation.objects.filter(code__in=("quali", "qwak")))
        tickets = load_tickets(organisations, on=on)
    purges = _purge(people, on=on)
    exports = [_export(code, *form) for code in ORGANISATIONS for form in _forms(code)]
    result = {
        "organisations": registers,
        "changed": sum(register["changed"] for register in registers.values()),
        "tickets": [ticket._asdict() for ticket in tickets],
        "purges": purges,
        "exports": exports,
    }
    for line in _summary(result, on=on):
        tell(line)
    return result


def _people() -> dict[str, User]:
    """Make one person in every role, and a superuser, all with the known password."""
    people = {}
    for name, role in PEOPLE.items():
        person, is_new = User.objects.get_or_create(username=name, defaults={"is_staff": True})
        if is_new:
            person.set_password(PASSWORD)
            person.save()
        person.groups.add(Group.objects.get(name=role))
        people[name] = person
    if not User.objects.filter(username="admin").exists():
        User.objects.create_superuser("admin", password=PASSWORD)
    return people


def _load(code: str, tell: Callable[[str], None]) -> dict[str, Any]:
    """Load one organisation through the importers that a user has."""
    if not Organisation.objects.filter(code=code).exists():
        call_command("load_reference", stdout=StringIO())
    parts = [
        _command("import_register", FILES / code, "--organisation", code),
        _command("import_vendors", FILES / code / "vendor_list.csv", "--organisation", code),
    ]
    if (FILES / code / "transfers").is_dir():
        transfers = FILES / code / "transfers"
        parts.append(_command("import_register", transfers, "--organisation", code))
    keys = ("added", "changed", "created", "updated")
    tell(_("%(code)s is loaded.") % {"code": code})
    return {"changed": sum(part.get(key, 0) for part in parts for key in keys), **_counts(code)}


def _counts(code: str) -> dict[str, int]:
    of = {"organisation__code": code}
    uses = VendorUse.objects.filter(vendor__organisation__code=code)
    return {
        "activities": ProcessingActivity.objects.filter(**of).count(),
        "purposes": Purpose.objects.filter(**of).count(),
        "vendors": Vendor.objects.filter(**of, is_own_product=False).count(),
        "spellings": VendorAlias.objects.filter(**of).values("spelling").distinct().count(),
        "vendor_uses": uses.count(),
        "transfers": Transfer.objects.filter(**of).count(),
        "rules": RetentionRule.objects.filter(**of).count(),
    }


def _command(name: str, *arguments: object) -> dict[str, Any]:
    """Run a command as a user would, and return its result; refused rows end the demonstration."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        words = [str(argument) for argument in arguments]
        call_command(name, *words, "--json", str(result), stdout=StringIO(), stderr=StringIO())
        found: dict[str, Any] = json.loads(result.read_text())
        return found


def _forms(code: str) -> list[tuple[str, str, str]]:
    """Return format, layout and file name of what is exported for an organisation."""
    forms = [
        ("json", "workbook", f"{code}.json"),
        ("xlsx", "workbook", f"{code}.xlsx"),
        ("xlsx", "art30", f"{code}-art30.xlsx"),
    ]
    if code in WITH_A_NOTICE_TABLE:
        forms.append(("xlsx", "notice", f"{code}-notice.xlsx"))
    return forms


def _export(code: str, form: str, layout: str, name: str) -> str:
    EXPORTS.mkdir(exist_ok=True)
    file = EXPORTS / name
    words = ["--organisation", code, "--format", form, "-o", str(file)]
    if form != "json":
        words += ["--layout", layout]
    call_command("export_register", *words, stdout=StringIO())
    return str(file)


def _purge(people: dict[str, User], *, on: date) -> list[dict[str, Any]]:
    """Plan and approve as of the day before, so that the waiting time is over, and run."""
    store.make_store(on=on)
    quali, qwak = (Organisation.objects.get(code=code) for code in ("quali", "qwak"))
    with acting(user=people["operator"], reason="Demonstration"):
        store.set_up(quali, qwak, on=on)
    earlier = on - timedelta(days=settings.PURGE_WAITING_DAYS)
    store.plan_and_approve(planner=people["officer"], approver=people["approver"], on=earlier)
    return [
        {
            "run": str(run),
            "rule": run.plan.target.rule.code,
            "data_set": run.plan.target.data_set.name,
            "planned": run.plan.due_count,
            "destroyed": run.destroyed_count,
            "held": run.held_count,
            "protected": run.protected_count,
            "evidence": str(Path(settings.MEDIA_ROOT) / run.report_file),
        }
        for run in store.run_approved(on=on)
    ]


def _summary(result: dict[str, Any], *, on: date) -> list[str]:
    registers = result["organisations"]
    lines = [_("Organisations: %(count)s") % {"count": len(registers)}]
    lines += [
        _(
            "  %(code)-7s activities %(activities)3s, purposes %(purposes)3s, vendors %(vendors)3s "
            "(spellings %(spellings)3s), transfers %(transfers)2s, rules %(rules)2s"
        )
        % {"code": code, **counts}
        for code, counts in registers.items()
    ]
    lines.append(
        _("Files exported: %(count)s in %(folder)s")
        % {"count": len(result["exports"]), "folder": EXPORTS}
    )
    ticket = Ticket.objects.open().filter(due_on__gte=on).order_by("due_on").first()
    if ticket:
        lines.append(
            _("Request %(ticket)s (%(right)s), received %(received)s, is due on %(due)s.")
            % {
                "ticket": ticket,
                "right": ticket.get_right_display(),
                "received": ticket.received_on,
                "due": ticket.due_on,
            }
        )
    lines += [
        _(
            "Purge %(run)s, %(rule)s on “%(data_set)s”: planned %(planned)s, held %(held)s, "
            "protected %(protected)s, purged %(destroyed)s. Evidence: %(evidence)s"
        )
        % purge
        for purge in result["purges"]
    ]
    lines.append(_("Rows of the register changed by this run: %(changed)s") % result)
    return lines


@transaction.atomic
def reset() -> None:
    """Remove everything that the demonstration made.

    Raises `NotTheDemo` when there are other organisations too.
    """
    others = Organisation.objects.exclude(code__in=ORGANISATIONS)
    if others.exists():
        names = ", ".join(others.values_list("code", flat=True))
        raise NotTheDemo(
            _("The register also holds %(names)s; the demonstration is not reset there.")
            % {"names": names}
        )
    ours = [
        model._meta.db_table
        for app in ("ropa", "retention", "dsr", "admin")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), ours, reset_sequences=True):
            cursor.execute(statement)
    User.objects.filter(username__in=[*PEOPLE, "admin"]).delete()
    for folder in (store.FOLDER, EXPORTS, Path(settings.MEDIA_ROOT) / "evidence"):
        shutil.rmtree(folder, ignore_errors=True)
