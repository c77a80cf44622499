"""A picture is well-formed whatever names it carries, and looks the same in a file of its own."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ropa.pictures.flow_drawing import BY_CATEGORY, BY_SAFEGUARD, draw_flow
from ropa.pictures.looks import COLOURS, INK, LOOKS
from ropa.pictures.spots import spots_of
from ropa.pictures.svg import Element, as_file, as_markup, clipped, element
from ropa.pictures.ways import State
from ropa.pictures.world import draw_world
from tests.ropa.ways import make_way

CSS = Path(__file__).resolve().parents[2] / "templates/static/back_office/back_office.css"
LONG = "Example " * 25  # 200 characters
HOSTILE = (
    '"><script>alert(1)</script>',
    "]]></title><script>alert(1)</script>&amp;",
    "\x00\x08\x1bcontrol\ufffe\ud800",
    "شركة مثال \u202egnp.exe",
    "\u2067مثال\u2069",
    "例" * 200,
    LONG,
    "",
)


def pictures(name: str) -> list[Element]:
    ways = [
        make_way(name, name, wording=name, state=State.UNKNOWN),
        make_way("Example", country="DE", by_category=((name, make_way().share),)),
    ]
    return [
        draw_world(spots_of(ways), ("DE",), {}),
        draw_flow(ways, BY_SAFEGUARD, {"DE": name}),
        draw_flow(ways, BY_CATEGORY, {"DE": name}),
    ]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_a_name(name: str) -> None:
    for picture in pictures(name):
        page, file = as_markup(picture), as_file(picture, LOOKS)
        for root in (ElementTree.fromstring(page), ElementTree.fromstring(file)):  # noqa: S314
            assert not [each for each in root.iter() if "script" in each.tag]
        assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069]", page)


@given(name=some.text(max_size=300))
@settings(max_examples=80, deadline=None)
def test_any_name_gives_a_well_formed_picture(name: str) -> None:
    for picture in pictures(name)[1:]:  # the map has the same writer, and is long
        ElementTree.fromstring(as_markup(picture))  # noqa: S314 - our own


def test_a_long_name_is_cut_and_told_whole_in_the_title() -> None:
    found = as_markup(draw_flow([make_way(LONG.strip())], BY_SAFEGUARD, {}))

    texts = re.findall(r"<text[^>]*>([^<]*)</text>", found)
    assert max(map(len, texts)) <= 40
    assert f"<title>{LONG.strip()} – 1 purpose line</title>" in found


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("short", 9, "short"),
        ("exactly 9", 9, "exactly 9"),
        ("more than 9", 9, "more tha…"),
        ("例例例例例", 6, "例例…"),
        ("two\nlines", 20, "two lines"),
        ("e\u0301" * 5, 5, "e\u0301" * 5),
    ],
)
def test_a_name_is_cut_by_the_room_it_takes(text: str, width: int, shown: str) -> None:
    assert clipped(text, width) == shown


def test_a_picture_is_announced_by_title_and_description() -> None:
    for picture in pictures("Example"):
        root = ElementTree.fromstring(as_markup(picture))  # noqa: S314 - our own
        title, about = root.attrib["aria-labelledby"].split()
        named = {each.attrib["id"]: each.text for each in root if "id" in each.attrib}
        assert root.attrib["role"] == "img"
        assert named[title]
        assert named[about]


def test_the_page_has_no_style_of_its_own_and_the_file_needs_none() -> None:
    for picture in pictures("Example"):
        assert "style" not in as_markup(picture)
        file = as_file(picture, LOOKS).decode()
        assert "class=" not in file
        assert INK in file


def test_an_attribute_is_escaped() -> None:
    assert as_markup(element("g", id='"<&')) == "<g id='\"&lt;&amp;'></g>"


def test_the_style_sheet_knows_every_class_and_has_the_same_light_colours() -> None:
    css = CSS.read_text()
    used = {
        name
        for picture in pictures("Example")
        for found in re.findall(r'class="([^"]*)"', as_markup(picture))
        for name in found.split()
    }

    assert used - {"picture", "picture-map", "picture-flow"} <= LOOKS.keys()
    for name in LOOKS:
        assert f".picture .{name} {{" in css
    for tone, colour in enumerate(COLOURS):
        assert f"--tone-{tone}: light-dark({colour}," in css


def brightness(colour: str) -> float:
    """The relative luminance of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((brightness(one), brightness(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_every_colour_stands_out_in_light_and_in_dark() -> None:
    css = CSS.read_text()
    both = {
        name: (light, dark)
        for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", css)
    }

    for tone in range(len(COLOURS)):
        for colour, ground in zip(both[f"tone-{tone}"], both["surface"], strict=True):
            assert contrast(colour, ground) >= 3
    for text in ("ink", "quiet"):
        for colour, ground in zip(both[text], both["surface"], strict=True):
            assert contrast(colour, ground) >= 4.5
