"""Tell what stops if a mechanism, an adequacy decision, a country or a vendor falls away."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from config.commands import BackOfficeCommand, cannot_run
from ropa.export.impact import OUTCOMES, REACH, TITLES
from ropa.management.choosing import organisation_of
from ropa.services.impact import WrongSubject, choose, impact_of

SHOWN = 20  # transfers that are named


class Command(BackOfficeCommand):
    help = __doc__ or ""
    example = "what_if --organisation quali --decision eu-us-2023 --json impact.json"
    takes_day = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add = parser.add_argument
        add("--organisation", metavar="CODE", required=True, help=_("Whose register."))
        add("--mechanism", metavar="X", default="", help=_("A mechanism, such as scc."))
        add("--decision", metavar="CODE", default="", help=_("The code of an adequacy decision."))
        add("--country", metavar="CC", default="", help=_("A country, such as US."))
        add("--vendor", metavar="NAME", default="", help=_("A vendor, by any of its spellings."))

    def run(self, **options: Any) -> bool:
        named = {name: options[name] for name in ("mechanism", "decision", "country", "vendor")}
        try:
            chosen = choose(organisation_of(options["organisation"]), **named)
        except WrongSubject as wrong:
            cannot_run(str(wrong))
        found = impact_of(chosen, on=options["on"])
        result = found.as_json()
        for line in _in_words(result):
            self.say(line, **options)
        self.write_json(result, options["json_file"])
        return found.is_affected


def _in_words(result: dict[str, Any]) -> Iterator[str]:
    """What falls, how many records of each kind, then the transfers by what becomes of them."""
    said = {"what": result["subject"]["label"], "day": result["on"]}
    yield _("If this falls away on %(day)s: %(what)s") % said
    for name, title in TITLES.items():
        counts = result["counts"][name]
        told = ", ".join(f"{OUTCOMES[which]} {count}" for which, count in counts.items())
        yield f"  {title}: {told or 0}" if name not in PLAIN else f"  {title}: {len(result[name])}"
    for row in result["transfers"][:SHOWN]:
        yield "  " + _line(row)
    if len(result["transfers"]) > SHOWN:
        yield "  " + _("and %d more") % (len(result["transfers"]) - SHOWN)


PLAIN = ("customers", "notices", "tasks")  # they have no outcome of their own


def _line(row: dict[str, Any]) -> str:
    named = " ".join(filter(None, (row["code"], row["importer"], row["country"])))
    line = f"{named}: {OUTCOMES[row['outcome']]}"
    if row["goes_on_under"]:
        line += f" ({'; '.join(row['goes_on_under'])})"
    if row["reach"] == "not_recorded":
        line += f"; {REACH['not_recorded']}"
    return line
