"""Tables of places that were written from memory, compared with whatever knows the same."""

import pytest
from babel import Locale
from babel.core import get_global
from holidays import country_holidays

from ropa.vendor_lists.countries import STATES, codes, states_like_countries
from ropa.vendor_lists.regions import city_code, region_code

TERRITORIES = {"AS", "GU", "MP", "PR", "UM", "VI"}  # of the USA, each a country in ISO 3166-1
DIRECTIONS = ("Central", "East", "North", "South", "West", "West Central")
ZONES = {
    zone.rpartition("/")[2].replace("_", " "): country
    for zone, country in get_global("zone_territories").items()
    if country in codes()
}


def test_the_states_are_those_of_another_table() -> None:
    assert set(country_holidays("US").subdivisions) - TERRITORIES == STATES


def test_states_that_could_be_countries_are_found_and_not_listed() -> None:
    assert {"CA", "GA", "DE", "IN"} <= states_like_countries()
    assert states_like_countries().isdisjoint({"NY", "TX", "WA", "DC"})


def test_cities_that_name_a_time_zone_lie_in_the_country_of_that_zone() -> None:
    known = {city: city_code(city) for city in ZONES if city_code(city)}

    assert len(known) > 15
    assert known == {city: ZONES[city] for city in known}


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_region_of_azure_lies_in_the_country_that_it_names(direction: str) -> None:
    names = {str(name): str(code) for code, name in Locale("en").territories.items()}
    own = {name: code for name, code in names.items() if code in codes()} | {"US": "US", "UK": "GB"}
    either = ((f"{name} {direction}", f"{direction} {name}", code) for name, code in own.items())

    found = [
        (text, region_code(text), code)
        for *texts, code in either
        for text in texts
        if region_code(text)
    ]

    assert found
    assert [each for each in found if each[1] != each[2]] == []
