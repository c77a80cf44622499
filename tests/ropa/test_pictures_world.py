"""The map has every country, tells apart what is there, and hides no label behind another."""

import re

import pytest
from babel import Locale

from ropa.choices.register import LocationKind
from ropa.pictures.countries import country_names
from ropa.pictures.looks import LOOKS
from ropa.pictures.placing import Box, place_box
from ropa.pictures.spots import spots_of
from ropa.pictures.svg import as_file, as_markup
from ropa.pictures.ways import State
from ropa.pictures.world import LABELS, draw_world, world
from tests.ropa.ways import make_way

NO_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}  # unions, oceans, test codes, unknown
COUNTRIES = sorted(
    str(code)
    for code in Locale("en").territories
    if len(str(code)) == len("DE") and code not in NO_COUNTRIES
)
NAMES = country_names("en")
FRAME = (world().width, world().height)


def drawn(*ways: object, homes: tuple[str, ...] = ()) -> str:
    return as_markup(draw_world(spots_of(ways), homes, NAMES))  # type: ignore[arg-type]


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_country_of_the_cldr_is_on_the_map(code: str) -> None:
    x, y = world().points[code]

    assert 0 <= x <= FRAME[0]
    assert 0 <= y <= FRAME[1]


def test_outlines_are_paths_that_a_browser_reads_to_the_end() -> None:
    ring = r"M-?[\d.]+ -?[\d.]+l-?[\d.]+ -?[\d.]+(?: -?[\d.]+ -?[\d.]+)*z"

    broken = [
        code for code, path in world().shapes.items() if not re.fullmatch(f"(?:{ring})+", path)
    ]

    assert broken == []
    assert len(world().shapes) > 170
    assert {"MT", "SG", "HK", "LI"}.isdisjoint(world().shapes)  # these are points only


def test_no_outline_goes_across_the_map() -> None:
    """Russia and Fiji lie on both sides of the line of the date."""
    for path in world().shapes.values():
        for ring in path.removesuffix("z").split("z"):
            steps = ring.partition("l")[2].split(" ")[::2]
            assert max(abs(float(step)) for step in steps) < FRAME[0] / 4


def test_a_country_with_an_outline_is_filled_and_a_small_one_is_a_circle() -> None:
    found = drawn(make_way(country="DE"), make_way(country="MT"))

    assert f'<path d="{world().shapes["DE"]}" class="tone-0 outline">' in found
    x, y = world().points["MT"]
    assert f'<circle cx="{x:g}" cy="{y:g}" r="3" class="tone-0 outline">' in found


def test_hosting_access_seat_and_contract_are_four_different_marks() -> None:
    ways = [make_way(country="DE", kind=kind) for kind in LocationKind.values]
    plain = drawn(ways[0])

    found = drawn(*ways)

    for kind in LocationKind:
        assert f">{kind.label}</text>" in found  # in the key
        assert f"{kind.label}: Example Host" in found  # in the title of the country
    assert len(set(re.findall(r'<(?:path|circle|rect)[^>]* class="(?:mark|hollow)">', found))) >= 5
    assert ">access</text>" not in plain


def test_a_country_shows_the_state_that_asks_most() -> None:
    ways = [
        make_way("Example One", country="US", state=State.CARRIED),
        make_way("Example Two", country="US", state=State.NONE),
    ]

    (spot,) = spots_of(ways)

    assert (spot.state, spot.count) == (State.NONE, 2)
    assert "United States – not carried: no safeguard on file" in drawn(*ways)


def test_places_that_are_no_country_stand_under_the_map() -> None:
    found = drawn(
        make_way("Example One", wording="worldwide", state=State.UNKNOWN),
        make_way("Example Two", wording="Worldwide", state=State.UNKNOWN),
        make_way("Example Three", state=State.UNKNOWN),
    )

    assert "“worldwide” – 2 recipients" in found
    assert "place not known – 1 recipient" in found


def test_a_code_that_the_map_lacks_is_told_under_it_and_not_dropped() -> None:
    assert "ZZ" not in world().points
    assert "Unknown Region – 1 recipient" in drawn(make_way(country="ZZ"))


def test_the_country_of_the_exporter_is_outlined() -> None:
    assert drawn(make_way(country="DE"), homes=("FR",)).count('class="home"') == 2  # and in the key


def test_names_of_countries_are_those_of_the_language_of_the_user() -> None:
    assert country_names("de")["US"] == "Vereinigte Staaten"
    assert country_names("fr-ca")["DE"] == "Allemagne"
    assert country_names("no such language") == country_names("en")
    assert country_names("en")["XK"] == "Kosovo"


def test_labels_of_all_of_europe_do_not_hide_each_other() -> None:
    europe = "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT"
    taken: list[Box] = []

    for code in europe.split():
        box = place_box(world().points[code], (70, 17), taken, FRAME)
        assert box is not None, code
        assert box.is_inside(*FRAME)
        assert not any(box.touches(other) for other in taken)
        taken.append(box)


def test_where_all_around_is_taken_there_is_no_label() -> None:
    assert place_box((50, 50), (40, 20), [Box(-500, -500, 2000, 2000)], FRAME) is None


def test_of_many_countries_the_largest_have_a_label() -> None:
    ways = [make_way(country=code) for code in COUNTRIES]

    found = as_file(draw_world(spots_of(ways), (), NAMES), LOOKS).decode()

    assert len(re.findall(r">[A-Z]{2} 1</text>", found)) <= LABELS
    assert found.count(" – stays under the exporter’s law") >= len(COUNTRIES)


def test_a_map_of_nothing_is_a_map() -> None:
    assert "No place is recorded." in drawn()
