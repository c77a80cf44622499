"""Regions of cloud providers, cities that name them, and words for more than one country.

The tables were written from memory. They were not compared with what the providers publish (AWS,
"Regions and Zones"; Google Cloud, "Regions and zones"; Microsoft, "List of Azure regions"). The
tests compare with CLDR what it has: cities that name a time zone, and countries in the names of
Azure. So the place that a region gives is shown beside its wording, for the officer to look at.
"""

import re
from functools import lru_cache

from ropa.vendor_lists.countries import wide_names
from ropa.vendor_lists.spelling import heading_key, one_line

_AWS = """
    US us-east-1 us-east-2 us-west-1 us-west-2 us-gov-east-1 us-gov-west-1;
    CA ca-central-1 ca-west-1;
    MX mx-central-1; BR sa-east-1; IE eu-west-1; GB eu-west-2; FR eu-west-3; SE eu-north-1;
    DE eu-central-1 eusc-de-east-1; CH eu-central-2; IT eu-south-1; ES eu-south-2;
    IN ap-south-1 ap-south-2; SG ap-southeast-1; AU ap-southeast-2 ap-southeast-4;
    ID ap-southeast-3; MY ap-southeast-5; NZ ap-southeast-6; TH ap-southeast-7;
    JP ap-northeast-1 ap-northeast-3; KR ap-northeast-2; HK ap-east-1; TW ap-east-2;
    BH me-south-1; AE me-central-1; IL il-central-1; ZA af-south-1; CN cn-north-1 cn-northwest-1
"""
_GOOGLE = """
    US us-central1 us-east1 us-east4 us-east5 us-south1 us-west1 us-west2 us-west3 us-west4;
    CA northamerica-northeast1 northamerica-northeast2; MX northamerica-south1;
    BR southamerica-east1; CL southamerica-west1; BE europe-west1; GB europe-west2;
    DE europe-west3 europe-west10; NL europe-west4; CH europe-west6; IT europe-west8 europe-west12;
    FR europe-west9; PL europe-central2; FI europe-north1; SE europe-north2; ES europe-southwest1;
    TW asia-east1; HK asia-east2; JP asia-northeast1 asia-northeast2; KR asia-northeast3;
    IN asia-south1 asia-south2; SG asia-southeast1; ID asia-southeast2;
    AU australia-southeast1 australia-southeast2; IL me-west1; QA me-central1; SA me-central2;
    ZA africa-south1
"""
_AZURE = """
    NL West Europe; IE North Europe; GB UK South, UK West; FR France Central, France South;
    DE Germany West Central, Germany North; CH Switzerland North, Switzerland West;
    NO Norway East, Norway West; SE Sweden Central, Sweden South; PL Poland Central; IT Italy North;
    ES Spain Central; AT Austria East;
    US East US, East US 2, Central US, North Central US, South Central US, West US, West US 2,
    West US 3, West Central US; CA Canada Central, Canada East; MX Mexico Central;
    BR Brazil South, Brazil Southeast; SG Southeast Asia; HK East Asia; JP Japan East, Japan West;
    KR Korea Central, Korea South; AU Australia East, Australia Southeast, Australia Central;
    IN Central India, South India, West India; AE UAE North, UAE Central; QA Qatar Central;
    IL Israel Central; ZA South Africa North, South Africa West; NZ New Zealand North
"""
# Part of the Azure names are parts of the world to anybody else.
_ONLY_WITH_AZURE = frozenset(("westeurope", "northeurope", "southeastasia", "eastasia"))
# Cities after which the providers call their regions, used only beside a word such as EU or AWS.
_CITIES = """
    DE Frankfurt, Berlin; IE Dublin; GB London; FR Paris; SE Stockholm; CH Zurich, Zürich, Geneva;
    IT Milan, Turin, Mailand; ES Madrid; NL Amsterdam, Eemshaven; BE St. Ghislain; PL Warsaw;
    FI Hamina; US Oregon, Ohio, Virginia, N. Virginia, Northern Virginia, N. California, Iowa;
    CA Montreal, Montréal, Toronto, Calgary; BR São Paulo; JP Tokyo, Osaka; KR Seoul;
    SG Singapore; IN Mumbai, Hyderabad, Delhi; AU Sydney, Melbourne; ID Jakarta; ZA Cape Town
"""
_WIDE = """worldwide, world wide, global, globally, international, internationally, world,
    various, various regions, various countries, various locations, various places, multiple,
    multiple regions, multiple countries, multiple locations, several, several countries,
    several locations, EU, EEA, EU/EEA, EEA/EU, EU and EEA, EU countries, EU member states, EU only,
    within the EU, EU region, EU regions, European Union, European Economic Area, Europe, EMEA,
    APAC, LATAM, AMER, North America, South America, Asia, Asia Pacific, Middle East,
    third countries, weltweit, global weltweit, international verteilt, verschiedene,
    verschiedene Länder, verschiedene Standorte, mehrere Länder, mehrere Standorte, EWR, EU/EWR,
    EWR/EU, EU-weit, europaweit, innerhalb der EU, Europäische Union, Europäischer Wirtschaftsraum,
    Drittländer, Drittstaaten, monde, monde entier, dans le monde entier, le monde entier, mondial,
    mondiale, UE, EEE, UE/EEE, EEE/UE, Union européenne, Espace économique européen, divers,
    divers pays, diverses régions, plusieurs pays, plusieurs régions, pays tiers"""
_REGION = re.compile(r"[a-z]{2,14}(?:-[a-z]{2,4})?-[a-z]{4,10}-?\d{1,2}(?=[a-z]?\b)", re.IGNORECASE)
_PROVIDER = re.compile(r"\b(?:azure|microsoft)\b", re.IGNORECASE)


def region_code(text: str) -> str:
    """Return the country of the one cloud region that `text` names, such as `eu-west-1`."""
    found = {_codes().get(match[0].casefold(), "") for match in _REGION.finditer(text)}
    key = heading_key(_PROVIDER.sub("", text))
    if key in _azure() and (key not in _ONLY_WITH_AZURE or _is_azure(text)):
        found.add(_azure()[key])
    found.discard("")
    return found.pop() if len(found) == 1 else ""


def city_code(text: str) -> str:
    """Return the country of a city that names cloud regions; to be trusted beside other words."""
    return _cities().get(heading_key(text), "")


def is_wide(text: str) -> bool:
    """Whether `text` means several countries or the whole world, in words that people use."""
    line = one_line(text).strip(" .")
    if not line or (line.islower() and len(line) <= len("eea")):
        return False
    return heading_key(line) in _wide()


def _is_azure(text: str) -> bool:
    return bool(_PROVIDER.search(text)) or " " not in one_line(text)


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for each in f"{_AWS};{_GOOGLE}".split(";"):
        country, *regions = each.split()
        found |= dict.fromkeys(regions, country)
    return found


@lru_cache(maxsize=1)
def _azure() -> dict[str, str]:
    return _named(_AZURE)


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    return _named(_CITIES)


def _named(table: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in table.split(";"):
        country, _blank, names = each.strip().partition(" ")
        found |= {heading_key(name): country for name in names.split(",")}
    return found


@lru_cache(maxsize=1)
def _wide() -> frozenset[str]:
    return wide_names() | frozenset(heading_key(each) for each in _WIDE.split(","))
