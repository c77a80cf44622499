"""Write everything an authority asks for into one zip with a manifest, and record that it was."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.commands import BackOfficeCommand, cannot_run, day
from ropa.export.sheets import CannotExport
from ropa.management.choosing import organisation_of
from ropa.services.pack import make


class Command(BackOfficeCommand):
    help = __doc__
    example = "authority_pack --organisation quali --as-of 2026-10-31 -o quali.zip"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add = parser.add_argument
        add("--organisation", required=True, metavar="CODE", help=_("Whose pack it is."))
        add("--as-of", type=day, metavar="DAY", help=_("As it stood at the end of that day."))
        add(
            *("-o", "--output"),
            type=Path,
            required=True,
            metavar="FILE",
            help=_("The zip to write."),
        )

    def run(self, **options: Any) -> bool:
        organisation, output = organisation_of(options["organisation"]), options["output"]
        now = timezone.now()
        try:
            with transaction.atomic():  # no record of a pack that could not be written
                pack = make(
                    organisation, as_of=options["as_of"], on=timezone.localdate(), at=now, by=None
                )
                output.write_bytes(pack.data)
        except CannotExport as wrong:
            cannot_run(str(wrong))
        except OSError as wrong:
            cannot_run(
                _("%(file)s cannot be written: %(why)s.") % {"file": output, "why": wrong.strerror}
            )
        self.say(
            _("%(file)s is written: %(count)s files. SHA-256 of manifest.json: %(sha256)s")
            % {"file": output, "count": pack.file_count, "sha256": pack.manifest_sha256},
            **options,
        )
        result = {
            "organisation": organisation.code,
            "as_of": options["as_of"],
            "files": pack.file_count,
            "manifest_sha256": pack.manifest_sha256,
        }
        self.write_json(result, options["json_file"])
        return False
