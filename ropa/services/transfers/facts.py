"""What a register says of vendors, places and transfers, as `ropa.transfers` wants it.

Read from the sheets of the register, or from its JSON form where that is at hand.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from ropa.choices.approval import ActivityStatus
from ropa.choices.register import DestinationKind, FacetState, Role, TransferKind
from ropa.memory import uncollected
from ropa.resources import SHEETS, OrganisationScope
from ropa.resources.records import Records
from ropa.services.adequacy import decisions_on_file
from ropa.services.chain import Link, by_vendor, paths_below
from ropa.transfers.facts import Decision, Paper, Recorded
from ropa.transfers.flows import Facts, Flow, Key, Line, Place, Use

Node = dict[str, Any]
Sheets = dict[str, list[Node]]

WANTED = (
    *("entities", "activities", "purposes", "data_subjects", "vendors", "vendor_locations"),
    *("vendor_uses", "agreements", "vendor_chain", "transfers", "safeguards"),
    *("transfer_purposes", "no_transfers"),
)
NO_MOVEMENT = (TransferKind.CONSTRAINT, TransferKind.SAFEGUARD)
STAFF = frozenset({"employee"})  # data subjects whose data are data on employees
COVERS = {"covers_eu": "eu", "covers_swiss": "ch", "covers_uk": "uk", "covers_hr": "hr"}


@uncollected()
def facts_on_file(scope: OrganisationScope, *, on: date) -> Facts:
    """Read what the register in the scope says, one query a sheet, whatever its size."""
    records, sheets = Records(scope), Sheets()
    for name, kind in SHEETS.items():
        if name in WANTED:
            extra = ("status",) if name == "activities" else ()
            sheets[name] = records.of(kind(scope), extra)
    return _facts(sheets, _staff_lines(sheets), decisions_on_file(), on)


def facts_of_register(register: Node, decisions: tuple[Decision, ...], *, on: date) -> Facts:
    """The same from the form of `ropa.export.json.register`; reads no database."""
    lines = [
        {**line, "activity": each["code"]}
        for each in register["activities"]
        for line in each["purposes"]
    ]
    staff = {
        line["code"]
        for line in lines
        if any(value["category"] in STAFF for value in line["data_subjects"]["values"])
    }
    sheets = {
        **{name: register[name] for name in ("entities", "activities", "vendors", "transfers")},
        **{name: register[name] for name in ("agreements", "no_transfers")},
        "purposes": lines,
        "vendor_locations": _children(register["vendors"], "locations", "vendor", "name"),
        "vendor_uses": _children(register["vendors"], "uses", "vendor", "name"),
        "vendor_chain": _children(register["vendors"], "sub_processors", "vendor", "name"),
        "safeguards": _children(register["transfers"], "safeguards", "transfer", "code"),
        "transfer_purposes": [
            {"transfer": each["code"], "purpose": code}
            for each in register["transfers"]
            for code in each["purposes"]
        ],
    }
    return _facts(sheets, staff, decisions, on)


def _children(rows: Iterable[Node], name: str, parent: str, key: str) -> list[Node]:
    return [{**child, parent: row[key]} for row in rows for child in row[name]]


def _facts(sheets: Sheets, staff: set[str], decisions: tuple[Decision, ...], on: date) -> Facts:
    entities = sheets["entities"]
    main = next((each for each in entities if each["is_main"]), entities[0] if entities else None)
    own = {each["name"] for each in sheets["vendors"] if each["is_own_product"]}
    papers = {each["code"]: _paper(each) for each in sheets["agreements"]}
    of_vendor: defaultdict[str, list[Paper]] = defaultdict(list)
    for paper in papers.values():
        of_vendor[paper.party].append(paper)
    return Facts(
        on=on,
        decisions=decisions,
        entities={each["code"]: each["country"] for each in entities},
        main_entity=main["code"] if main else "",
        lines=_lines(sheets, staff),
        uses=tuple(
            Use(each["purpose"], each["vendor"], each["role"])
            for each in sheets["vendor_uses"]
            if each["is_recipient"] and each["purpose"] and each["vendor"] not in own
        ),
        places=_places(sheets["vendor_locations"]),
        below=_below(sheets["vendor_chain"], on),
        families=_families(sheets["vendors"]),
        papers=of_vendor,
        flows=_flows(sheets, papers, of_vendor),
        ruled_out=frozenset(map(_key, sheets["no_transfers"])),
    )


def _lines(sheets: Sheets, staff: set[str]) -> dict[str, Line]:
    """The lines of activities that go on."""
    activities = {
        each["code"]: each
        for each in sheets["activities"]
        if each["status"] != ActivityStatus.RETIRED
    }
    found = {}
    for line in sheets["purposes"]:
        activity = activities.get(line["activity"])
        if activity is not None:
            is_hr = line["code"] in staff and activity["role"] != Role.PROCESSOR
            entity = activity["entity"] or ""
            found[line["code"]] = Line(
                line["code"], activity["code"], entity, activity["role"], is_hr
            )
    return found


def _staff_lines(sheets: Sheets) -> set[str]:
    """The lines on employees, those that inherit it included."""
    found = {row["purpose"] for row in sheets["data_subjects"] if row["category"] in STAFF}
    heirs: defaultdict[str, list[str]] = defaultdict(list)
    for line in sheets["purposes"]:
        if line["data_subjects_state"] == FacetState.INHERITED:
            heirs[line["inherits_from"]].append(line["code"])
            found.discard(line["code"])
    ahead = list(found)
    while ahead:
        new = [code for code in heirs[ahead.pop()] if code not in found]
        found.update(new)
        ahead += new
    return found


def _places(rows: Iterable[Node]) -> dict[str, list[Place]]:
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for row in rows:
        found[row["vendor"]].append(Place(row["kind"], row["country"]))
    return found


def _below(rows: Iterable[Node], on: date) -> dict[str, list[tuple[str, ...]]]:
    links = (
        Link(
            row["vendor"],
            row["sub_processor"],
            since_on=_day(row["since_on"]),
            ended_on=_day(row["ended_on"]),
        )
        for row in rows
    )
    chain = by_vendor(link for link in links if link.holds(on=on))
    return {vendor: [path.vendors for path in paths_below(vendor, chain)] for vendor in chain}


def _families(vendors: Iterable[Node]) -> dict[str, frozenset[str]]:
    members: defaultdict[str, set[str]] = defaultdict(set)
    for vendor in vendors:
        members[vendor["family"]].add(vendor["name"])
    return {name: frozenset(names) for family, names in members.items() if family for name in names}


def _flows(
    sheets: Sheets, papers: dict[str, Paper], of_vendor: dict[str, list[Paper]]
) -> tuple[Flow, ...]:
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for row in sheets["transfer_purposes"]:
        lines[row["transfer"]].append(row["purpose"])
    guards: defaultdict[str, list[Node]] = defaultdict(list)
    for row in sheets["safeguards"]:
        guards[row["transfer"]].append(row)
    return tuple(
        Flow(
            **{name: row[name] or "" for name in ("code", "kind", "exporter_entity", "exporter")},
            **{name: row[name] or "" for name in ("exporter_vendor", "importer_vendor")},
            **{name: row[name] or "" for name in ("importer_entity", "importer", "country")},
            is_anywhere=row["destination_kind"] in (DestinationKind.OPEN, DestinationKind.UNKNOWN),
            covers_all=row["covers_all"],
            is_derived=row["origin"] == "derived",
            lines=tuple(lines[row["code"]]),
            mechanisms=tuple(
                _recorded(each, papers, of_vendor.get(row["importer_vendor"] or "", ()))
                for each in guards[row["code"]]
            ),
        )
        for row in sheets["transfers"]
        if row["kind"] not in NO_MOVEMENT
    )


def _recorded(guard: Node, papers: dict[str, Paper], of_vendor: Iterable[Paper]) -> Recorded:
    """The safeguard; a certification of the importer on file counts without being named."""
    paper = papers.get(guard["agreement"] or "")
    rests_on_certificate = guard["mechanism"].startswith("dpf") or guard["mechanism"] == "adequacy"
    if paper is None and rests_on_certificate:
        certificates = [each for each in of_vendor if each.kind == "dpf"]
        paper = max(certificates, key=lambda each: each.expires_on or date.max, default=None)
    return Recorded(
        mechanism=guard["mechanism"],
        decision=guard["decision"] or "",
        paper=paper,
        entity=guard["entity"] or "",
        evidence=guard["evidence"],
        expires_on=_day(guard["expires_on"]),
    )


def _paper(row: Node) -> Paper:
    return Paper(
        code=row["code"],
        kind=row["kind"],
        title=row["title"],
        module=row["module"],
        party=row["vendor"] or "",
        signed_on=_day(row["signed_on"]),
        valid_from=_day(row["valid_from"]),
        expires_on=_day(row["expires_on"]),
        covers=frozenset(name for column, name in COVERS.items() if row[column]),
    )


def _key(row: Node) -> Key:
    return Key(
        row["exporter_entity"] or "",
        row["exporter_vendor"] or "",
        row["importer_vendor"],
        row["location_kind"],
        row["country"],
    )


def _day(value: str | date | None) -> date | None:
    if isinstance(value, str):
        return date.fromisoformat(value) if value else None
    return value
