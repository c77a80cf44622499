"""Which countries belong to which area: where data may go without Chapter V, and where not."""

# The member states of the Union.
EU = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"}
    | {"IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
)
# With Iceland, Liechtenstein and Norway: the European Economic Area.
EEA = EU | {"IS", "LI", "NO"}
# Parts of the Union that have a code of their own: Åland, and the outermost regions of France.
# The overseas countries of France, the Netherlands and Denmark (PF, NC, AW, CW, GL, FO …) are none.
OUTERMOST = frozenset({"AX", "GP", "MQ", "GF", "RE", "YT", "MF"})
# Under Norway, yet Svalbard lies outside the Agreement on the European Economic Area.
DISPUTED = frozenset({"SJ"})

# Where data stay at home, by the law under which they leave.
HOME = {"eu": EEA | OUTERMOST, "uk": frozenset({"GB"}), "ch": frozenset({"CH"})}
GROUPS = {"EU": EU | OUTERMOST, "EEA": EEA | OUTERMOST}


def law_of(country: str) -> str:
    """Return the law of an exporter established in that country; "" where none of the three is.

    Data then leave under the GDPR only where Art. 3(2) or 3(3) brings the exporter under it.
    """
    return next((law for law, home in HOME.items() if country in home), "")


def is_third_country(code: str, *, law: str = "eu") -> bool:
    """Tell whether a known country lies outside the area of the law."""
    return bool(code) and code not in HOME[law]
