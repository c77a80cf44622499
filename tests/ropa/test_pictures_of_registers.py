"""The pictures of the five demo registers: well formed, and the same facts as their tables."""

import re
from collections import defaultdict
from fractions import Fraction
from itertools import pairwise
from xml.etree.ElementTree import Element, fromstring

import pytest

from ropa.choices.register import LocationKind
from ropa.models import Organisation
from ropa.pictures import tables, words
from ropa.pictures.countries import country_names
from ropa.pictures.flow_drawing import BY_CATEGORY, BY_SAFEGUARD, draw_flow
from ropa.pictures.looks import LOOKS
from ropa.pictures.spots import spots_of
from ropa.pictures.svg import Element as Drawn
from ropa.pictures.svg import as_file, as_markup
from ropa.pictures.ways import State, Way
from ropa.pictures.world import WORDED, draw_world
from ropa.services.ways import ways_of
from tests import sheets
from tests.factories import SOME_DAY
from tests.ropa.registers import ORGANISATIONS

pytestmark = pytest.mark.django_db
EXAMPLE = sheets.DEMO.parent / "docs" / "examples" / "register.json"
NAMES = country_names("en")
SVG = "{http://www.w3.org/2000/svg}"
OUTSIDE = {"script", "image", "use", "foreignObject", "style", "a", "link", "iframe"}


@pytest.fixture(params=ORGANISATIONS)
def home(request: pytest.FixtureRequest) -> Organisation:
    """One of the demo organisations, imported from its files."""
    demo = sheets.DEMO / request.param
    assert sheets.run("load_reference").code == 0
    for ran in (
        sheets.import_register(demo, request.param),
        sheets.import_vendors(demo / "vendor_list.csv", request.param),
        sheets.import_register(demo / "transfers", request.param),
    ):
        assert ran.code == 0, ran.out + ran.err
    return Organisation.objects.get(code=request.param)


def test_the_pictures_of_a_register_say_what_its_tables_say(home: Organisation) -> None:
    whole = ways_of(home, on=SOME_DAY)
    _check_map(whole.ways, whole.homes)
    _check_flow(whole.ways)
    for activity in home.activities.order_by("code"):
        found = ways_of(home, on=SOME_DAY, activity=activity)
        _check_map(found.ways, found.homes)
        _check_flow(found.ways)


def test_the_example_of_the_documentation_shows_every_verdict() -> None:
    assert sheets.run("load_reference").code == 0
    ran = sheets.import_register(EXAMPLE, "example")
    assert ran.code == 0, ran.out + ran.err

    found = ways_of(Organisation.objects.get(code="example"), on=SOME_DAY)

    assert {way.state for way in found.ways} == set(State) - {State.NO_TRANSFER}
    _check_map(found.ways, found.homes)
    _check_flow(found.ways)


def _check_map(ways: list[Way], homes: frozenset[str]) -> None:
    spots = spots_of(ways)
    root = _well_formed(draw_world(spots, homes, NAMES))
    kinds = [str(kind.label) for kind in LocationKind]
    told, unplaced = set(), []
    for row in tables.places_rows(spots, NAMES):
        place, code, _count, state, *there = row.cells[: 4 + len(kinds)]
        lines = [f"{kind}: {who}" for kind, who in zip(kinds, there, strict=True) if who]
        said = (f"{place} – {state}", frozenset(lines))
        told.add(said)
        if not code:
            unplaced.append(said)
    hidden = set(unplaced[WORDED:])
    drawn = {(head, frozenset(lines)) for head, *lines in map(str.splitlines, _titles(root))}
    assert drawn == told - hidden
    assert (words.more(len(hidden), "place") in _texts(root)) is bool(hidden)


