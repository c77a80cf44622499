"""The forms of a name in which it is compared with others: without what does not tell two apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ropa.vendor_lists.spelling import normalise, terms, without_accents, without_legal_form

_TOP_LEVEL_DOMAIN = re.compile(r"(?<=\w\w\w)\.(?:com|io|ai|net|org|co|app|dev|eu|de|fr|uk|us)$")
_WORD = re.compile(r"\w+")
_SMALL_WORDS = terms("and, und, et, of, the, for, für, de, la, le, der, die, das")
_COMPANY_WORDS = terms(
    """technologies, technology, labs, laboratories, software, systems, solutions, holding,
    holdings, group, international, global, worldwide, europe, emea, ireland, germany,
    deutschland, france, uk, usa, us, americas, operations"""
)
_INITIALS = range(3, 7)  # letters: with two, too many names would meet


@dataclass(frozen=True)
class Forms:
    """One name; `bare` is what is left without accents and legal form.

    A legal form makes two short names alike (AB GmbH, AC GmbH), so it goes from every form but
    `whole`; an unknown or misspelt one stays in all.
    """

    whole: str

    @cached_property
    def bare(self) -> str:
        return without_legal_form(self.whole)

    @cached_property
    def core(self) -> str:
        """Without the ending of a domain: `okta.com` is Okta."""
        return _TOP_LEVEL_DOMAIN.sub("", self.bare)

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(_WORD.findall(self.core))

    @cached_property
    def letters(self) -> str:
        return "".join(self.words)

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """Without the words that companies add to the name of their product."""
        words = self.words
        while len(words) > 1 and words[-1] in _COMPANY_WORDS:
            words = words[:-1]
        return words

    @cached_property
    def initials(self) -> str:
        """The first letters of three words or more."""
        words = [each for each in self.words if each not in _SMALL_WORDS]
        return "".join(each[0] for each in words) if len(words) in _INITIALS else ""

    @cached_property
    def digits(self) -> str:
        return "".join(filter(str.isdigit, self.letters))

    @cached_property
    def compared(self) -> tuple[str, ...]:
        """The texts whose letters are compared: as written, and with the words in order."""
        texts = (self.bare, self.core, *map(_ordered, (self.bare, self.core)))
        return tuple(dict.fromkeys(texts))

    def keys(self) -> Iterator[tuple[str, object]]:
        """What another name may share as a whole, each under the name of its kind."""
        if self.letters:
            yield "letters", self.letters
            yield "letters in order", (self.letters[0], "".join(sorted(self.letters)))
            yield "words in order", tuple(sorted(self.words))
            yield "plain", self.plain
        if self.initials:
            yield "initials", self.initials
        if len(self.words) == 1 and len(self.letters) in _INITIALS:
            yield "initials", self.letters


def forms_of(name: str) -> Forms:
    return Forms(without_accents(normalise(name)))


def _ordered(text: str) -> str:
    return " ".join(sorted(text.split()))
