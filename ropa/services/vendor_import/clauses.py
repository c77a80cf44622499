"""What a cell says of agreements beside their kinds: module, decision, scope of a certificate."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ropa.choices.register import AgreementKind
from ropa.choices.vendors import SccModule
from ropa.services.vendor_import.words import known_kind, read_kinds

_NUMBERS = {
    SccModule.ONE: ("1", "one", "eins", "un", "i", "c2c"),
    SccModule.TWO: ("2", "two", "zwei", "deux", "ii", "c2p"),
    SccModule.THREE: ("3", "three", "drei", "trois", "iii", "p2p"),
    SccModule.FOUR: ("4", "four", "vier", "quatre", "iv", "p2c"),
}
_MODULES = {word: module for module, words in _NUMBERS.items() for word in words}
_NUMBER = r"(?:[1-4]|one|two|three|four|eins|zwei|drei|vier|un|deux|trois|quatre|iv|i{1,3})"
_MODULE = re.compile(
    rf"\b(?:modules?|moduls?|module|mod\.)\s*n?[°o]?\.?\s*({_NUMBER}\b"
    rf"(?:\s*(?:,|/|&|\+|and|und|et|or|oder|ou)\s*(?:modules?\s*)?{_NUMBER}\b)*)",
    re.IGNORECASE,
)
_SHORT_MODULE = re.compile(r"\b([cp])\s?(?:2|to|→|->|-to-)\s?([cp])\b", re.IGNORECASE)
_LONG_MODULE = re.compile(
    r"\b(controller|processor)[\s-]to[\s-](controller|processor)\b", re.IGNORECASE
)
_TRANSFERS = re.compile(r"2021/914\b")
# The clauses of Art. 28(7) for processors inside the EEA, which carry no transfer.
_ART_28 = re.compile(r"2021/915\b")
_REPEALED = re.compile(r"2010/87\b|2001/497\b|2004/915\b")
_ADEQUACY = re.compile(
    r"(?:EU\s)?(?:adequacy(?: decision)?|adequate(?: country)?|angemessenheits\w+"
    r"|(?:décision )?d'adéquation|adéquation)(?:\s*\(?(?:Art\.? ?45)?\)?)",
    re.IGNORECASE,
)
_DECISION = re.compile(
    r"[\s,–-]*(?:of\s+)?(?:\b(?:commission|implementing|decision|durchführungsbeschluss|beschluss"
    r"|décision|d'exécution|nr|no)\.?\s*)*(?:\((?:EU|UE|EC|EG|CE)\)|\bEU)?\s*(?:no\.?|nr\.?|n°)?\s*"
    r"\b(?:20\d\d/\d{2,4})(?:/(?:EU|EC|EG|CE))?",
    re.IGNORECASE,
)
_COVERED = {
    "covers_eu": re.compile(r"\bEU\s?[-–]\s?U\.?S\b", re.IGNORECASE),
    "covers_swiss": re.compile(r"\bSwiss\s?[-–]\s?U\.?S\b|\bCH\s?[-–]\s?US\b", re.IGNORECASE),
    "covers_uk": re.compile(r"\bUK[\s-](?:extension|bridge)|UK-US data bridge", re.IGNORECASE),
}
_DPF = re.compile(
    r"(?:(?:EU|Swiss|UK|CH)\s?[-–]?\s?U\.?S\.?\s?(?:and\s)?)*\b(?:DPF|data privacy framework)\b"
    r"(?:\s+\w*certifi\w+|\s+list)?",
    re.IGNORECASE,
)
_SCOPE = re.compile(
    r"\b(?:EU|Swiss|CH)\s?[-–]\s?U\.?S\b\.?|\bUK[\s-](?:extension|bridge)"
    r"(?:\s+to\s+the\s+EU-?\s?U?\.?S?\.?\s*DPF)?|\bUK-US data bridge",
    re.IGNORECASE,
)
# There is none, or none yet, or none any more; the number of a decision is no such word.
_LACKING = re.compile(
    r"\b(?:no\b(?!\.|\s*[\d(])|none|not|without|missing|pending|planned|draft|requested|expired"
    r"|terminated|refused|to be signed|tbd|kein\w*|nicht|ohne|fehl\w+|ausstehend|geplant|entwurf"
    r"|abgelaufen|gekündigt|pas de|aucune?|sans|manquante?|en attente|prévue?|expirée?|résiliée?)",
    re.IGNORECASE,
)
_EDGES = " \t\n,;:+/&()[]–—-."
_FILLERS = re.compile(
    r"\b(?:and|und|et|with|mit|avec|the|incl\.?|including|signed|executed|in place|unterzeichnet"
    r"|signé|abgeschlossen|yes|ja|oui|certified|active|participant|list|certification"
    r"|under|pursuant to|based on|gemäß|nach|auf Grundlage|selon|en vertu de|by)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Clauses:
    """Kind -> title, the module of the clauses, what a certificate covers, what there is to say."""

    kinds: dict[AgreementKind, str]
    module: str = ""
    covers: tuple[str, ...] = ()
    remarks: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def read_clauses(text: str, *, heading: str) -> Clauses:
    """Read what a cell says of agreements.

    Decision (EU) 2021/915 is about processors inside the EEA: clauses under it are kept as an
    agreement under Art. 28, never as the clauses for transfers, which are those of 2021/914.

    Raises `ValueError` as `words.read_kinds` does.
    """
    remarks: list[str] = []
    doubts: list[str] = []
    modules = _modules(text)
    covers = tuple(name for name, words in _COVERED.items() if words.search(text))
    if _ADEQUACY.fullmatch(text.strip()):
        sentence = _("“%(text)s” is no agreement: whether it holds follows from the country.")
        return Clauses({}, doubts=[sentence % {"text": text}])
    if _LACKING.search(text):
        sentence = _("“%(text)s” does not say that an agreement is in force; none is entered.")
        return Clauses({}, doubts=[sentence % {"text": text}])
    kinds = _kinds(text, heading, is_certified=bool(_DPF.search(text) or covers))
    if _ART_28.search(text):
        kinds = _without_art_28(text, kinds, remarks)
    if _REPEALED.search(text):
        doubts.append(
            _("“%(text)s” names clauses that are repealed; those of 2021/914 replaced them.")
            % {"text": text}
        )
        kinds = {kind: title for kind, title in kinds.items() if kind != AgreementKind.SCC}
        kinds[AgreementKind.OTHER] = text
    if _TRANSFERS.search(text) and set(kinds) <= {AgreementKind.OTHER}:
        kinds = {AgreementKind.SCC: ""}
    if len(modules) > 1:
        sentence = _("“%(text)s” names several modules; enter an agreement for each of them.")
        doubts.append(sentence % {"text": text})
    has_clauses = bool({AgreementKind.SCC, AgreementKind.UK_ADDENDUM}.intersection(kinds))
    if modules and not has_clauses and not _ART_28.search(text):
        kinds = {kind: title for kind, title in kinds.items() if kind != AgreementKind.OTHER}
        kinds[AgreementKind.SCC] = ""
    return Clauses(kinds, modules[0] if len(modules) == 1 else "", covers, remarks, doubts)


def _modules(text: str) -> list[str]:
    """The modules that a text names, each once, in its order."""
    found: list[str] = []
    for match in _MODULE.finditer(text):
        words = re.findall(rf"\b{_NUMBER}\b", match[1], re.IGNORECASE)
        found += (_MODULES[each.casefold()].value for each in words)
    for pattern in (_SHORT_MODULE, _LONG_MODULE):
        for match in pattern.finditer(text):
            found.append(_MODULES[f"{match[1][0]}2{match[2][0]}".casefold()].value)
    return list(dict.fromkeys(found))


def _kinds(text: str, heading: str, *, is_certified: bool) -> dict[AgreementKind, str]:
    """The kinds, once what stands beside them is taken off; else the whole text is a title."""
    found = read_kinds(text, heading=heading)
    if found.get(AgreementKind.OTHER) != text:
        return found
    rest = text
    for pattern in (_MODULE, _SHORT_MODULE, _LONG_MODULE, _DECISION):
        rest = pattern.sub(" ", rest)
    kinds: dict[AgreementKind, str] = {}
    if is_certified:
        kinds[AgreementKind.DPF] = ""
        rest = _SCOPE.sub(" ", _DPF.sub(" ", rest))
    parts = re.split(r"[;,/+&\n()]|\s(?:and|und|et|with|mit|avec)\s|:\s", rest)
    for part in (_FILLERS.sub(" ", each).strip(_EDGES) for each in parts):
        kind = known_kind(part)
        if part and kind is None:
            return found
        if kind is not None:
            kinds[kind] = ""
    return kinds or found


def _without_art_28(
    text: str, kinds: dict[AgreementKind, str], remarks: list[str]
) -> dict[AgreementKind, str]:
    """The kinds where the text names 2021/915; both stay where it names 2021/914, too."""
    remarks.append(
        _(
            "“%(text)s” names Decision (EU) 2021/915, the clauses of Art. 28 inside the EEA: kept "
            "as a data processing agreement; clauses for transfers are those of 2021/914."
        )
        % {"text": text}
    )
    dropped = {AgreementKind.OTHER}
    if not _TRANSFERS.search(text):
        dropped.add(AgreementKind.SCC)
    kept = {kind: title for kind, title in kinds.items() if kind not in dropped}
    return {AgreementKind.DPA: "", **kept}
