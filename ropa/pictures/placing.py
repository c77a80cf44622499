"""Where labels of a map stand, so that none hides another."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

RINGS = ((0.0, 1), (20.0, 8), (38.0, 12), (58.0, 16), (80.0, 20), (106.0, 24), (140.0, 32))
GAP = 2.0


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def touches(self, other: "Box") -> bool:
        return (
            self.x < other.x + other.width + GAP
            and other.x < self.x + self.width + GAP
            and self.y < other.y + other.height + GAP
            and other.y < self.y + self.height + GAP
        )

    def is_inside(self, width: float, height: float) -> bool:
        return self.x >= 0 and self.y >= 0 and self.right <= width and self.bottom <= height

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


def place_box(
    point: tuple[float, float],
    size: tuple[float, float],
    taken: list[Box],
    frame: tuple[float, float],
) -> Box | None:
    """The free box nearest to a point; None where all around is taken."""
    for x, y in _around(point):
        box = Box(x - size[0] / 2, y - size[1] / 2, *size)
        if box.is_inside(*frame) and not any(box.touches(other) for other in taken):
            return box
    return None


def _around(point: tuple[float, float]) -> Iterator[tuple[float, float]]:
    for radius, steps in RINGS:
        for step in range(steps):
            angle = 2 * math.pi * step / steps
            yield point[0] + 1.4 * radius * math.cos(angle), point[1] + radius * math.sin(angle)
