"""Show what purges would destroy, and what keeps rows; changes nothing."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from config.commands import BackOfficeCommand, cannot_run
from retention.services.overview import Finding, findings
from ropa.models import RetentionRule


class Command(BackOfficeCommand):
    help = __doc__ or ""
    example = "plan_purges --rule QU-R07 --on 2026-11-22"
    takes_day = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--rule", default="", metavar="CODE", help=_("Only this rule."))

    def run(self, *, rule: str, on: date, json_file: str | None, **options: Any) -> bool:
        if rule and not RetentionRule.objects.filter(code=rule).exists():
            cannot_run(_("There is no retention rule %(code)s.") % {"code": rule})
        found = list(findings(on=on, rule=rule))
        for finding in found:
            self.say(_line(finding), json_file=json_file)
        if not found:
            self.say(_("No rule is at work on a data set."), json_file=json_file)
        self.write_json([_row(finding) for finding in found], json_file)
        return any(finding.trouble for finding in found)


def _line(finding: Finding) -> str:
    if finding.trouble:
        return f"{finding.target}: {finding.trouble}"
    if finding.only_keeps:
        return _("%(target)s: keeps rows and purges none.") % {"target": finding.target}
    found = finding.found
    return _(
        "%(target)s: %(due)s would go (%(oldest)s to %(newest)s); held %(held)s, protected by a "
        "minimum %(protected)s, kept by another rule %(kept)s."
    ) % {
        "target": finding.target,
        "due": found.due,
        "oldest": found.oldest_on or "–",
        "newest": found.newest_on or "–",
        "held": found.held,
        "protected": found.protected,
        "kept": found.kept,
    }


def _row(finding: Finding) -> dict[str, Any]:
    found, target = finding.found, finding.target
    return {
        "rule": target.rule.code,
        "data_set": f"{target.data_set.store.code}/{target.data_set.code}",
        "executable": not finding.trouble and not finding.only_keeps,
        "trouble": finding.trouble,
        "count": found.due,
        "oldest": found.oldest_on,
        "newest": found.newest_on,
        "blocked": {
            "held": found.held,
            "protected": found.protected,
            "kept_by_other_rule": found.kept,
        },
    }
