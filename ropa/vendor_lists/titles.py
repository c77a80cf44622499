"""Lines with one filled cell: a title above rows, a note below them, or a vendor after all."""

import re

from ropa.vendor_lists.countries import country_code
from ropa.vendor_lists.regions import is_wide
from ropa.vendor_lists.spelling import has_legal_form, one_line, terms, without_accents

_WORDS = terms(
    """infrastructure, infrastructures, hosting, hosters, cloud, platform, platforms, storage,
    backup, backups, support, analytics, marketing, sales, communication, communications, email,
    payment, payments, security, monitoring, logging, development, engineering, finance, hr,
    recruiting, customer, customers, affiliates, affiliate, affiliated, companies, company,
    group, internal, external, third, party, parties, third-party, sub-processors,
    subprocessors, sub-processor, processors, vendors, vendor, suppliers, providers, provider,
    service, services, entities, data, centre, centres, center, centers, region, regions,
    location, locations, other, others, optional, core, general, additional, common, production,
    list, overview, and, of, the, for, in, our, infrastruktur, speicherung, zahlung, zahlungen,
    kommunikation, sicherheit, vertrieb, personal, rechenzentren, rechenzentrum,
    unterauftragsverarbeiter, auftragsverarbeiter, dienstleister, anbieter,
    konzerngesellschaften, konzernunternehmen, verbundene, unternehmen, sonstige, weitere,
    allgemein, übersicht, und, für, der, die, unsere, eu-rechenzentren, hébergement, stockage,
    paiement, paiements, sécurité, sous-traitants, ultérieurs, prestataires, fournisseurs,
    filiales, autres, centres, de, données, et, des, les, nos, analyse, assistance, eu, ue, ewr,
    eea, usa, us, uk, apac, emea, global, europe, european, europa, union"""
)
_NOTE = re.compile(
    r"(?:[*†‡\u00b9\u00b2\u00b3]|\[\d{1,2}\]|\(\d{1,2}\)\s|©|notes?\b\s*:"
    r"|last (?:updated?|modified)\b"
    r"|updated\b|stand\s*:|stand\s+\d|hinweise?\s*:|anmerkung(?:en)?\s*:|quelle\s*:|source\s*:"
    r"|letzte aktualisierung|zuletzt aktualisiert|dernière mise à jour|mise à jour|remarques?\s*:"
    r"|version\b|effective\b|page\s+\d|seite\s+\d|total\s*:|end of)",
    re.IGNORECASE,
)
_SENTENCE_WORDS = 9  # a longer text that ends in a full stop is no name
_YEAR_TITLE = re.compile(r"(?:\w+\s)?(?:19|20)\d\d")


def kind_of(text: str, *, before_names: bool) -> str:
    """Return `note` or `title` for a lone cell, or nothing where it may well be a vendor.

    `before_names` says that it stands in a column to the left of the names.
    """
    line = one_line(text)
    words = line.split()
    if _NOTE.match(line) or (len(words) >= _SENTENCE_WORDS and line.endswith((".", "!"))):
        return "note"
    if before_names or line.endswith(":") or _YEAR_TITLE.fullmatch(line):
        return "title"
    if has_legal_form(line):
        return ""
    plain = [each.strip("()&/,–—-:").casefold() for each in words]
    known = [not each or each in _WORDS or without_accents(each) in _PLAIN for each in plain]
    is_title = all(known) or country_code(line) or is_wide(line)
    return "title" if is_title else ""


_PLAIN = frozenset(map(without_accents, _WORDS))
