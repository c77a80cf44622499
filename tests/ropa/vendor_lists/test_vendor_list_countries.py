"""Names of countries in further languages."""

from babel import localedata

from ropa.vendor_lists import countries


def test_a_language_that_is_tried_last_is_not_held_in_memory_afterwards() -> None:
    countries._further_names.cache_clear()
    localedata._cache.pop("fi", None)

    assert countries.foreign_code("Suomi") == "FI"

    assert "fi" not in localedata._cache


def test_a_language_that_others_use_stays_as_it_was() -> None:
    countries._further_names.cache_clear()
    of_others = localedata.load("fi")

    assert countries.foreign_code("Suomi") == "FI"

    assert localedata.load("fi") is of_others
