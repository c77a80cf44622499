"""Tell what the register lacks: for Art. 30, for our template, and where it contradicts itself."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.commands import BackOfficeCommand, cannot_run, day
from ropa.export.json import register
from ropa.management.choosing import organisation_of, scope_of
from ropa.models import Organisation
from ropa.services.adequacy import decisions_on_file
from ropa.services.gaps import Gap, Report, Verdict, report_of

SHOWN = 8  # records of one kind that are named


class Command(BackOfficeCommand):
    help = __doc__ or ""
    example = "check_register --organisation quali --json gaps.json"
    takes_day = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add = parser.add_argument
        add("--organisation", metavar="CODE", help=_("Whose register; without it, every one."))
        add("--as-of", type=day, metavar="DAY", help=_("The register as it stood on that day."))

    def run(self, **options: Any) -> bool:
        chosen = _chosen(options["organisation"])
        on = options["as_of"] or options["on"]
        results = []
        is_clean = True
        for organisation in chosen:
            report = report_of(
                register(scope_of(organisation, options["as_of"])), decisions_on_file(), on=on
            )
            for line in _in_words(organisation, report):
                self.say(line, **options)
            results.append(_as_json(organisation, report, on))
            is_clean = is_clean and report.is_clean
        self.write_json({"on": on, "registers": results}, options["json_file"])
        return not is_clean


def _chosen(code: str | None) -> list[Organisation]:
    if code:
        return [organisation_of(code)]
    found = list(Organisation.objects.order_by("code"))
    if not found:
        cannot_run(_("There is no organisation yet; add one, or run `manage.py demo`."))
    return found


def _in_words(organisation: Organisation, report: Report) -> Iterator[str]:
    """A heading, the two verdicts, then the gaps by verdict and kind with the records named."""
    yield f"{organisation.name} ({organisation.code})"
    for verdict in (Verdict.ART30, Verdict.TEMPLATE):
        yield f"  {_verdict(report, verdict)}"
    shares = report.completion.values()
    if shares:
        yield "  " + _("Completion of activities: %(least)d to %(most)d %%") % {
            "least": min(shares),
            "most": max(shares),
        }
    for verdict in Verdict:
        gaps = [gap for gap in report.gaps if gap.kind.verdict == verdict]
        if gaps:
            yield f"\n  {verdict.label}: {len(gaps)}"
            yield from _kinds(gaps)
    yield ""


def _verdict(report: Report, verdict: Verdict) -> str:
    missing = report.counts[verdict]
    if not missing:
        return _("%(verdict)s: complete") % {"verdict": verdict.label}
    complete = sum(not counts[verdict] for counts in report.by_activity.values())
    return _("%(verdict)s: not complete, %(gaps)s; %(complete)d of %(all)d activities complete") % {
        "verdict": verdict.label,
        "gaps": ngettext("%d gap", "%d gaps", missing) % missing,
        "complete": complete,
        "all": len(report.by_activity),
    }


def _kinds(gaps: list[Gap]) -> Iterator[str]:
    ordered = sorted(gaps, key=lambda gap: gap.kind.code)
    for kind, group in groupby(ordered, key=lambda gap: gap.kind):
        found = list(group)
        sources = ", ".join(dict.fromkeys(gap.source for gap in found))
        yield f"    {len(found):>4}  {kind.title} [{kind.code}; {sources}]"
        yield from _named(found)


def _named(found: list[Gap]) -> Iterator[str]:
    """The records of one kind: each with its sentence, or all behind the one they share."""
    shown, more = found[:SHOWN], len(found) - SHOWN
    rest = _(" and %d more") % more if more > 0 else ""
    if len(found) > 1 and len({gap.sentence for gap in shown}) == 1:
        yield f"          {found[0].sentence}"
        yield f"          {', '.join(gap.key for gap in shown)}{rest}"
        return
    for gap in shown:
        yield f"          {gap.key}: {gap.sentence}"
    if rest:
        yield f"         {rest}"


def _as_json(organisation: Organisation, report: Report, on: date) -> dict[str, Any]:
    return {
        "organisation": organisation.code,
        "complete": {
            verdict.value: not report.counts[verdict]
            for verdict in (Verdict.ART30, Verdict.TEMPLATE)
        },
        "counts": {verdict.value: report.counts[verdict] for verdict in Verdict},
        "activities": {
            code: {
                "completion": report.completion[code],
                **{verdict.value: counts[verdict] for verdict in Verdict},
            }
            for code, counts in report.by_activity.items()
        },
        "gaps": [gap.as_json() for gap in report.gaps],
    }
