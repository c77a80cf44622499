"""How each class looks in a file of its own, which has no style sheet: the light colours.

The same classes are in back_office.css, there with variables for light, dark and paper.
"""

from ropa.pictures.svg import Element, Looks, element

INK, QUIET, LINE, EDGE, SURFACE, LAND = (
    "#1b2530",
    "#53606e",
    "#e1e6ec",
    "#7f8b99",
    "#ffffff",
    "#e8ecf1",
)
# Eight colours that stand out from the page by 3:1 at least, each with a pattern for paper.
COLOURS = (
    "#2e8540",
    "#66727f",
    "#2f6db5",
    "#7a4fb0",
    "#a86400",
    "#c4372c",
    "#007a83",
    "#b03a7b",
)
_TEXT = {"font-family": "system-ui, sans-serif", "fill": INK}

LOOKS: Looks = {
    "backdrop": {"fill": SURFACE},
    "land": {"fill": LAND, "stroke": EDGE, "stroke-width": 0.4},
    "outline": {"stroke": INK, "stroke-width": 0.6},
    "home": {"fill": "none", "stroke": INK, "stroke-width": 1.8},
    "box": {"fill": SURFACE, "stroke": EDGE, "stroke-width": 1},
    "leader": {"stroke": INK, "stroke-width": 0.7, "fill": "none"},
    "mark": {"fill": INK},
    "hollow": {"fill": "none", "stroke": INK, "stroke-width": 1.3},
    "label": {**_TEXT, "font-size": 11},
    "small": {**_TEXT, "font-size": 10, "fill": QUIET},
    "head": {**_TEXT, "font-size": 12, "font-weight": 600},
    "grain": {"stroke": SURFACE, "stroke-width": 1.2, "fill": "none"},
    "grain-dot": {"fill": SURFACE},
    "ribbon": {"fill-opacity": 0.6},
    "ribbon-edge": {"stroke-width": 0.75, "fill": "none"},
    **{f"tone-{at}": {"fill": each} for at, each in enumerate(COLOURS)},
    **{f"edge-{at}": {"stroke": each} for at, each in enumerate(COLOURS)},
}
# What each pattern draws on a square of six; the first is plain.
_GRAINS: tuple[tuple[str, ...], ...] = (
    (),
    ("M1.5 0V6",),
    ("dot",),
    ("M0 6L6 0",),
    ("M0 1.5H6",),
    ("M0 6L6 0", "M0 0L6 6"),
    ("M0 0L6 6",),
    ("M3 0V6", "M0 3H6"),
)


def patterns(name: str) -> Element:
    """The definitions of the patterns, with identifiers of this picture."""
    return element(
        "defs",
        *(
            element(
                "pattern",
                *(_stroke(each) for each in grain),
                id=f"{name}-grain-{at}",
                width=6,
                height=6,
                patternUnits="userSpaceOnUse",
            )
            for at, grain in enumerate(_GRAINS)
            if grain
        ),
    )


def grain(name: str, tone: int) -> str:
    """What fills a shape with the pattern of a tone."""
    return f"url(#{name}-grain-{tone})" if _GRAINS[tone] else "none"


def _stroke(each: str) -> Element:
    if each == "dot":
        return element("circle", cx=3, cy=3, r=1.1, class_="grain-dot")
    return element("path", d=each, class_="grain")
