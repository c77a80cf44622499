"""Vendors of one organisation that may be one, or of one family: ranked, each with its reasons."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from urllib.parse import urlsplit

from django.db.models import Count

from ropa.choices.likeness import Kinship, Likeness
from ropa.models import DistinctVendors, Organisation, Vendor, VendorAlias
from ropa.services.near_names import near_names
from ropa.vendor_lists.forms import Forms, forms_of
from ropa.vendor_lists.names import is_own_product, normalise

Key = tuple[int, int]  # of two vendors, the lower one first
_SHARED = 8  # vendors that may have a legal name or a website in common; more is a platform
_SCORES = {Likeness.SPELLING: 97, Likeness.LEGAL_NAME: 75, Likeness.WEBSITE: 70}


@dataclass
class Pair:
    """Two vendors; the one that is used more comes first. The score is 0 to 100.

    With a `kinship` they are probably not one, but a company and its product, or two products.
    """

    one: Vendor
    other: Vendor
    score: int = 0
    likeness: list[Likeness] = field(default_factory=list)
    kinship: Kinship | None = None

    @property
    def reasons(self) -> list[str]:
        labels = [str(each.label) for each in self.likeness]
        return [*labels, str(self.kinship.label)] if self.kinship else labels


def likely_pairs(organisation: Organisation, *, patience: float | None = None) -> list[Pair]:
    """Return the pairs, those that may be one before those that are rather a family.

    Left out are pairs that were found to be different, and vendors that stand in for each other.
    A pair of a known family is shown only where the names themselves are alike. With `patience`,
    raises `NotYetKnown` when to compare the names takes longer than so many seconds.
    """
    vendors = Vendor.objects.filter(organisation=organisation)
    known = {each.pk: each for each in vendors.annotate(use_count=Count("uses")).order_by("pk")}
    found = _Found(known)
    found.by_name(patience)
    found.by_spelling(organisation)
    found.by_what_they_share()
    found.by_family()
    apart = _apart(organisation, known.values())
    pairs = [pair for key, pair in found.pairs.items() if key not in apart]
    return sorted(pairs, key=_rank)


def own_products(organisation: Organisation) -> list[Vendor]:
    """Return vendors that have the name of the organisation, and are not marked as its product."""
    names = [organisation.name]
    for entity in organisation.entities.values_list("legal_name", "trading_name"):
        names += filter(None, entity)
    unmarked = Vendor.objects.filter(organisation=organisation, is_own_product=False)
    return [each for each in unmarked.order_by("name") if is_own_product(each.name, names)]


class _Found:
    """The pairs found so far."""

    def __init__(self, vendors: dict[int, Vendor]) -> None:
        self.vendors = vendors
        self.pairs: dict[Key, Pair] = {}
        self._by_name = {each.normalised: each.pk for each in vendors.values()}
        self._forms: dict[int, Forms] = {each.pk: forms_of(each.name) for each in vendors.values()}

    def by_name(self, patience: float | None) -> None:
        names = tuple(each.name for each in self.vendors.values())
        for name, like, score, reason in near_names(names, patience=patience):
            keys = self._by_name[normalise(name)], self._by_name[normalise(like)]
            self._like(*keys, reason, score)

    def by_spelling(self, organisation: Organisation) -> None:
        aliases = VendorAlias.objects.filter(vendor__organisation=organisation)
        for vendor, normal in aliases.order_by("pk").values_list("vendor", "normalised"):
            other = self._by_name.get(normal)
            if other is not None and other != vendor:
                self._like(vendor, other, Likeness.SPELLING)

    def by_what_they_share(self) -> None:
        for reason, said in ((Likeness.LEGAL_NAME, _legal_name), (Likeness.WEBSITE, _website)):
            having: defaultdict[str, list[int]] = defaultdict(list)
            for each in self.vendors.values():
                if key := said(each):
                    having[key].append(each.pk)
            for keys in having.values():
                if len(keys) <= _SHARED:
                    for pair in combinations(keys, 2):
                        self._like(*pair, reason)

    def by_family(self) -> None:
        """Say which pairs are rather a family; add those whose names begin or end alike."""
        by_words = {forms.words: pk for pk, forms in self._forms.items() if forms.words}
        for pk, forms in self._forms.items():
            for words, kinship in _parts(forms.words):
                base = by_words.get(words)
                if base is not None and not self._are_family(pk, base):
                    self._kin(base, pk, kinship)
        for key, pair in self.pairs.items():
            if pair.kinship is None and self._are_family(*key):
                is_base = pair.one.family and pair.other.family
                pair.kinship = Kinship.SAME_FAMILY if is_base else Kinship.IS_FAMILY

    def _are_family(self, one: int, other: int) -> bool:
        """Whether the family of both, or of one which the other is, is known."""
        families = [normalise(self.vendors[pk].family) for pk in (one, other)]
        names = [self.vendors[pk].normalised for pk in (one, other)]
        same = bool(families[0]) and families[0] == families[1]
        return same or families[0] == names[1] or families[1] == names[0]

    def _like(self, one: int, other: int, reason: Likeness, score: int = 0) -> None:
        pair = self._pair(one, other)
        pair.score = max(pair.score, score or _SCORES[reason])
        if reason not in pair.likeness:
            pair.likeness.append(reason)

    def _kin(self, base: int, product: int, kinship: Kinship) -> None:
        """A name that is alike as a whole is one vendor, even where it only adds a word."""
        key = (min(base, product), max(base, product))
        known = self.pairs.get(key)
        if known is None or not set(known.likeness) - {Likeness.LEGAL_NAME, Likeness.WEBSITE}:
            self._pair(base, product).kinship = kinship

    def _pair(self, one: int, other: int) -> Pair:
        key = (min(one, other), max(one, other))
        if key not in self.pairs:
            both = [self.vendors[pk] for pk in key]
            both.sort(key=lambda each: (-_uses(each), each.pk))
            self.pairs[key] = Pair(both[0], both[1])
        return self.pairs[key]


def _parts(words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Kinship]]:
    """The words with which a longer name begins and ends."""
    for count in range(1, len(words)):
        yield words[:count], Kinship.BEGINS
        yield words[count:], Kinship.ENDS


def _apart(organisation: Organisation, vendors: Iterable[Vendor]) -> set[Key]:
    """Pairs that are known to be two: by a ruling, or as one stands in for the other."""
    rulings = DistinctVendors.objects.filter(one__organisation=organisation)
    found = set(rulings.values_list("one", "other"))
    for each in vendors:
        if each.backup_of_id:
            found.add((min(each.pk, each.backup_of_id), max(each.pk, each.backup_of_id)))
    return found


def _rank(pair: Pair) -> tuple[bool, int, str, str]:
    return (pair.kinship is not None, -pair.score, pair.one.name.casefold(), pair.other.name)


def _uses(vendor: Vendor) -> int:
    return int(getattr(vendor, "use_count", 0))


def _legal_name(vendor: Vendor) -> str:
    return forms_of(vendor.legal_name).bare if vendor.legal_name else ""


def _website(vendor: Vendor) -> str:
    """The host of the website, and the path, for products share the host of their company."""
    text = vendor.website.strip().casefold()
    parts = urlsplit(text if "//" in text else f"//{text}")
    return (parts.netloc.removeprefix("www.") + parts.path.rstrip("/")) if text else ""
