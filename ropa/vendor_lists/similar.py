"""Known vendors whose names are nearly the same: suggested to the officer, never merged."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from ropa.choices.likeness import Likeness
from ropa.vendor_lists.forms import Forms, forms_of
from ropa.vendor_lists.spelling import normalise

THRESHOLD = 84  # of 100; `twak.to` and `tawk.to` have 85
_SCORES = {
    Likeness.LEGAL_FORM: 100,
    Likeness.DOMAIN: 100,
    Likeness.WORD_ORDER: 100,
    Likeness.LETTERS: 98,
    Likeness.COMPANY_WORD: 90,
    Likeness.INITIALS: 86,
}


@dataclass(frozen=True)
class Suggestion:
    """A known name, as spelled there, how near it is, 0 to 100, and why."""

    similar_to: str
    score: int
    reason: Likeness


class KnownNames:
    """Names among which near ones are found; of spellings that are one name, the first counts.

    What two names share as a whole is found by look-up. What differs in letters is compared only
    with texts of about the same length, for others cannot reach the score that is asked for.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._forms: dict[str, Forms] = {}  # by spelling
        self._normal: set[str] = set()
        self._by_key: defaultdict[tuple[str, object], list[str]] = defaultdict(list)
        self._by_text: defaultdict[str, list[str]] = defaultdict(list)
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        normal = normalise(name)
        if normal in self._normal:
            return
        self._normal.add(normal)
        self._forms[name] = forms = forms_of(name)
        for key in forms.keys():  # noqa: SIM118
            self._by_key[key].append(name)
        for text in forms.compared:
            if text not in self._by_text:
                self._by_length[len(text)].append(text)
            self._by_text[text].append(name)

    @property
    def spellings(self) -> list[str]:
        return list(self._forms)

    def near(
        self, name: str, *, limit: int | None = 3, threshold: int = THRESHOLD
    ) -> list[Suggestion]:
        """Return up to `limit` known names that are like `name`, the nearest first.

        A name that is equal once normalised is the same vendor, so it is no suggestion. Names of
        equal score come in alphabetical order.
        """
        own, forms = normalise(name), forms_of(name)
        scores = self._compared(forms, threshold)
        for key in forms.keys():  # noqa: SIM118
            for each in self._by_key.get(key, ()):
                scores.setdefault(each, 0)
        near = [
            found
            for each, score in scores.items()
            if (found := _judged(forms, each, self._forms[each], score)) is not None
            and found.score >= threshold
            and normalise(each) != own
        ]
        near.sort(key=lambda each: (-each.score, each.similar_to.casefold(), each.similar_to))
        return near[:limit]

    def _compared(self, forms: Forms, threshold: int) -> dict[str, int]:
        """The names whose letters are near enough, each with its score."""
        scores: dict[str, int] = {}
        for text in forms.compared:
            for length in _lengths(len(text), threshold):
                if texts := self._by_length.get(length):
                    found = process.extract(
                        text, texts, scorer=fuzz.ratio, score_cutoff=threshold, limit=None
                    )
                    for other, score, _index in found:
                        for each in self._by_text[other]:
                            scores[each] = max(scores.get(each, 0), int(score))
        return scores


def suggest(
    name: str, known: Sequence[str], *, limit: int = 3, threshold: int = THRESHOLD
) -> list[Suggestion]:
    """Return up to `limit` names of `known` that are like `name`, as `KnownNames.near` does."""
    return _prepared(tuple(known)).near(name, limit=limit, threshold=threshold)


def _lengths(length: int, threshold: int) -> range:
    """The lengths of texts that can reach the score: it is twice what is shared, by the sum."""
    return range(
        length * threshold // (200 - threshold), length * (200 - threshold) // threshold + 1
    )


def _judged(forms: Forms, name: str, other: Forms, score: int) -> Suggestion | None:
    """Say why two names are alike, and how much; None where only a key is alike."""
    reason = _as_a_whole(forms, other)
    if reason is not None:
        return Suggestion(name, max(score, _SCORES[reason]), reason)
    differ = OSA.distance(forms.letters, other.letters, score_cutoff=1)
    swapped = differ == 1 and sorted(forms.letters) == sorted(other.letters)
    if swapped:
        return Suggestion(name, max(score, THRESHOLD), Likeness.SWAPPED)
    if not score or _numbered(forms, other):
        return None
    return Suggestion(name, score, Likeness.ONE_LETTER if differ == 1 else Likeness.FEW_LETTERS)


def _as_a_whole(one: Forms, other: Forms) -> Likeness | None:
    """What two names have in common but for something that can be told by its kind."""
    if one.bare == other.bare:
        return Likeness.LETTERS if one.whole == other.whole else Likeness.LEGAL_FORM
    if not one.letters or not other.letters:
        return None
    if one.core == other.core:
        return Likeness.DOMAIN
    if one.letters == other.letters:
        return Likeness.LETTERS
    if sorted(one.words) == sorted(other.words):
        return Likeness.WORD_ORDER
    if one.plain == other.plain:
        return Likeness.COMPANY_WORD
    initials = ((one.initials, other.letters), (other.initials, one.letters))
    return Likeness.INITIALS if any(a and a == b for a, b in initials) else None


def _numbered(one: Forms, other: Forms) -> bool:
    """Whether both have a number, and not the same: two of a series."""
    return bool(one.digits and other.digits) and one.digits != other.digits


@lru_cache(maxsize=8)
def _prepared(known: tuple[str, ...]) -> KnownNames:
    return KnownNames(sorted(known))
