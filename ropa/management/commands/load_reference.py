"""Load the catalogues that come with the product, and the adequacy decisions."""

from typing import Any

from django.utils.translation import gettext as _

from config.commands import BackOfficeCommand, cannot_run
from ropa.audit import acting
from ropa.services import adequacy, reference
from ropa.vendor_lists.reading import UnreadableFile


class Command(BackOfficeCommand):
    help = __doc__
    example = "load_reference --json -"

    def run(self, **options: Any) -> bool:
        try:
            with acting(reason=_("Catalogues of the product")):
                result = reference.load_reference()
        except UnreadableFile as wrong:
            cannot_run(str(wrong))
        for catalogue, counts in result.counts.items():
            counted = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
            self.say(f"{catalogue}: {counted}", **options)
        told = [each for each in result.decisions if each.outcome != adequacy.UNCHANGED]
        for decision in told:
            self.say(f"  {decision.sentence}", **options)
        named = [each.as_json() for each in told]
        self.write_json({**result.counts, "decisions": named}, options["json_file"])
        return False
