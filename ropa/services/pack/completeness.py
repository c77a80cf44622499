"""The part of a pack that says whether the record is complete."""

from django.utils.translation import gettext as _

from ropa.export.sheets import Cell, Sheet
from ropa.services.adequacy import decisions_on_file
from ropa.services.gaps import Report, Verdict, report_of
from ropa.services.pack.asked import Asked, Part, table

VERDICTS = (Verdict.BLOCKING, Verdict.ART30, Verdict.TEMPLATE)


def completeness_part(asked: Asked) -> Part:
    """Return the two verdicts, complete under Art. 30 and under our template."""
    wanted = asked.wanted
    report = report_of(wanted.register, decisions_on_file(), on=wanted.as_of or wanted.written_on)
    verdicts = Sheet(
        title=_("Verdicts"),
        for_paper=True,
        header=[_("Complete under"), _("Verdict"), _("Gaps")],
        rows=[
            [str(each.label), _yes_or_no(report.counts[each] == 0), report.counts[each]]
            for each in VERDICTS
        ],
    )
    headings = {each["code"]: each["heading"] for each in wanted.register["activities"]}
    activities = Sheet(
        title=_("Activities"),
        for_paper=True,
        header=[
            _("Code"),
            _("Processing activity"),
            _("Answered, in per cent"),
            *(_("Gaps: %(verdict)s") % {"verdict": each.label} for each in VERDICTS),
        ],
        rows=[[code, heading, *_standing(report, code)] for code, heading in headings.items()],
    )
    about = _("Whether the record is complete, under Art. 30 and under our template")
    return Part(files=(table("completeness.xlsx", about, [verdicts, activities], asked),))


def _standing(report: Report, code: str) -> list[Cell]:
    counts = report.by_activity[code]
    return [report.completion[code], *(counts[each] for each in VERDICTS)]


def _yes_or_no(is_so: bool) -> str:
    return _("complete") if is_so else _("not complete")
