"""Tell what differs between the register of two days, field by field, children included."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from config.commands import BackOfficeCommand, day
from ropa.management.choosing import organisation_of, scope_of
from ropa.services.differences import Difference, differences


class Command(BackOfficeCommand):
    help = __doc__
    example = "diff_register --organisation quali --from 2026-10-01 --to 2026-11-01"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add = parser.add_argument
        add("--organisation", required=True, metavar="CODE", help=_("Whose register it is."))
        add("--from", dest="first", type=day, required=True, metavar="DAY", help=_("The one day."))
        add("--to", dest="last", type=day, required=True, metavar="DAY", help=_("The other day."))

    def run(self, **options: Any) -> bool:
        organisation = organisation_of(options["organisation"])
        first, last = options["first"], options["last"]
        found = differences(scope_of(organisation, first), scope_of(organisation, last))
        for each in found:
            self.say(_line(each), **options)
        said = {"count": len(found), "from": first, "to": last}
        self.say(_("Differences from %(from)s to %(to)s: %(count)s") % said, **options)
        result = {
            "organisation": organisation.code,
            "from": first,
            "to": last,
            "differences": [each.as_json() for each in found],
        }
        self.write_json(result, options["json_file"])
        return False


def _line(found: Difference) -> str:
    head = f"{found.sheet} {found.key}: {found.kind}"
    changes = [f"    {each['field']}: “{each['old']}” → “{each['new']}”" for each in found.changes]
    return "\n".join([head, *changes])
