"""Write the text of a notice, Art. 13 and 14, from the register as it is or was on a day."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from config.commands import BackOfficeCommand, cannot_run, day
from ropa.export import notice as export
from ropa.management.choosing import organisation_of, scope_of
from ropa.models import Notice, Organisation
from ropa.services import notices

FORMATS = ("md", "html")


class Command(BackOfficeCommand):
    help = __doc__
    example = "generate_notice --organisation quali --notice privacy-policy -o notice.md"

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("--organisation", required=True, metavar="CODE", help=_("Whose notice it is."))
        add("--notice", required=True, metavar="CODE", help=_("Which notice."))
        add("--as-of", type=day, metavar="DAY", help=_("As it stood at the end of that day."))
        add(
            "--format",
            choices=FORMATS,
            default="md",
            help=_("Markdown, or a page of HTML that needs no other file."),
        )
        add("-o", "--output", type=Path, metavar="FILE", help=_("Where to write."))

    def run(self, **options: Any) -> bool:
        organisation = organisation_of(options["organisation"])
        notice = _notice_of(organisation, options["notice"])
        try:
            blocks = notices.blocks_of(notice, scope_of(organisation, options["as_of"]))
        except LookupError:
            cannot_run(
                _("On %(day)s there was no notice “%(code)s” yet.")
                % {"day": options["as_of"], "code": notice.code}
            )
        if options["format"] == "html":
            text = export.page(blocks, title=notice.title)
        else:
            text = export.write(blocks)
        self._put(text, options["output"])
        return False

    def _put(self, text: str, output: Path | None) -> None:
        if output is None:
            self.stdout.write(text, ending="")
            return
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as wrong:
            cannot_run(
                _("%(file)s cannot be written: %(why)s.") % {"file": output, "why": wrong.strerror}
            )
        self.stdout.write(_("%(file)s is written.") % {"file": output})


def _notice_of(organisation: Organisation, code: str) -> Notice:
    notice = organisation.notices.filter(code=code).first()
    if notice is None:
        known = ", ".join(organisation.notices.order_by("code").values_list("code", flat=True))
        cannot_run(
            _("%(name)s has no notice “%(code)s”; it has: %(known)s.")
            % {"name": organisation.name, "code": code, "known": known or _("none")}
        )
    return notice
