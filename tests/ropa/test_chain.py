"""The chain of sub-processors: told to any depth, each once, and never in a circle."""

from datetime import date
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ropa.models import SubProcessing, Vendor
from ropa.services import chain
from ropa.services.chain import Link
from tests import factories as make
from tests.at_once import at_once

ON = date(2026, 11, 27)
ROUNDS = 16


def link(above: Vendor, below: Vendor, **more: Any) -> SubProcessing:
    return make.SubProcessingFactory.create(vendor=above, sub_processor=below, **more)


def vendors(*names: str) -> list[Vendor]:
    first = make.VendorFactory.create(name=names[0])
    ours = first.organisation
    return [first, *(make.VendorFactory.create(name=each, organisation=ours) for each in names[1:])]


class TestBelow:
    def test_each_sub_processor_is_told_once_on_a_shortest_path(self) -> None:
        links = chain.by_vendor(
            Link(*pair)
            for pair in ("AB", "BC", "CD", "AC")  # D lies below C, C below A itself
        )

        found = {path.sub_processor: path.vendors for path in chain.paths_below("A", links)}

        assert found == {"B": ("A", "B"), "C": ("A", "C"), "D": ("A", "C", "D")}

    def test_a_net_of_many_ways_is_no_longer_than_its_links(self) -> None:
        """Forty layers of two vendors, each linked with both below: a million million ways."""
        links = chain.by_vendor(
            Link((layer, side), (layer + 1, other))
            for layer in range(40)
            for side in (0, 1)
            for other in (0, 1)
        )

        assert len(chain.paths_below((0, 0), links)) == 80
        branches = list(chain.tree_below((0, 0), links))
        assert len(branches) == 158  # every link that lies below, once
        assert max(branch.depth for branch in branches) == 40

    def test_what_lies_below_a_vendor_stands_where_it_is_met_first(self) -> None:
        links = chain.by_vendor(Link(*pair) for pair in ("AB", "AC", "BD", "CD", "DE"))

        told = [
            ("-" * branch.depth + branch.link.sub_processor, branch.is_repeated)
            for branch in chain.tree_below("A", links)
        ]

        assert told == [
            ("-B", False),
            ("--D", False),
            ("---E", False),
            ("-C", False),
            ("--D", True),
        ]

    def test_upwards_it_tells_for_whom_a_vendor_works(self) -> None:
        links = chain.upwards(chain.by_vendor(Link(*pair) for pair in ("AB", "BC", "XB")))

        assert [path.vendors for path in chain.paths_below("C", links)] == [
            ("C", "B"),
            ("C", "B", "A"),
            ("C", "B", "X"),
        ]


@pytest.mark.django_db
class TestOfARegister:
    def test_only_links_that_hold_on_the_day_count(self) -> None:
        ours, past, present, future = vendors("Ours", "Past", "Present", "Future")
        link(ours, past, ended_on=ON)  # the first day without it
        link(ours, present, since_on=ON)
        link(ours, future, since_on=date(2026, 11, 28))

        found = chain.chain_below([ours], on=ON)

        assert [path.sub_processor for path in found[ours.pk]] == [present.pk]

    def test_many_vendors_are_one_query(self, django_assert_num_queries: Any) -> None:
        first, *others = vendors(*(f"V{number}" for number in range(30)))
        for above, below in zip([first, *others], others, strict=False):
            link(above, below)

        with django_assert_num_queries(1):
            found = chain.chain_below([first, *others], on=ON)

        assert [path.depth for path in found[first.pk]] == list(range(1, 30))

    def test_another_organisation_is_left_out(self) -> None:
        ours = make.VendorFactory.create()
        foreign = make.SubProcessingFactory.create()

        assert chain.chain_below([ours], on=ON) == {ours.pk: []}
        assert set(chain.links_of([foreign.organisation_id])) == {foreign.vendor_id}


@pytest.mark.django_db
class TestCircles:
    def test_a_circle_is_refused_at_the_field_with_its_names(self) -> None:
        a, b, c = vendors("Alpha", "Beta", "Gamma")
        link(a, b)
        link(b, c)
        closing = SubProcessing(vendor=c, sub_processor=a)

        with pytest.raises(ValidationError) as refused:
            closing.full_clean()

        assert refused.value.message_dict["sub_processor"] == [
            "That would close a circle of sub-processors: Gamma → Alpha → Beta → Gamma."
        ]

    def test_no_vendor_is_its_own_sub_processor(self) -> None:
        vendor = make.VendorFactory.create()

        with pytest.raises(ValidationError, match="cannot be its own sub-processor"):
            SubProcessing(vendor=vendor, sub_processor=vendor).full_clean()

    def test_what_has_two_ways_and_no_circle_is_fine(self) -> None:
        a, b, c, d = vendors("Alpha", "Beta", "Gamma", "Delta")
        for pair in ((a, b), (a, c), (b, d)):
            link(*pair)

        SubProcessing(vendor=c, sub_processor=d).full_clean()

    def test_a_link_may_be_turned_round(self) -> None:
        a, b = vendors("Alpha", "Beta")
        only = link(a, b)
        only.vendor, only.sub_processor = b, a

        only.full_clean()
        only.save()

        assert SubProcessing.objects.get().vendor == b

    def test_the_database_refuses_it_on_every_path(self) -> None:
        a, b, c = vendors("Alpha", "Beta", "Gamma")
        link(a, b)
        last = link(b, c)

        with pytest.raises(IntegrityError, match="close a circle"), transaction.atomic():
            link(c, a)
        with pytest.raises(IntegrityError, match="close a circle"), transaction.atomic():
            SubProcessing.objects.filter(pk=last.pk).update(sub_processor=a)


@pytest.mark.django_db(transaction=True)
def test_two_links_at_once_that_close_a_circle_together_never_both_stand(tmp_path: Path) -> None:
    """Each is fine alone, and neither transaction sees the other's row."""
    pairs = [vendors("Alpha", "Beta") for _round in range(ROUNDS)]
    both = Barrier(2, timeout=30)

    def add_all(first: int, second: int) -> list[bool]:
        return [_is_made(pair[first], pair[second], both) for pair in pairs]

    downwards, upwards = at_once([lambda: add_all(0, 1), lambda: add_all(1, 0)], tmp_path)

    assert [one + other for one, other in zip(downwards, upwards, strict=True)] == [1] * ROUNDS


def _is_made(above: Vendor, below: Vendor, both: Barrier) -> bool:
    both.wait()
    try:
        link(above, below)
    except IntegrityError:
        return False
    return True
