"""The record of a controller as the sheets that the French CNIL published, one for each activity.

Headings are in French, as published; what the register says stays in its own language. What it
does not hold stays empty: the software used, unless the activity names a product.
"""

from typing import Any

from django.utils.translation import gettext as _

from ropa import periods
from ropa.choices.register import ContactMatter, FacetState, LinkKind, VendorRole
from ropa.choices.retention import Bound, Trigger
from ropa.export import parties, places, wording
from ropa.export.art30 import cells
from ropa.export.days import Days, days_of
from ropa.export.records import ControllerRecord, controller_records, lines_of
from ropa.export.sheets import Cell, Sheet
from ropa.export.wanted import Wanted

Node = dict[str, Any]

COLUMNS = 6
YES, NO, SILENT = "Oui", "Non", "Non renseigné"
LIST = ("Fiche", "Nom de l'activité", "Référence", "Statut")
BLOCKS = (
    "Durées de conservation des catégories de données",
    "Catégories de destinataires des données",
)
UNITS = ("Jours", "Mois", "Ans", "Autre durée")


def sheets(wanted: Wanted) -> list[Sheet]:
    """Return a list of the activities, then a sheet for each.

    Raises `CannotExport` for a legal entity that there is not.
    """
    records = controller_records(wanted)
    days = days_of(wanted)
    numbered = [
        (record, activity, number)
        for number, (record, activity) in enumerate(
            ((record, activity) for record in records for activity in record.activities), start=1
        )
    ]
    return [
        _list(wanted, records, numbered),
        *(
            _sheet(wanted, record, activity, f"Fiche {number}", days.get(activity["code"]))
            for record, activity, number in numbered
        ),
    ]


def _list(
    wanted: Wanted,
    records: list[ControllerRecord],
    numbered: list[tuple[ControllerRecord, Node, int]],
) -> Sheet:
    register = wanted.register
    main = records[0].entity if len(records) == 1 else None
    entities = "\n".join(parties.entity(each.entity, register) for each in records)
    return Sheet(
        title="Liste des fiches",
        for_paper=True,
        preamble=[
            ["Responsable du traitement", entities],
            ["Contact", parties.addresses(parties.reached(register, main))],
            ["Représentant", _contacts(register, ContactMatter.REPRESENTATIVE, main)],
            ["Délégué à la protection des données", _contacts(register, ContactMatter.DPO, main)],
            *cells.days(wanted, sum(each.retired for each in records)),
        ],
        header=list(LIST),
        rows=[
            [f"Fiche {number}", activity["heading"], activity["code"], cells.status(activity)]
            for _record, activity, number in numbered
        ],
    )


def _contacts(register: Node, matter: ContactMatter, entity: Node | None) -> str:
    return parties.addresses(parties.contacts(register, matter, entity))


def _sheet(
    wanted: Wanted, record: ControllerRecord, activity: Node, title: str, days: Days | None
) -> Sheet:
    register, lines = wanted.register, lines_of(activity)
    created, changed = (day.strftime("%d/%m/%Y") for day in days) if days else ("", "")
    rows: list[list[Cell]] = [
        ["Référence", activity["code"]],
        ["Responsable du traitement", parties.entity(record.entity, register)],
        ["date de création de la fiche", created],
        ["date de dernière mise à jour", changed],
        [
            "nom du responsable conjoint du traitement",
            "\n".join(parties.joint_controllers(activity)),
        ],
        ["nom du logiciel ou de l'application (si pertinent)", _software(activity)],
        ["Objectifs poursuivis", _together([cells.purposes(line) for line in lines])],
        ["Catégories de personnes concernées", _categories(lines, "data_subjects")],
        ["Catégories de données collectées", _categories(lines, "data_categories")],
        [
            "Des données sensibles sont-elles traitées ? (Oui / Non)",
            _sensitive(activity, lines),
        ],
        [BLOCKS[0], "", *UNITS],
        *_periods(register, lines),
        [BLOCKS[1]],
        *_recipients(lines),
        ["Transferts des données hors UE (Oui / Non, pays)", _transfers(register, lines)],
        ["Mesures de sécurité", cells.measures(activity)],
    ]
    return Sheet(
        title=title,
        for_paper=True,
        header=["Nom de l'activité", activity["heading"], *[""] * (COLUMNS - 2)],
        rows=[[*row, *[""] * (COLUMNS - len(row))] for row in rows],
        headings=frozenset(index for index, row in enumerate(rows) if row[0] in BLOCKS),
    )


