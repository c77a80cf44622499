"""Work out when the answer to a data-subject request is due, and say why, step by step."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from config.commands import BackOfficeCommand, cannot_run, day
from dsr import calendars, deadlines

KNOWN_REGIMES = (deadlines.EU_GDPR,)


class Command(BackOfficeCommand):
    help = __doc__
    example = (
        "deadline --regime EU_GDPR --received 2026-03-05 --country DE --subdivision BY "
        "--paused 2026-03-10..2026-03-14"
    )
    requires_system_checks = ()  # it is arithmetic alone

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add = parser.add_argument
        add("--regime", required=True, metavar="CODE", help=", ".join(KNOWN_REGIMES))
        add("--received", required=True, metavar="DAY", help=_("Day of receipt, as 2026-03-05."))
        add("--country", default="", metavar="CC", help=_("Whose public holidays count, as DE."))
        add("--subdivision", default="", metavar="XX", help=_("Part of the country, as BY."))
        add("--extended", action="store_true", help=_("The two more months are used."))
        add(
            "--paused",
            action="extend",
            nargs="+",
            default=[],
            metavar="FROM..TO",
            help=_("Days on which the clock stands still, both ends included."),
        )

    def run(self, **options: Any) -> bool:
        try:
            deadline = _work_out(options)
        except (ValueError, OverflowError, ArgumentTypeError) as wrong:
            cannot_run(str(wrong))
        self.write_json(asdict(deadline), options["json_file"])
        for sentence in _explanation(deadline):
            self.say(sentence, **options)
        if not options["country"]:
            sentence = _("No public holidays were applied; add --country to apply them.")
            self.say(sentence, **options)
        return False


def _explanation(deadline: deadlines.Deadline) -> Iterator[str]:
    for number, step in enumerate(deadline.steps, start=1):
        yield f"{number}. {step.text} [{step.rule}]"
    yield _("Last day to tell of an extension: %(day)s") % {"day": deadline.extension_notice_by}
    yield _("Answer due on: %(day)s (%(version)s)") % {
        "day": deadline.due_on,
        "version": deadline.rule_version,
    }


def _work_out(options: dict[str, Any]) -> deadlines.Deadline:
    if options["regime"] not in KNOWN_REGIMES:
        raise ValueError(
            _("Regime %(regime)r is not known; write one of: %(known)s.")
            % {"regime": options["regime"], "known": ", ".join(KNOWN_REGIMES)}
        )
    return deadlines.due(
        day(options["received"]),
        extended=options["extended"],
        holidays=calendars.public_holidays(options["country"], options["subdivision"]),
        pauses=[_pause(text) for text in options["paused"]],
    )


def _pause(text: str) -> deadlines.Pause:
    first, dots, last = text.partition("..")
    if not dots:
        raise ValueError(
            _("%(text)r is no pause: write it as 2026-03-10..2026-03-14.") % {"text": text}
        )
    return deadlines.Pause(day(first), day(last))
