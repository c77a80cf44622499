"""Rows of random texts: each is read or refused with sentences, and no place loses its words."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ropa.services.vendor_import.cells import Cells, Refusal, read_row
from ropa.vendor_lists.columns import FIELDS
from ropa.vendor_lists.companies import split_company
from ropa.vendor_lists.table import Row

PIECES = """Example|Ltd|GmbH|Inc.|trading as|d/b/a|Germany|USA|Georgia|CA|94104|L-1855|Street|1|12|
    hosted in|support from|not|EU|worldwide|eu-west-1|and|und|,|;|/|(|)|–|:|.|Module|2|SCC|DPF|
    EU-US|2021/915|2021/914|DPA|03/04/2024|1. Juni 2024|45292|none|n/a|?|processor|controller"""
TEXT = st.lists(
    st.sampled_from([each.strip() for each in PIECES.split("|")]) | st.text(max_size=4), max_size=8
).map(" ".join)
JOINTS = frozenset(("and", "und", "or", "et", "ou", "oder"))


def cells_of(**texts: str) -> Cells:
    row = Row(2, [texts.get(name, "") for name in FIELDS], [])
    return Cells(row, {name: at for at, name in enumerate(FIELDS)}, FIELDS)


def refusals(cells: Cells) -> list[str] | None:
    """The sentences with which a row is refused; nothing where it is read."""
    try:
        read_row(cells)
    except Refusal as refused:
        return refused.sentences
    return None


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXT, min_size=len(FIELDS), max_size=len(FIELDS)))
def test_a_row_is_read_or_refused_with_sentences(texts: list[str]) -> None:
    sentences = refusals(cells_of(**dict(zip(FIELDS, texts, strict=True))))

    assert sentences is None or (sentences and all(sentences))


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT)
def test_places_keep_their_words_or_are_told(hosting: str, locations: str) -> None:
    cells = cells_of(name="Example One", hosting=hosting, locations=locations)

    said = read_row(cells)

    places = [place for listed in said.places.values() for place in listed]
    found = letters(" ".join([*cells.messages, *(place.wording for place in places)]))
    for word in f"{hosting} {locations}".split():
        assert letters(word) in found or word.casefold() in JOINTS, word
    assert all(place.doubt in cells.not_understood for place in places if not place.country)


@settings(max_examples=150, deadline=None)
@given(TEXT)
def test_agreements_keep_what_they_say_or_tell_it(text: str) -> None:
    cells = cells_of(name="Example One", mechanism=text)

    said = read_row(cells).agreement if refusals(cells) is None else None

    titles = {} if said is None else said.kinds
    assert not any("2021/915" in title and kind == "scc" for kind, title in titles.items())
    assert said is None or "2021/915" not in text or "dpa" in {kind.value for kind in said.kinds}


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_a_name_taken_apart_loses_no_letter(text: str) -> None:
    company = split_company(text)

    parts = letters(f"{company.name} {company.legal_name} {company.address}")
    words = text.replace("trading as", "").replace("d/b/a", "").split()
    assert all(letters(word) in parts for word in words), company


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
