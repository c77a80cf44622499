"""The words of the pictures and of the tables under them."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ropa.choices.register import LocationKind
from ropa.pictures.ways import Party, Place, State

STATES = {
    State.INSIDE: gettext_lazy("stays under the exporter’s law"),
    State.NO_TRANSFER: gettext_lazy("found to be no transfer"),
    State.ADEQUATE: gettext_lazy("adequacy decision in force"),
    State.CARRIED: gettext_lazy("carried by a safeguard"),
    State.OPEN: gettext_lazy("third country, no transfer stated"),
    State.UNKNOWN: gettext_lazy("country not known"),
    State.UNFIT: gettext_lazy("not carried: safeguard does not fit"),
    State.NONE: gettext_lazy("not carried: no safeguard on file"),
}
TOLD = 6  # of a list of many, the first members


def state(of: State) -> str:
    return str(STATES[of])


def kind(of: str) -> str:
    return str(LocationKind(of).label)


def place(of: Place, names: dict[str, str]) -> str:
    """The country in the user's language, or the wording of the source in quotation marks."""
    if of.country:
        return names.get(of.country, of.country)
    return _("“%(wording)s”") % {"wording": of.wording} if of.wording else not_known()


def not_known() -> str:
    return _("place not known")


def category(name: str) -> str:
    return name or _("no category stated")


def other_categories() -> str:
    return _("other categories")


def recipients(count: int) -> str:
    """Vendors, and those others to whom transfers are recorded."""
    return ngettext("%(count)d recipient", "%(count)d recipients", count) % {"count": count}


def rounded(count: Fraction) -> str:
    """Purpose lines, to a tenth; a part that is less is not nothing."""
    shown = f"{float(count):.1f}".removesuffix(".0")
    return shown if shown != "0" or not count else "< 0.1"


def lines(count: Fraction) -> str:
    """Purpose lines; parts of them where several ways share them."""
    of = 1 if count == 1 else 2
    said = ngettext("%(count)s purpose line", "%(count)s purpose lines", of)
    return said % {"count": rounded(count)}


def more(count: int, column: str) -> str:
    """The node that stands for the small rest of a column."""
    if column == "entity":
        text = ngettext("%(count)d more entity", "%(count)d more entities", count)
    elif column == "vendor":
        text = ngettext("%(count)d more vendor", "%(count)d more vendors", count)
    elif column == "sub":
        text = ngettext("%(count)d more sub-processor", "%(count)d more sub-processors", count)
    else:
        text = ngettext("%(count)d more place", "%(count)d more places", count)
    return text % {"count": count}


def chain(parties: tuple[Party, ...]) -> str:
    return " → ".join(party.name for party in parties)


def several(names: list[str]) -> str:
    """The first names of many, and how many more there are."""
    told = ", ".join(names[:TOLD])
    left = len(names) - TOLD
    if left <= 0:
        return told
    said = ngettext("%(told)s and %(left)d more", "%(told)s and %(left)d more", left)
    return said % {"told": told, "left": left}


def headings() -> dict[str, str]:
    return {
        "entity": _("Entity"),
        "vendor": _("Vendor"),
        "sub": _("Sub-processor"),
        "place": _("Country"),
    }
