"""Words by which a text tells of whom or of what it speaks; in English, German and French."""

import re
from collections.abc import Iterable
from functools import lru_cache

# A stem of each word for a group of people; `others` may stand in phrases such as "customer care".
_PEOPLE = {
    "applicants": r"candida|applica|recruit|bewerb|postul",
    "staff": r"\bemployee|\bstaff\b|\bworkforce|mitarbeit|beschäftigt|salari",
    "patients": r"\bpatient",
    "pupils": r"\bpupil|\bstudent|schüler|élève",
    "tenants": r"\btenant|\bmieter|locataire",
    "donors": r"\bdonor|\bspender|donateur",
    "suppliers": r"\bsupplier|lieferant|fournisseur",
    "customers": r"\bcustomer|\bclient|\bkund",
    "users": r"\buser|\bnutzer|utilisateur",
    "visitors": r"\bvisitor|besucher|visiteur",
    "participants": r"\bparticipant|\battendee|teilnehm",
    "prospects": r"\bprospect|interessent",
    "subscribers": r"\bsubscriber|abonn",
}
_STEMS = {name: re.compile(stem, re.IGNORECASE) for name, stem in _PEOPLE.items()}
# Groups whom nobody names in passing.
DISTINCT = frozenset({"applicants", "staff", "patients", "pupils", "tenants", "donors"})
MANY = 3  # groups whose data are not in the line make a general statement

MARKETING = re.compile(
    r"market(?!place)|advert|promotion|newsletter|\boffers\b|werbung|publicité|prospection", re.I
)
BETWEEN_BUSINESSES = re.compile(
    r"b2b|between (?:businesses|companies)|business.to.business|existing customers|bestandskund",
    re.I,
)
UNBOUNDED = re.compile(
    r"\b(?:any|all|every|whatever)\b[^.;]{0,30}\bpurposes?\b(?=[^.;]{0,25}\b(?:lawful|legal|allowed)"
    r"|\s*$)|\b(?:any|all) (?:other )?(?:lawful|legitimate|legal)\b[^.;]{0,40}\bpurposes?\b",
    re.I,
)
NOT_COMBINED = re.compile(
    r"\b(?:not|never|without being|nicht|sans) (?:be |being |être )?(?:joined|combined|linked"
    r"|merged|matched|verknüpft|verbunden|combin|reli)",
    re.I,
)
ANALYTICS = re.compile(r"analytic|user behaviou?r|session recording|hotjar|matomo|tracking", re.I)
ONLY_SESSION = re.compile(
    r"only (?:use |uses |set |sets )?session cookies|session cookies only", re.I
)
NO_ANALYTICS = re.compile(
    r"\b(?:do|does) not (?:use|employ|set) (?:any )?(?:web )?(?:analytics?|tracking)[^.]{0,60}"
    r"|\bno (?:web )?(?:analytics|tracking) (?:tools?|cookies?|services?)\b",
    re.I,
)
CRIMINAL = re.compile(r"crimin|convict|offence|offense|straf(?:tat|recht)|condamnation", re.I)

ONLINE_IDENTIFIERS = frozenset({"ip-address", "device-identifier", "user-id", "cookies"})
TRACKING_DATA = frozenset({"tracking-technologies", "analytics-data"})


# The same texts stand in many lines, so each is searched once.
_once = lru_cache(maxsize=50_000)


@_once
def is_marketing(text: str) -> bool:
    return MARKETING.search(text) is not None


@_once
def is_unbounded(text: str) -> bool:
    return UNBOUNDED.search(text) is not None


@_once
def is_criminal(name: str) -> bool:
    return CRIMINAL.search(name) is not None


@_once
def is_analytics(service: str, vendor: str) -> bool:
    return bool(ANALYTICS.search(service) or ANALYTICS.search(vendor))


def people_in(texts: Iterable[str]) -> set[str]:
    """The groups of people whom the texts name."""
    joined = " ".join(texts)
    return {name for name, stem in _STEMS.items() if stem.search(joined)}
