"""The gaps of some activities of a register that is too large to be looked at as a whole."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from ropa.export.json import register
from ropa.resources import OrganisationScope
from ropa.services.adequacy import decisions_on_file
from ropa.services.gaps.gap import Gap
from ropa.services.gaps.report import Report, report_of
from ropa.services.gaps.transfer_kinds import GONE
from ropa.services.gaps.window import Window
from ropa.services.transfers.facts import facts_on_file
from ropa.transfers.derive import derive


def report_of_part(scope: OrganisationScope, activities: Iterable[Any], *, on: date) -> Report:
    """Return the report on the activities with these keys, and on what they quote.

    A part does not show what is absent from the whole: whether a record is missing is not told,
    and a transfer follows no longer only where no activity of the register says so.
    """
    report = report_of(register(Window(scope, activities)), decisions_on_file(), on=on)
    gaps = [gap for gap in report.gaps if not gap.kind.adds]
    if any(gap.kind is GONE for gap in gaps):
        gaps = list(_without_those_that_follow(gaps, scope, on))
    return replace(report, gaps=gaps)


def _without_those_that_follow(
    gaps: Iterable[Gap], scope: OrganisationScope, on: date
) -> Iterable[Gap]:
    gone = {flow.code for flow in derive(facts_on_file(scope, on=on)).gone}
    return (gap for gap in gaps if gap.kind is not GONE or gap.key in gone)
