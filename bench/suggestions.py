"""How long suggestions take: 12,000 new names of vendors against 10,000 known ones.

    python -m bench.suggestions

The names are made up, from syllables and a fixed seed; a tenth of the new ones are misspelt known
ones. Prints seconds and peak memory, keeps them beside the other results, and fails above the
limit of the design.
"""

import os
import random
import resource
import sys
import time

from bench.running import keep
from ropa.vendor_lists.similar import KnownNames, Suggestion

NEW, KNOWN = 12_000, 10_000
SECONDS = 30.0
LETTERS = "bcdfghjklmnprstvwz"
VOWELS = "aeiou"


def names(count: int, chance: random.Random) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        words = chance.choice((1, 1, 2, 2, 3))
        name = " ".join(_word(chance) for _ in range(words)).title()
        found.setdefault(name + chance.choice(("", "", " Inc.", " GmbH", " Ltd")))
    return list(found)


def _word(chance: random.Random) -> str:
    """Two to five syllables, each of two or three letters."""
    return "".join(
        chance.choice(LETTERS) + chance.choice(VOWELS) + chance.choice(("", "", "n", "r", "s", "x"))
        for _syllable in range(chance.randint(2, 5))
    )


def misspelt(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name) - 1)
    return chance.choice(
        (
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name.replace(" ", ""),
        )
    )


def measure() -> tuple[float, int, int]:
    """Return seconds, how many names have a suggestion, and how many misspelt ones were found."""
    chance = random.Random(4)  # noqa: S311
    known = names(KNOWN, chance)
    meant = {misspelt(name, chance): name for name in chance.sample(known, NEW // 10)}
    new = [*meant, *names(NEW - len(meant), chance)]
    began = time.perf_counter()
    index = KnownNames(known)
    found: dict[str, list[Suggestion]] = {name: index.near(name) for name in new}
    seconds = time.perf_counter() - began
    right = sum(
        any(each.similar_to == name for each in found[wrong]) for wrong, name in meant.items()
    )
    return seconds, sum(map(bool, found.values())), right


def main() -> int:
    load = os.getloadavg()
    seconds, suggested, right = measure()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{NEW} names against {KNOWN}: {seconds:.1f} s (limit {SECONDS:.0f}), peak {peak:.0f} MiB, "
        f"{suggested} with a suggestion, {right} of {NEW // 10} misspelt names found; load of the "
        f"machine {load[0]:.1f}\n"
    )
    result = {
        "new": NEW,
        "known": KNOWN,
        "seconds": seconds,
        "limit_s": SECONDS,
        "memory_mb": peak,
        "suggested": suggested,
        "misspelt": NEW // 10,
        "misspelt_found": right,
        "load_before": load,
        "load_after": os.getloadavg(),
    }
    keep("suggestions", [result])
    return 0 if seconds <= SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
