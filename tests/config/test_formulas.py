from itertools import product

import pytest

from config.formulas import neutralise, restore

FORMULA_STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
# Everything that decides, and something of everything that does not.
CHARACTERS = ["'", *FORMULA_STARTS, " ", "a", "1", "’", "\u00a0", "\0"]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_text_that_a_spreadsheet_could_run_leaves_with_an_apostrophe(start: str) -> None:
    assert neutralise(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_formula_that_carries_apostrophes_already_gets_one_more(start: str) -> None:
    assert neutralise(f"'{start}1") == f"''{start}1"
    assert neutralise(f"'''{start}1") == f"''''{start}1"


@pytest.mark.parametrize(
    "text", ["", "'", "''", "AWS", "'tis", " =1", "a=1", "1-2", "\u00a0=1", "’=1"]
)
def test_any_other_text_stays_as_it_is_both_ways(text: str) -> None:
    assert neutralise(text) == text
    assert restore(text) == text


def test_a_formula_that_was_never_neutralised_is_not_changed_on_the_way_in() -> None:
    assert restore("=1+1") == "=1+1"


def test_every_text_comes_back_without_the_loss_of_a_character() -> None:
    texts = ["".join(each) for n in range(5) for each in product(CHARACTERS, repeat=n)]

    assert [each for each in texts if restore(neutralise(each)) != each] == []


def test_no_text_leaves_in_a_form_that_a_spreadsheet_runs() -> None:
    texts = ("".join(each) for each in product(CHARACTERS, repeat=3))

    assert not any(neutralise(each).startswith(tuple(FORMULA_STARTS)) for each in texts)
