"""Movements abroad and the papers that may carry them."""

from datetime import date

from ropa.transfers.facts import Decision, Movement, Paper, Recorded
from ropa.transfers.fit import judge

TODAY = date(2026, 11, 27)


DECISIONS = (
    Decision(
        code="eu-us-2016",
        law="eu",
        name="Privacy Shield",
        country="US",
        scope="certified",
        in_force_from=date(2016, 7, 12),
        ended_on=date(2020, 7, 16),
    ),
    Decision(
        code="eu-us-2023",
        law="eu",
        name="Data Privacy Framework",
        country="US",
        scope="certified",
        in_force_from=date(2023, 7, 10),
    ),
    Decision(
        code="ch-us-2024",
        law="ch",
        name="Swiss-US Framework",
        country="US",
        scope="certified",
        in_force_from=date(2024, 9, 15),
    ),
    Decision(
        code="uk-us-2023",
        law="uk",
        name="UK Extension",
        country="US",
        scope="certified",
        in_force_from=date(2023, 10, 12),
    ),
    Decision(
        code="eu-gb-2021",
        law="eu",
        name="United Kingdom",
        country="GB",
        in_force_from=date(2021, 6, 28),
        expires_on=date(2031, 12, 27),
    ),
    Decision(
        code="eu-br-2026",
        law="eu",
        name="Brazil",
        country="BR",
        in_force_from=date(2026, 1, 28),
    ),
    Decision(
        code="eu-jp-2019",
        law="eu",
        name="Japan",
        country="JP",
        scope="private",
        in_force_from=date(2019, 1, 23),
    ),
    Decision(
        code="eu-epo-2025",
        law="eu",
        name="European Patent Organisation",
        scope="organisation",
        in_force_from=date(2025, 7, 15),
    ),
)


TO_US = Movement(
    on=TODAY,
    law="eu",
    country="US",
    exporter_role="controller",
    importer_role="processor",
    parties=frozenset({"Example Cloud"}),
)


CLAUSES = Paper(
    code="scc", kind="scc", module="2", party="Example Cloud", signed_on=date(2022, 5, 2)
)


def why(movement: Movement, recorded: Recorded) -> str:
    """The code of the reason for which it does not carry; "" where it does."""
    finding = judge(movement, [recorded], DECISIONS).findings[0]
    return finding.reason.code if finding.reason else ""
