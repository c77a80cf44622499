"""Names of countries and territories in a language, as the CLDR has them."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError


@lru_cache(maxsize=8)
def country_names(language: str) -> dict[str, str]:
    """Return the names by ISO 3166 code; English ones for a language that the CLDR lacks."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return {str(code): str(name) for code, name in locale.territories.items()}
