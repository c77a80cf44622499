"""The flow diagram accounts for every purpose line, whatever the register looks like."""

import re
from collections import Counter
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as some

from ropa.choices.register import LocationKind
from ropa.pictures.flow import (
    COLUMNS,
    ENTITY,
    GAP,
    PLACE,
    REST,
    SHOWN,
    SUB,
    VENDOR,
    WIDTH,
    Layout,
    Node,
    lay_out,
)
from ropa.pictures.flow_drawing import BY_CATEGORY, BY_SAFEGUARD, colouring, draw_flow, label
from ropa.pictures.svg import as_markup
from ropa.pictures.ways import State, Way
from tests.ropa.ways import make_way, party

NEAR = 1e-6


def layout_of(ways: list[Way], by: str = BY_SAFEGUARD) -> Layout:
    return lay_out(ways, colouring(ways, by).parts, lambda way: way.place.country or "?")


shares = some.fractions(min_value=Fraction(1, 40), max_value=40, max_denominator=40)
names = some.integers(0, 60).map(lambda at: f"Example {at}")


@some.composite
def random_ways(draw: some.DrawFn) -> list[Way]:
    ways = []
    for _ in range(draw(some.integers(1, 60))):
        share = draw(shares)
        parts = draw(some.lists(some.sampled_from(("a", "b", "c", "")), min_size=1, unique=True))
        ways.append(
            make_way(
                draw(names),
                *draw(some.lists(names, max_size=3)),
                entity=party(draw(some.sampled_from(("Ltd", "GmbH", "Inc")))),
                country=draw(some.sampled_from(("DE", "US", "SG", ""))),
                state=draw(some.sampled_from(list(State))),
                share=share,
                by_category=tuple((part, share / len(parts)) for part in sorted(parts)),
            )
        )
    return ways


@given(ways=random_ways(), by=some.sampled_from((BY_SAFEGUARD, BY_CATEGORY)))
@settings(max_examples=60, deadline=None)
def test_what_flows_into_a_node_flows_out_of_it_and_nothing_is_lost(
    ways: list[Way], by: str
) -> None:
    layout = layout_of(ways, by)
    arrives: Counter[Node] = Counter()
    leaves: Counter[Node] = Counter()
    for ribbon in layout.ribbons:
        leaves[ribbon.source] += ribbon.weight  # type: ignore[assignment]  # fractions count, too
        arrives[ribbon.target] += ribbon.weight  # type: ignore[assignment]

    total = sum(way.share for way in ways)
    for node in layout.nodes:
        if node.key[0] != PLACE:
            assert leaves[node] == node.weight
        if node.key[0] != ENTITY:
            assert arrives[node] == node.weight
    for column in layout.columns:
        assert sum(node.weight for node in layout.nodes if node.key[0] == column) == total


@given(ways=random_ways())
@settings(max_examples=60, deadline=None)
def test_nothing_has_a_negative_size_and_no_node_hides_another(ways: list[Way]) -> None:
    layout = layout_of(ways)

    for column in layout.columns:
        nodes = sorted(
            (node for node in layout.nodes if node.key[0] == column), key=lambda node: node.y
        )
        for above, below in pairwise(nodes):
            assert above.y + above.height + GAP <= below.y + NEAR
    for node in layout.nodes:
        assert node.width >= 0
        assert node.height > 0
        assert 0 <= node.x <= node.x + node.width <= WIDTH
        assert node.y + node.height <= layout.height + NEAR
    for ribbon in layout.ribbons:
        assert ribbon.breadth > 0
        assert ribbon.source.x < ribbon.target.x
        for node, edge in ((ribbon.source, ribbon.start), (ribbon.target, ribbon.end)):
            assert node.y - NEAR <= edge
            assert edge + ribbon.breadth <= node.y + node.height + NEAR


@given(data=some.data(), ways=random_ways())
@settings(max_examples=25, deadline=None)
def test_the_same_ways_give_the_same_picture_in_whatever_order(
    data: some.DataObject, ways: list[Way]
) -> None:
    shuffled = data.draw(some.permutations(ways))

    assert as_markup(draw_flow(shuffled, BY_CATEGORY, {})) == as_markup(
        draw_flow(ways, BY_CATEGORY, {})
    )


