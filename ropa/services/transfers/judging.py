"""The judgement on one recorded transfer, for its page."""

from datetime import date

from ropa.models import Transfer
from ropa.resources import OrganisationScope
from ropa.services.gaps.window import Window
from ropa.services.transfers.facts import facts_on_file
from ropa.transfers.facts import Judgement
from ropa.transfers.fit import judge
from ropa.transfers.flows import Group, groups_of


def judgements_on(transfer: Transfer, *, on: date) -> list[tuple[Judgement, Group]]:
    """Judge what the transfer rests on, for each law and each pair of roles in its lines.

    Empty for a limit or a measure, by which no data move.
    """
    scope = OrganisationScope(transfer.organisation.code)
    keys = set(transfer.purposes.values_list("purpose__activity", flat=True))
    facts = facts_on_file(Window(scope, keys) if keys else scope, on=on)
    return [
        (judge(group.movement, flow.mechanisms, facts.decisions), group)
        for flow in facts.flows
        if flow.code == transfer.code
        for group in groups_of(flow, facts)
    ]
