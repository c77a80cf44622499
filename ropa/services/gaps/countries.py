"""Where data may go without a safeguard of our own, Art. 44 and 45."""

# The European Economic Area: the member states of the Union, with Iceland, Liechtenstein, Norway.
EEA = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE"}
    | {"IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "IS", "LI", "NO"}
)
# Decisions under Art. 45 in force in November 2026, by country. Those for Canada, Japan and the
# United States cover some importers only: the commercial, the private, the certified.
ADEQUACY = {
    "AD": "2010/625/EU",
    "AR": "2003/490/EC",
    "BR": "(EU) 2026/179",
    "CA": "2002/2/EC",
    "CH": "2000/518/EC",
    "FO": "2010/146/EU",
    "GB": "(EU) 2021/1772",
    "GG": "2003/821/EC",
    "IL": "2011/61/EU",
    "IM": "2004/411/EC",
    "JE": "2008/393/EC",
    "JP": "(EU) 2019/419",
    "KR": "(EU) 2022/254",
    "NZ": "2013/65/EU",
    "US": "(EU) 2023/1795",
    "UY": "2012/484/EU",
}
EEA_IN_WORDS = frozenset(
    {"eu", "eea", "eu/eea", "eu / eea", "european union", "european economic area"}
)


def is_third_country(code: str) -> bool:
    """Tell whether a country lies outside the European Economic Area."""
    return bool(code) and code not in EEA
