"""Known vendors whose names are nearly the same: suggested to the officer, never merged."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from ropa.vendor_lists.spelling import normalise, without_accents, without_legal_form

THRESHOLD = 84  # of 100; `twak.to` and `tawk.to` have 85

_SCORERS: tuple[Callable[..., float], ...] = (fuzz.ratio, fuzz.token_sort_ratio)
_TOP_LEVEL_DOMAIN = re.compile(r"(?<=\w\w\w)\.(?:com|io|ai|net|org|co|app|dev|eu|de|fr|uk|us)$")


@dataclass(frozen=True)
class Suggestion:
    """A known name, as spelled there, and how near it is: 0 to 100."""

    similar_to: str
    score: int


def suggest(
    name: str, known: Sequence[str], *, limit: int = 3, threshold: int = THRESHOLD
) -> list[Suggestion]:
    """Return up to `limit` names of `known` that are like `name`, the nearest first.

    Compared are the normalised names without accents, whole and without legal form and
    domain. A name that is equal once normalised is the same vendor, so it is no suggestion.
    Names of equal score come in alphabetical order.
    """
    own = normalise(name)
    scores: defaultdict[str, int] = defaultdict(int)
    for form, candidates in zip(_forms(name), _prepared(tuple(known)), strict=True):
        for scorer in _SCORERS:
            found = process.extract(
                form, candidates, scorer=scorer, score_cutoff=threshold, limit=None
            )
            for _form, score, spelling in found:
                scores[spelling] = max(scores[spelling], int(score))
    near = [Suggestion(each, score) for each, score in scores.items() if normalise(each) != own]
    near.sort(key=lambda each: (-each.score, each.similar_to.casefold(), each.similar_to))
    return near[:limit]


def _forms(name: str) -> tuple[str, str]:
    """The two forms in which a name is compared: whole, and without legal form and domain.

    A legal form makes two short names alike (AB GmbH, AC GmbH), so it goes from both forms; an
    unknown or misspelt one stays in both.
    """
    whole = without_accents(normalise(name))
    bare = without_legal_form(whole)
    return bare, _TOP_LEVEL_DOMAIN.sub("", bare)


@lru_cache(maxsize=8)
def _prepared(known: tuple[str, ...]) -> tuple[dict[str, str], dict[str, str]]:
    """Spelling -> whole form, and spelling -> core; one spelling for each normalised name."""
    distinct = {normalise(each): each for each in sorted(known, reverse=True)}
    forms = {each: _forms(each) for each in distinct.values()}
    whole = {each: form for each, (form, _core) in forms.items()}
    return whole, {each: core for each, (_form, core) in forms.items()}
