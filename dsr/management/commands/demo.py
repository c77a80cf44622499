"""Load five organisations, people, a data store and requests, and turn the whole circle once."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from config.commands import BackOfficeCommand, cannot_run
from dsr.services import demonstration


class Command(BackOfficeCommand):
    help = __doc__ or ""
    example = "demo --reset"
    takes_day = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--reset", action="store_true", help=_("Remove what is there, then load anew.")
        )

    def run(self, *, reset: bool, on: date, json_file: str | None, **options: Any) -> bool:
        if settings.HTTPS:
            cannot_run(
                _(
                    "The demonstration has people whose password everybody knows. It is loaded "
                    "only where HTTPS=False, on a machine of your own."
                )
            )
        try:
            if reset:
                demonstration.reset()
            result = demonstration.run(on=on, tell=lambda line: self.say(line, json_file=json_file))
        except demonstration.NotTheDemo as refused:
            cannot_run(str(refused))
        self.write_json(result, json_file)
        return False
