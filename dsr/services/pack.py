"""What requests contribute to an authority pack: a log without anything personal."""

from django.utils.translation import gettext as _

from dsr.choices import TicketStatus
from dsr.models import Ticket
from ropa.choices.retention import Right
from ropa.export.sheets import Cell, Sheet
from ropa.services.pack import Asked, Part, contribute, table


def requests_part(asked: Asked) -> Part:
    """Return the log of requests: who asked, what they wrote and our reasons are left out."""
    tickets = sorted(asked.wanted.scope.rows(Ticket), key=lambda ticket: str(ticket.reference))
    log = Sheet(
        title=_("Requests"),
        for_paper=True,
        header=[
            _("Reference"),
            _("Right"),
            _("Received on"),
            _("Due on"),
            _("Extended on"),
            _("Answered on"),
            _("Outcome"),
        ],
        rows=[_row(ticket) for ticket in tickets],
    )
    about = _("Log of the requests of data subjects, without personal data")
    return Part(files=(table("requests.xlsx", about, [log], asked),))


def _row(ticket: Ticket) -> list[Cell]:
    return [
        ticket.reference,
        str(Right(ticket.right).label),
        ticket.received_on.isoformat(),
        ticket.due_on.isoformat(),
        ticket.extended_on.isoformat() if ticket.extended_on else "",
        ticket.closed_on.isoformat() if ticket.closed_on else "",
        str(TicketStatus(ticket.status).label),
    ]


contribute(requests_part, permission="dsr.view_ticket")
