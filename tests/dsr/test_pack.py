"""What requests give to an authority pack: a log of dates and outcomes, and nobody's name."""

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from dsr.choices import TicketStatus
from dsr.services.pack import requests_part
from ropa.export.wanted import Wanted
from ropa.models import Organisation
from ropa.resources import OrganisationScope, PastScope
from ropa.services.pack import Asked
from tests.dsr.factories import TicketFactory, ticket_at
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def log_of(organisation: Organisation, scope: OrganisationScope | None = None) -> bytes:
    wanted = Wanted(
        scope=scope or OrganisationScope(organisation.code), written_on=date(2026, 4, 1)
    )
    moment = datetime(2026, 4, 1, 9, tzinfo=UTC)
    part = requests_part(Asked(organisation=organisation, wanted=wanted, written_at=moment))
    (file,) = part.files
    return file.data


def rows(data: bytes) -> list[tuple[Any, ...]]:
    sheet = load_workbook(io.BytesIO(data))["Requests"]
    return list(sheet.iter_rows(values_only=True))[1:]


def test_the_log_tells_right_dates_and_outcome() -> None:
    organisation = OrganisationFactory.create(code="acme")
    ticket_at(TicketStatus.REFUSED, organisation=organisation)
    TicketFactory.create()  # of another organisation

    assert rows(log_of(organisation)) == [
        (
            "ACME-2026-0001",
            "Access – Art. 15",
            "2026-03-05",
            "2026-04-06",
            None,
            "2026-03-06",
            "refused",
        )
    ]


def test_neither_requester_nor_reason_is_in_it() -> None:
    organisation = OrganisationFactory.create()
    ticket_at(
        TicketStatus.REFUSED,
        organisation=organisation,
        requester_name="Zebulon Quatermass",
        requester_address="Quatermass Lane 1",
        details="Zebulon asks.",
    )
    with zipfile.ZipFile(io.BytesIO(log_of(organisation))) as archive:
        said = " ".join(archive.read(name).decode() for name in archive.namelist())

    assert "Quatermass" not in said
    assert "Zebulon" not in said
    assert "Because." not in said


def test_of_a_past_day_the_state_of_that_day_is_told() -> None:
    ticket = TicketFactory.create()
    before = datetime.now(UTC)
    ticket.delete()
    scope = PastScope(ticket.organisation.code, before)

    (row,) = rows(log_of(ticket.organisation, scope))
    assert row[6] == "received"
    assert rows(log_of(ticket.organisation)) == []
