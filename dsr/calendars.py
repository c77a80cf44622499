"""Public holidays by country, out of the `holidays` package. No database, no clock."""

from collections.abc import Container
from datetime import date

import holidays

GREECE_IN_EU_TEXTS, GREECE = "EL", "GR"  # ISO 3166 has GR only


class UnknownCountry(ValueError):
    """There is no calendar for the country, or not for its subdivision."""


def public_holidays(country: str, subdivision: str = "") -> Container[date]:
    """Return the public holidays of a country, worked out year by year when asked for.

    `country` is an ISO 3166-1 code such as DE, `subdivision` the part after the hyphen of an
    ISO 3166-2 code such as BY, or a name the package knows. An empty country has no holidays.
    The days are those off for everybody: no bank holidays, no school holidays.

    Raises `UnknownCountry` with a sentence that says what to write.

    Source: Regulation (EEC, Euratom) No 1182/71, Art. 2(1): days designated as public
    holidays in the Member State in which action is to be taken.
    """
    country, subdivision = country.strip().upper(), subdivision.strip()
    if not country:
        if subdivision:
            raise UnknownCountry(f"Subdivision {subdivision!r} stands alone; name its country too.")
        return ()
    country = GREECE if country == GREECE_IN_EU_TEXTS else country
    known = holidays.list_supported_countries()
    if country not in known:
        raise UnknownCountry(
            f"There is no calendar for country {country!r}; write a two-letter ISO 3166 code "
            "such as DE, or leave it empty to apply no public holidays."
        )
    try:
        return holidays.country_holidays(country, subdiv=subdivision or None)
    except NotImplementedError as error:
        raise UnknownCountry(_wrong_subdivision(country, subdivision, known[country])) from error


def _wrong_subdivision(country: str, subdivision: str, known: list[str]) -> str:
    start = f"There is no calendar for subdivision {subdivision!r} of {country}; "
    if not known:
        return f"{start}leave it empty, as all of {country} has the same public holidays."
    return f"{start}write one of {', '.join(known)}, or leave it empty."
