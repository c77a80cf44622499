"""A register with one thing missing, and the gaps that are told of it."""

from datetime import date
from typing import Any

from ropa.choices.register import (
    FacetState,
    Role,
)
from ropa.export.json import register
from ropa.models import (
    FACETS,
    Organisation,
    Purpose,
)
from ropa.resources import OrganisationScope
from ropa.services.adequacy import decisions_on_file
from ropa.services.gaps import Gap, Report, report_of
from tests import factories as make
from tests.factories import SOME_DAY

SAID = {f"{facet}_state": FacetState.NONE for facet in FACETS}


def report(organisation: Organisation, on: date = SOME_DAY) -> Report:
    return report_of(register(OrganisationScope(organisation.code)), decisions_on_file(), on=on)


def gaps_of(record: Any, on: date = SOME_DAY) -> dict[str, Gap]:
    organisation = record if isinstance(record, Organisation) else record.organisation
    return {gap.kind.code: gap for gap in report(organisation, on).gaps}


def line(role: str = Role.CONTROLLER, **states: str) -> Purpose:
    """A line of which every cell is answered, but those that the test states."""
    return make.PurposeFactory.create(activity__role=role, **{**SAID, **states})
