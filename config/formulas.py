"""Texts that a spreadsheet would run as a formula, made harmless and brought back unchanged."""

import re

QUOTE = "'"

# The last four are the full-width forms of = + - @; Excel with an East Asian keyboard runs them.
_FORMULA = re.compile(f"{QUOTE}*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def neutralise(text: str) -> str:
    """Return `text` with one apostrophe before it if a spreadsheet could run it as a formula.

    Leading apostrophes do not count: a text that already carries one gets another, so that
    `restore(neutralise(text)) == text` for every text. Source: OWASP, CSV Injection.
    """
    return QUOTE + text if _FORMULA.match(text) else text


def restore(text: str) -> str:
    """Take away the one apostrophe that `neutralise` put there; any other text comes back as is."""
    return text[1:] if text.startswith(QUOTE) and _FORMULA.match(text) else text