def test_without_sub_processors_there_is_no_column_for_them() -> None:
    assert SUB not in layout_of([make_way()]).columns
    assert layout_of([make_way("Example Host", "Example Below")]).columns == COLUMNS


def test_one_vendor_is_three_boxes_and_two_ribbons() -> None:
    layout = layout_of([make_way(country="DE")])

    assert [node.name for node in layout.nodes] == ["Example Ltd", "Example Host", "DE"]
    assert len(layout.ribbons) == 2


def test_no_vendor_is_a_picture_that_says_so() -> None:
    assert layout_of([]).nodes == ()
    assert "No flow is recorded." in as_markup(draw_flow([], BY_SAFEGUARD, {}))


def test_of_five_hundred_vendors_the_small_rest_is_one_node() -> None:
    ways = [make_way(f"Example {at}", share=Fraction(at + 1), country="DE") for at in range(500)]

    layout = layout_of(ways)

    vendors = [node for node in layout.nodes if node.key[0] == VENDOR]
    (rest,) = (node for node in vendors if node.key[1] == REST)
    left = 500 - SHOWN[VENDOR]
    assert len(vendors) == SHOWN[VENDOR] + 1
    assert label(rest) == f"{left} more vendors"
    assert rest.weight == sum(range(1, left + 1))
    assert rest.y == max(node.y for node in vendors)


def test_a_rest_of_one_is_shown_by_its_name() -> None:
    ways = [make_way(f"Example {at}") for at in range(SHOWN[VENDOR] + 1)]

    assert not [node for node in layout_of(ways).nodes if node.key[1] == REST]


def test_a_deep_chain_ends_at_its_last_sub_processor() -> None:
    layout = layout_of([make_way("Example Host", "First", "Second", "Third", country="SG")])

    assert [node.name for node in layout.nodes if node.key[0] == SUB] == ["Third"]


def test_a_vendor_without_sub_processors_passes_their_column() -> None:
    layout = layout_of([make_way("Direct"), make_way("Host", "Below")])

    (passage,) = (node for node in layout.nodes if node.is_passage)
    assert (passage.width, passage.weight) == (0, Fraction(1))
    assert "directly" in as_markup(
        draw_flow([make_way("Direct"), make_way("Host", "Below")], BY_SAFEGUARD, {})
    )


def test_vendors_in_the_order_of_their_countries_do_not_cross() -> None:
    ways = [
        make_way(f"Example {code}", country=code, entity=party(f"Entity {code}"))
        for code in ("SG", "DE", "US", "FR")
    ]

    layout = layout_of(ways)

    order = {
        column: [n.name[-2:] for n in sorted(layout.nodes, key=lambda n: n.y) if n.key[0] == column]
        for column in layout.columns
    }
    assert order[ENTITY] == order[VENDOR] == order[PLACE]


def test_of_many_categories_the_largest_seven_have_a_colour() -> None:
    ways = [
        make_way(
            f"Example {at}", share=Fraction(9 - at), by_category=((f"data {at}", Fraction(9 - at)),)
        )
        for at in range(9)
    ]

    found = as_markup(draw_flow(ways, BY_CATEGORY, {}))

    assert colouring(ways, BY_CATEGORY).categories == tuple(f"data {at}" for at in range(7))
    assert ">other categories</text>" in found
    assert "data 8" not in found


def test_the_key_names_the_states_that_occur() -> None:
    ways = [make_way(state=State.NONE), make_way("Other", kind=LocationKind.ACCESS)]

    found = as_markup(draw_flow(ways, BY_SAFEGUARD, {}))

    assert ">not carried: no safeguard on file</text>" in found
    assert ">adequacy decision in force</text>" not in found


def test_a_ribbon_that_passes_on_has_no_line_across() -> None:
    ways = [make_way("Example Host"), make_way("Example Mail", "Example Storage")]

    found = as_markup(draw_flow(ways, BY_SAFEGUARD, {}))

    drawn = re.findall(r'<path d="([^"]*)" class="[^"]*edge-[^"]*">', found)
    assert len(drawn) == 6
    assert not any(sign in path for path in drawn for sign in "VZ")
