"""What every command shares: days, JSON results, and exit codes that scripts rely on.

0 done; 1 done with findings; 2 could not run, with one sentence on stderr that says what to do.
"""

import argparse
import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

FINDINGS = 1
CANNOT_RUN = 2


def day(text: str) -> date:
    """Read a day such as 2026-11-22; for use as the type of an argument."""
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(
            _("%(text)r is no day: write it as 2026-11-22.") % {"text": text}
        ) from wrong


def cannot_run(sentence: str) -> NoReturn:
    """End the command with exit code 2 and the sentence on stderr."""
    raise CommandError(sentence, returncode=CANNOT_RUN)


def _refuse_unwritable(json_file: str | None) -> None:
    """Refuse before anything is done: exit code 2 means that nothing happened."""
    if json_file is None or json_file == "-":
        return
    try:
        Path(json_file).open("a", encoding="utf-8").close()
    except OSError as wrong:
        cannot_run(
            _("%(file)s cannot be written: %(why)s. Nothing was done.")
            % {"file": json_file, "why": wrong.strerror}
        )


class BackOfficeCommand(BaseCommand):
    """A command with an example in its help, `--json` and exact exit codes.

    `run` does the work and returns True when there are findings to look at.
    """

    example = ""
    takes_day = False

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        epilog = _("Example: manage.py %(example)s") % {"example": self.example}
        return super().create_parser(
            prog_name, subcommand, epilog=epilog if self.example else "", **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--json",
            dest="json_file",
            metavar="FILE",
            help=_("Write the result as JSON to FILE, or to standard output with -."),
        )
        if self.takes_day:
            parser.add_argument(
                "--on", type=day, metavar="DAY", help=_("The day to take as today.")
            )

    def handle(self, *args: Any, **options: Any) -> None:
        if self.takes_day:
            options["on"] = options["on"] or timezone.localdate()
        _refuse_unwritable(options.get("json_file"))
        try:
            has_findings = self.run(**options)
        except DatabaseError as wrong:
            cannot_run(
                _("The database refused: %(why)s. Check DATABASE_URL, and run `manage.py migrate`.")
                % {"why": str(wrong).strip().splitlines()[0]}
            )
        if has_findings:
            sys.exit(FINDINGS)

    def run(self, *args: Any, **options: Any) -> bool:
        raise NotImplementedError

    def say(self, sentence: str, **options: Any) -> None:
        """Write a line for people; with `--json -` it goes to stderr, to keep stdout clean."""
        (self.stderr if options.get("json_file") == "-" else self.stdout).write(sentence)

    def write_json(self, result: Any, json_file: str | None) -> None:
        if json_file is None:
            return
        text = json.dumps(result, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        if json_file == "-":
            self.stdout.write(text)
            return
        try:
            Path(json_file).write_text(text + "\n", encoding="utf-8")
        except OSError as wrong:
            cannot_run(
                _("%(file)s cannot be written: %(why)s.")
                % {"file": json_file, "why": wrong.strerror}
            )
