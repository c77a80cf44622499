"""Two officers who merge at the same moment: one after the other, and never half a merge."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from ropa.models import Vendor
from ropa.services.vendor_merging import merge_vendors
from tests import factories as make
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROUNDS = 4


def test_of_two_officers_who_merge_a_pair_in_both_directions_one_wins(tmp_path: Path) -> None:
    organisation = make.OrganisationFactory.create()
    pairs = [make.VendorFactory.create_batch(2, organisation=organisation) for _ in range(ROUNDS)]
    for pair in pairs:
        for vendor in pair:
            make.AgreementFactory.create(vendor=vendor, organisation=organisation)

    def merge_all(kept: int, merged: int) -> Callable[[], list[bool]]:
        def merge(pair: list[Vendor]) -> bool:
            try:
                merge_vendors(pair[kept], pair[merged], reason="One.", at=NOON, by=None)
            except ValidationError:
                return False
            return True

        return lambda: [merge(pair) for pair in pairs]

    one, other = at_once([merge_all(0, 1), merge_all(1, 0)], tmp_path)

    assert [a + b for a, b in zip(one, other, strict=True)] == [1] * ROUNDS