def _software(activity: Node) -> str:
    return "\n".join(
        each["name"] or each["url"]
        for each in activity["links"]
        if each["kind"] == LinkKind.PRODUCT
    )


def _together(texts: list[str]) -> str:
    """The lines of several cells, each once; "not stated" only where no cell states anything."""
    found = dict.fromkeys(part for text in texts for part in text.split("\n"))
    stated = [part for part in found if part != wording.not_stated()]
    return "\n".join(stated) or SILENT


def _categories(lines: list[Node], facet: str) -> str:
    return _together([cells.categories(line, facet) for line in lines])


def _sensitive(activity: Node, lines: list[Node]) -> str:
    """Yes where a line names such data or a condition of Art. 9(2); no where none is silent."""
    data = [value for line in lines for value in line["data_categories"]["values"]]
    is_special = any(value["special_category"] for value in data)
    if is_special or any(line["special_conditions"] for line in lines):
        return YES
    is_known = data and all(
        line["data_categories"]["state"] != FacetState.NOT_STATED for line in lines
    )
    return NO if is_known and not activity["sensitive_content"] else SILENT


def _periods(register: Node, lines: list[Node]) -> list[list[Cell]]:
    rules = {each["code"]: each for each in register["retention_rules"]}
    found = {value["rule"]: value for line in lines for value in cells.rules_of(register, line)}
    if not found:
        return [["", SILENT]]
    return [_period(value, rules[code]) for code, value in found.items()]


def _period(value: Node, rule: Node) -> list[Cell]:
    """Days, months and years of a rule; its criteria in the last column."""
    name = value["scope"] or rule["data_class"]
    if not value["period"]:
        return ["", name, None, None, None, wording.period_of(value)]
    period = periods.parse(value["period"])
    criteria = [_("from: %(event)s") % {"event": Trigger(each).label} for each in rule["triggers"]]
    if value["bound"] != Bound.EXACT:
        criteria.insert(0, str(Bound(value["bound"]).label))
    months = period.months - 12 * period.years
    return [
        "",
        name,
        period.days or None,
        months or None,
        period.years or None,
        ", ".join(criteria),
    ]


def _recipients(lines: list[Node]) -> list[list[Cell]]:
    """Recipients inside, other bodies, and processors, as the CNIL parts them."""
    parted: dict[str, list[str]] = {
        "Destinataires internes": [],
        "Organismes externes": [],
        "Sous-traitants": [],
    }
    for line in lines:
        for value in line["recipients"]["values"]:
            single = {"recipients": {"values": [value]}}
            parted[_kind_of(value)] += wording.recipients(single)
    is_silent = all(line["recipients"]["state"] == FacetState.NOT_STATED for line in lines)
    return [
        [f"    {name}", "\n".join(dict.fromkeys(texts)) or (SILENT if is_silent else "")]
        for name, texts in parted.items()
    ]


def _kind_of(recipient: Node) -> str:
    if parties.is_processor(recipient):
        return "Sous-traitants"
    is_own = recipient["kind"] == "vendor" and (
        recipient["own_product"] or recipient["role"] == VendorRole.OWN_PRODUCT
    )
    return "Destinataires internes" if is_own else "Organismes externes"


def _transfers(register: Node, lines: list[Node]) -> str:
    found = [each for line in lines for each in places.abroad(places.of_line(register, line))]
    if found:
        return "\n".join([YES, *places.destinations(found)])
    is_none = all(line["transfers"]["state"] == FacetState.NONE for line in lines)
    return NO if is_none else SILENT
