"""Rights in the text of a notice: which are offered, and how they are used."""

from typing import Any

from django.utils.translation import gettext as _

from ropa.choices.register import Basis, SpecialCondition
from ropa.choices.retention import Right
from ropa.export.notice.blocks import Block, Facts, Heading, Items
from ropa.export.notice.gaps import gap

Node = dict[str, Any]
OWED = (  # Art. 13(2)(b)
    Right.ACCESS,
    Right.RECTIFICATION,
    Right.ERASURE,
    Right.RESTRICTION,
    Right.OBJECT,
    Right.PORTABILITY,
)
APART = (Right.WITHDRAW_CONSENT, Right.COMPLAINT_SUPERVISORY_AUTHORITY)


def rights(register: Node) -> list[Block]:
    """Art. 13(2)(b) to (d)."""
    granted = [each for each in register["rights"] if each["grants"]]
    listed = [each for each in granted if each["right"] not in APART]
    found: list[Block] = [Heading(_("Your rights"))]
    found += [Facts(tuple((_name(each), _offer(each)) for each in listed))] if listed else []
    offered = {each["right"] for each in granted}
    absent = [str(right.label) for right in OWED if right not in offered]
    if absent:
        found.append(gap("13(2)(b)", _("say how these rights are used:"), absent))
    statements = [each["statement"] for each in register["rights"] if not each["grants"]]
    found += [Items(tuple(filter(None, statements)))] if any(statements) else []
    found += _procedure(granted)
    return [*found, *_withdrawal(register, granted), *_complaint(granted)]


def _withdrawal(register: Node, granted: list[Node]) -> list[Block]:
    offers = _of(granted, Right.WITHDRAW_CONSENT)
    if not offers and not _rests_on_consent(register):
        return []
    asked = _("say that consent can be withdrawn at any time, and how.")
    return [Heading(_("Withdrawing consent"), 3), *(offers or [gap("13(2)(c)", asked)])]


def _complaint(granted: list[Node]) -> list[Block]:
    asked = _("say that people can complain to a supervisory authority.")
    offers = _of(granted, Right.COMPLAINT_SUPERVISORY_AUTHORITY)
    return [Heading(_("Complaints"), 3), *(offers or [gap("13(2)(d)", asked)])]


def _of(granted: list[Node], right: Right) -> list[Block]:
    texts = tuple(_offer(each) or _name(each) for each in granted if each["right"] == right)
    return [Items(texts)] if texts else []


def _rests_on_consent(register: Node) -> bool:
    lines = [line for activity in register["activities"] for line in activity["purposes"]]
    return any(
        any(each["basis"] == Basis.CONSENT for each in line["legal_bases"]["values"])
        or any(each["condition"] == SpecialCondition.A9_2_A for each in line["special_conditions"])
        for line in lines
    )


def _name(right: Node) -> str:
    return str(Right(right["right"]).label)


def _offer(right: Node) -> str:
    """What the right says, for whom and how; each a sentence."""
    for_whom = "; ".join(filter(None, (right["available_to"], right["regime"])))
    parts = (
        right["statement"],
        right["conditions"],
        _("For: %(whom)s.") % {"whom": for_whom} if for_whom else "",
        _("How: %(channel)s.") % {"channel": channel_of(right)} if right["channel"] else "",
    )
    return " ".join(filter(None, parts))


def channel_of(right: Node) -> str:
    """The channels of a right as a reader takes them; `email:x` is the address alone."""
    ways = (way.strip().removeprefix("email:") for way in right["channel"].split(";"))
    return ", ".join(filter(None, ways))


def _procedure(granted: list[Node]) -> list[Block]:
    """What holds for several rights alike, said once; where not for all, with their names."""
    pairs = []
    for name, term in (
        ("identity_check", _("Identity check")),
        ("fee", _("Fee")),
        ("frequency_limit", _("How often")),
        ("redaction", _("What is left out")),
    ):
        holders: dict[str, list[str]] = {}
        for right in granted:
            if right[name]:
                holders.setdefault(right[name], []).append(_name(right))
        for text, names in holders.items():
            whose = "" if len(names) == len(granted) else f" ({'; '.join(names)})"
            pairs.append((term, f"{text}{whose}"))
    if not pairs:
        return []
    return [Heading(_("How requests are answered"), 3), Facts(tuple(pairs))]
