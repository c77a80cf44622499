"""Kinds of gaps of purpose lines."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from ropa.services.gaps.gap import Kind, Verdict

_NO_VALUE = _(
    "The cell is marked as given, but it holds no value. Add one, or choose another state."
)


class Cell(NamedTuple):
    """A cell that is asked for: what it is when silent, and when given without a value."""

    name: str  # in the JSON form
    silent: Kind
    empty: Kind


def _cell(
    name: str, verdict: Verdict, law: str, title: StrOrPromise, sentence: StrOrPromise, field: str
) -> Cell:
    code, place = f"{verdict}.{name}", f"id_{field}_state"
    return Cell(
        name,
        Kind(code, verdict, law, title, sentence, place),
        Kind(f"{code}_empty", verdict, law, title, _NO_VALUE, place),
    )


_PURPOSES = _("No purpose is stated. Write what the data are used for.")
_DATA_SUBJECTS = _("It is not stated whose data these are. Choose the categories of data subjects.")
_DATA_CATEGORIES = _("No personal data are stated. Choose the categories of data.")
_RECIPIENTS = _(
    "Nothing is stated on recipients. Add vendors or classes of recipients, or choose “explicitly "
    "none”."
)
_TRANSFERS = _(
    "Nothing is stated on third countries. Add the transfers, or choose “explicitly none”."
)
_PERIOD = _("No time limit for erasure is stated. Add a retention rule.")
_BASES = _("No legal basis is stated. Choose the point of Art. 6(1).")
_CONSEQUENCES = _(
    "It is not stated what follows when the data are not given. Write it, or choose “explicitly "
    "none”."
)

CONTROLLER_CELLS = (
    _cell(
        "purposes", Verdict.ART30, "Art. 30(1)(b)", _("Purposes missing"), _PURPOSES, "statements"
    ),
    _cell(
        "data_subjects",
        Verdict.ART30,
        "Art. 30(1)(c)",
        _("Data subjects missing"),
        _DATA_SUBJECTS,
        "data_subjects",
    ),
    _cell(
        "data_categories",
        Verdict.ART30,
        "Art. 30(1)(c)",
        _("Personal data missing"),
        _DATA_CATEGORIES,
        "data_categories",
    ),
    _cell(
        "recipients",
        Verdict.ART30,
        "Art. 30(1)(d)",
        _("Recipients missing"),
        _RECIPIENTS,
        "recipients",
    ),
    _cell(
        "transfers",
        Verdict.ART30,
        "Art. 30(1)(e)",
        _("Transfers not stated"),
        _TRANSFERS,
        "transfers",
    ),
    _cell("period", Verdict.ART30, "Art. 30(1)(f)", _("Time limit missing"), _PERIOD, "period"),
    _cell(
        "legal_bases",
        Verdict.TEMPLATE,
        "Art. 6(1), 13(1)(c)",
        _("Legal basis missing"),
        _BASES,
        "legal_bases",
    ),
    _cell(
        "consequences",
        Verdict.TEMPLATE,
        "Art. 13(2)(e)",
        _("Consequences missing"),
        _CONSEQUENCES,
        "consequences",
    ),
)
PROCESSOR_CELLS = (
    _cell(
        "processing",
        Verdict.ART30,
        "Art. 30(2)(b)",
        _("Categories of processing missing"),
        _("It is not stated what is done for the customers. Write it as the purpose of the line."),
        "statements",
    )._replace(name="purposes"),
    CONTROLLER_CELLS[4],
    _cell(
        "subject_types",
        Verdict.TEMPLATE,
        "Art. 28(3)",
        _("Data subjects missing (processor)"),
        _DATA_SUBJECTS,
        "data_subjects",
    )._replace(name="data_subjects"),
    _cell(
        "data_types",
        Verdict.TEMPLATE,
        "Art. 28(3)",
        _("Personal data missing (processor)"),
        _DATA_CATEGORIES,
        "data_categories",
    )._replace(name="data_categories"),
    _cell(
        "sub_processors",
        Verdict.TEMPLATE,
        "Art. 28(2)",
        _("Sub-processors not stated"),
        _RECIPIENTS,
        "recipients",
    )._replace(name="recipients"),
)
PROCESSOR_LAW = {"transfers": "Art. 30(2)(c)"}  # where a cell is asked under both paragraphs
MORE = tuple(
    kind for cell in (*CONTROLLER_CELLS, *PROCESSOR_CELLS) for kind in (cell.silent, cell.empty)
)

INTEREST = Kind(
    "template.interest",
    Verdict.TEMPLATE,
    "Art. 13(1)(d)",
    _("Legitimate interest not named"),
    _("The line rests on legitimate interests and names none. Name the interest."),
    "legal_bases-group",
)
ALTERNATIVES = Kind(
    "template.alternatives",
    Verdict.TEMPLATE,
    "Art. 13(1)(c)",
    _("Legal basis left open"),
    _(
        "The bases are alternatives: one or another applies. Fix which one applies to what, such "
        "as by a line for each."
    ),
    "legal_bases-group",
)
SPECIAL = Kind(
    "template.special_condition",
    Verdict.TEMPLATE,
    "Art. 9(2)",
    _("Special categories without a condition"),
    _("%(data)s: a special category. Choose the condition of Art. 9(2) under which it is used."),
    "special_conditions-group",
)
CRIMINAL = Kind(
    "template.criminal_condition",
    Verdict.TEMPLATE,
    "Art. 10",
    _("Criminal data without a condition"),
    _("%(data)s: criminal convictions or offences. Record on which law of Art. 10 this rests."),
    "special_conditions-group",
)
COPIED = Kind(
    "contradiction.interest",
    Verdict.WARNING,
    "Art. 6(1)(f)",
    _("Interest of another activity"),
    _(
        "The interest “%(interest)s” speaks of people whose data are not in this line; it looks "
        "copied from another activity. Name the interest of this one."
    ),
    "legal_bases-group",
)
GENERAL = Kind(
    "contradiction.general_interest",
    Verdict.WARNING,
    "Art. 6(1)(f)",
    _("General statement instead of an interest"),
    _(
        "The interest was written for all activities at once: it names people whose data are not "
        "in this line. Name the interest of this activity, or remove the basis."
    ),
    "legal_bases-group",
)
MARKETING = Kind(
    "contradiction.marketing",
    Verdict.WARNING,
    "Art. 6(1)(a), (f)",
    _("Marketing without consent"),
    _(
        "The line is for marketing, but its bases are neither consent nor a named interest in "
        "marketing between businesses. Check the basis."
    ),
    "legal_bases-group",
)
UNBOUNDED = Kind(
    "contradiction.unbounded_purpose",
    Verdict.WARNING,
    "Art. 5(1)(b)",
    _("Purpose without bounds"),
    _("“%(purpose)s” allows everything. Write the purposes that are specified and explicit."),
    "statements-group",
)
NOT_COMBINED = Kind(
    "contradiction.not_combined",
    Verdict.WARNING,
    "Art. 5(1)(a)",
    _("“Not combined” beside identifiers"),
    _("%(vendor)s: “%(limit)s”, but the line holds %(data)s. Correct the limitation or the data."),
    "vendor_uses-group",
)
OPEN_ENDED = Kind(
    "remark.open_ended",
    Verdict.REMARK,
    "Art. 5(1)(c)",
    _("Open-ended data"),
    _(
        "%(data)s: people may write anything here. Look at it in each review, and search it when "
        "somebody asks for their data."
    ),
    "data_categories-group",
)
