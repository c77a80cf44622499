"""Closed lists in the words of the people who write vendor lists: roles, agreements, yes and no."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from ropa.choices.register import AgreementKind, VendorRole
from ropa.vendor_lists.names import may_say_nothing, parse_entry
from ropa.vendor_lists.spelling import heading_key, terms

_YES = frozenset(map(heading_key, terms("yes, y, true, 1, x, ✓, ✔, ja, j, oui, o, vrai, signed")))
_NO = frozenset(map(heading_key, terms("no, n, false, 0, ✗, ✘, nein, non, faux")))
_YES_OR_NO = _YES | _NO
_ROLES = {
    VendorRole.PROCESSOR: """processor, data processor, Auftragsverarbeiter, Auftragsverarbeiterin,
        Auftragsdatenverarbeiter, AV, sous-traitant""",
    VendorRole.SUB_PROCESSOR: """sub-processor, subprocessor, sub processor, data sub-processor,
        Unterauftragsverarbeiter, Unterauftragsdatenverarbeiter, Sub-Auftragsverarbeiter,
        Unterauftragnehmer, sous-traitant ultérieur, sous-traitant de second rang""",
    VendorRole.INDEPENDENT_CONTROLLER: """controller, data controller, independent controller,
        separate controller, third-party controller, Verantwortlicher, eigener Verantwortlicher,
        eigenständiger Verantwortlicher, getrennter Verantwortlicher, responsable,
        responsable du traitement, responsable de traitement, responsable indépendant""",
    VendorRole.PLATFORM: "platform, Plattform, plateforme",
    VendorRole.DATA_SOURCE: "data source, source, source of data, Datenquelle, Quelle, "
    "source de données",
    VendorRole.OWN_PRODUCT: "own product, self, Eigenprodukt, eigenes Produkt, produit propre",
    VendorRole.NOT_STATED: "not stated",
}
_KINDS = {
    AgreementKind.DPA: """DPA, DPAs, data processing agreement, data processing addendum,
        data protection agreement, data protection addendum, data processing, GDPR addendum,
        Art. 28, AVV, AV-Vertrag, ADV, ADV-Vertrag, Auftragsverarbeitung,
        Auftragsverarbeitungsvertrag, Auftragsdatenverarbeitungsvertrag,
        Vertrag zur Auftragsverarbeitung, accord de traitement des données,
        contrat de sous-traitance, accord de sous-traitance, ATD""",
    AgreementKind.SCC: """SCC, SCCs, EU SCC, EU SCCs, standard contractual clauses,
        model clauses, standard clauses, Standardvertragsklauseln, SVK,
        Standarddatenschutzklauseln, clauses contractuelles types, CCT""",
    AgreementKind.INTRA_GROUP: """intra-group, intra-group agreement, intragroup, IGDTA,
        intra-group data transfer agreement, konzernintern, konzerninterner Vertrag,
        accord intragroupe, intra-groupe""",
    AgreementKind.CUSTOMER_CONTRACT: "customer contract, Kundenvertrag, contrat client",
    AgreementKind.BCR: """BCR, BCRs, BCR-P, BCR-C, binding corporate rules, verbindliche interne
        Datenschutzvorschriften, règles d'entreprise contraignantes""",
    AgreementKind.DPF: """DPF, EU-US DPF, data privacy framework, EU-US data privacy framework,
        EU-U.S. Data Privacy Framework, DPF certification, Datenschutzrahmen""",
    AgreementKind.IDTA: "IDTA, UK IDTA, international data transfer agreement",
    AgreementKind.UK_ADDENDUM: "UK addendum, UK SCC addendum, addendum to the EU SCCs",
    AgreementKind.OTHER: "other, other agreement, sonstige, sonstiger Vertrag, autre",
}
_BETWEEN_KINDS = re.compile(r"\s*[;,/+&\n]\s*|\s+(?:and|und|et|incl\.?|including|mit|with|avec)\s+")


class SeveralRoles(ValueError):
    """A cell that names more than one role, of which a use has only one."""


def says_nothing(text: str) -> bool:
    """Whether a cell says only that there is nothing, or that nothing is known: `n/a`, `-`, `?`."""
    if not may_say_nothing(text):
        return False
    return heading_key(text) not in _YES_OR_NO and not parse_entry(text).names


def read_yes_no(text: str) -> bool:
    """Return what `yes`, `ja`, `oui`, `x` or `no` means; raise `ValueError` for another text."""
    key = heading_key(text)
    if key not in _YES_OR_NO:
        raise ValueError(_('"%(text)s" is neither yes nor no.') % {"text": text})
    return key in _YES


def read_role(text: str) -> VendorRole:
    """Return the role that `text` means.

    Raises `SeveralRoles` for `processor; sub-processor`, and `ValueError` naming those there are.
    """
    found = _roles().get(heading_key(text))
    several = [_roles().get(heading_key(part)) for part in _BETWEEN_KINDS.split(text)]
    if found is None and len(several) > 1 and None not in several:
        sentence = _('"%(text)s" names several roles; a use has one, so none was taken from it.')
        raise SeveralRoles(sentence % {"text": text})
    if found is None:
        allowed = ", ".join(str(role.label) for role in VendorRole)
        raise ValueError(
            _('"%(text)s" is no role of a vendor; the roles are: %(allowed)s.')
            % {"text": text, "allowed": allowed}
        )
    return found


def read_kinds(text: str, *, heading: str) -> dict[AgreementKind, str]:
    """Return kind -> title of the agreements that a cell names; the title of known ones is empty.

    Several may stand in one cell, as `DPA + SCC`. `Yes` below a heading such as `DPA` is that
    kind and `No` is none; below another heading `Yes` does not say which, and raises `ValueError`.
    A text in other words is an agreement of kind `other` with that title.
    """
    key = heading_key(text)
    if key in _NO:
        return {}
    if key in _YES:
        kind = _kinds().get(heading_key(heading))
        if kind is None:
            raise ValueError(_('"%(text)s" does not say which agreement it is.') % {"text": text})
        return {kind: ""}
    if key in _kinds():
        return {_kinds()[key]: ""}
    parts = [_kinds().get(heading_key(part)) for part in _BETWEEN_KINDS.split(text)]
    if None not in parts:
        return {kind: "" for kind in parts if kind is not None}
    return {AgreementKind.OTHER: text}


@lru_cache(maxsize=1)
def _roles() -> dict[str, VendorRole]:
    return _table(VendorRole, _ROLES)


@lru_cache(maxsize=1)
def _kinds() -> dict[str, AgreementKind]:
    return _table(AgreementKind, _KINDS)


def known_kind(text: str) -> AgreementKind | None:
    """Return the kind of agreement that `text` names and nothing else."""
    return _kinds().get(heading_key(text))


def kind_in(heading: str) -> AgreementKind | None:
    """Return the kind of agreement that a heading such as `AVV vom` names with one of its words."""
    found = (_kinds().get(heading_key(word)) for word in heading.split())
    return next((kind for kind in found if kind is not None), None)


def _table(choices: Any, words: Mapping[Any, str]) -> dict[str, Any]:
    """Key of a word -> value; value and label of the list count as words, too."""
    found: dict[str, Any] = {}
    for value, lazy_label in choices.choices:
        label = str(lazy_label)
        listed = (value, label, label.partition(" – ")[0], *words[value].split(","))
        found |= {heading_key(word): choices(value) for word in listed}
    return found