def _check_flow(ways: list[Way]) -> None:
    """Each box and each ribbon between two of them; the small rest of a column is one box."""
    root = _well_formed(draw_flow(ways, BY_SAFEGUARD, NAMES))
    rows = [row.cells for row in tables.ways_rows(ways, NAMES, whole=True)]
    steps = [[row[0], row[1], *row[2].split(" → ")[-1:], row[3]] for row in rows]
    boxes = _boxes(root)
    for column, name in enumerate(COLUMNS):
        there = {step[column] for step in steps} - {""}
        drawn = boxes & there if there else set()
        left = len(there - drawn)
        assert left == 0 or words.more(left, name) in boxes, (name, there - drawn)
    assert boxes <= {each for step in steps for each in step} | {
        words.more(count, name) for name in COLUMNS for count in range(len(ways))
    }
    sums: defaultdict[tuple[str, str, str], Fraction] = defaultdict(Fraction)
    for way, row, step in zip(ways, rows, steps, strict=True):
        state = row[5].removesuffix(f": {'; '.join(way.told)}")
        for source, target in pairwise(filter(None, step)):
            if target != step[3] or way.chain or not any(other.chain for other in ways):
                sums[source, target, state] += way.share
    expected = {
        f"{source} → {target}: {state}, {words.lines(weight)}"
        for (source, target, state), weight in sums.items()
        if {source, target} <= boxes
    }
    ends = {each for step in steps for each in step}
    ribbons = {title for title in _titles(root) if " → " in title}
    assert {
        title for title in ribbons if set(title.split(": ")[0].split(" → ")) <= ends
    } == expected

    by_category = _texts(_well_formed(draw_flow(ways, BY_CATEGORY, NAMES)))
    parts = [[words.category(name) for name, _part in way.by_category] for way in ways]
    assert [", ".join(names) for names in parts] == [row[7] for row in rows]
    assert {name for names in parts for name in names} <= by_category or (
        words.other_categories() in by_category
    )


COLUMNS = ("entity", "vendor", "sub", "place")


def _well_formed(picture: Drawn) -> Element:
    """Read the picture as a file and on a page: named, without reference outside, not by colour."""
    as_a_file = fromstring(as_file(picture, LOOKS))  # noqa: S314 - our own
    root = fromstring(as_markup(picture))  # noqa: S314 - our own
    for each in (as_a_file, root):
        title, about = list(each)[:2]
        assert (title.tag, about.tag) == (f"{SVG}title", f"{SVG}desc")
        assert title.text
        assert about.text
        assert each.get("role") == "img"
        assert each.get("aria-labelledby") == f"{title.get('id')} {about.get('id')}"
        defined = {part.get("id") for part in each.iter() if part.get("id")}
        for part in each.iter():
            assert part.tag.removeprefix(SVG) not in OUTSIDE
            for name, value in part.attrib.items():
                assert not name.endswith(("href", "src", "style"))
                assert not name.startswith("on")
                assert "://" not in value
                assert set(re.findall(r"url\((.*?)\)", value)) <= {f"#{known}" for known in defined}
    _not_by_colour_alone(root)
    return root


def _not_by_colour_alone(root: Element) -> None:
    """Each colour has a pattern of its own, or none for one of them, and stands in the key."""
    patterns: dict[str, set[str | None]] = defaultdict(set)
    for group in root.iter():
        for shape, beside in pairwise(group):
            tones = re.findall(r"tone-\d", shape.get("class", ""))
            if tones:
                patterns[tones[0]].add(beside.get("fill"))
    assert all(len(fills) == 1 for fills in patterns.values())
    assert len(set().union(*patterns.values())) == len(patterns)
    in_key = [each for each in root if "tone-" in each.get("class", "")]
    assert {each.get("class", "").split()[0] for each in in_key} == set(patterns)


def _titles(root: Element) -> list[str]:
    return [each.findtext(f"{SVG}title") or "" for each in root.findall(f"{SVG}g")]


def _boxes(root: Element) -> set[str]:
    return {
        title.rsplit(" – ", 1)[0] for title in _titles(root) if ": " not in title or " – " in title
    }


def _texts(root: Element) -> set[str]:
    """The words of the picture, those that are cut in full."""
    return {each.findtext(f"{SVG}title") or each.text or "" for each in root.iter(f"{SVG}text")}
