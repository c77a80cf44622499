"""The text of a notice, made from the register: what Art. 13 and 14 ask for, in their order.

Nothing is invented: what the register does not answer stands as a gap for the drafter.
"""

from typing import Any

from django.utils.translation import gettext as _

from ropa import periods
from ropa.choices.register import Basis, ContactMatter, DataSource
from ropa.export import wording
from ropa.export.notice import rights
from ropa.export.notice.blocks import Block, Facts, Heading, Items, Paragraph, Table
from ropa.export.notice.gaps import gap, missing
from ropa.export.notice.table import columns, is_in_table, sheet
from ropa.export.notice.transfers import transfers

Node = dict[str, Any]


def blocks(register: Node, notice: Node) -> list[Block]:
    """Return the text from the form of `ropa.export.json.register`.

    The activities of `register` are those that the notice covers; `notice` is one of its
    `notices`.
    """
    return [
        Heading(notice["title"], 1),
        *_scope(notice),
        *_who(register),
        *_uses(register),
        *_recipients(register),
        *transfers(register),
        *_storage(register),
        *rights.rights(register),
        *_required(register),
        *_sources(register),
        *_automated(register),
        *_changes(notice),
    ]


def _scope(notice: Node) -> list[Block]:
    said = (
        (_("For whom"), notice["audience"]),
        (_("Products"), notice["products"]),
        (_("Where it applies"), notice["territory"]),
    )
    pairs = tuple((term, text) for term, text in said if text)
    return [Facts(pairs)] if pairs else []


def _who(register: Node) -> list[Block]:
    """Art. 13(1)(a) and (b)."""
    entities = sorted(register["entities"], key=lambda each: not each["is_main"])
    matters = {each["matter"] for each in register["contacts"]}
    facts = [(each["legal_name"], _entity(each)) for each in entities] + _contacts(register)
    found: list[Block] = [Heading(_("Who we are"))]
    found += [Facts(tuple(facts))] if facts else []
    if not entities:
        found.append(gap("13(1)(a)", _("name the controller.")))
    if not any(each["address"] for each in entities):
        found.append(gap("13(1)(a)", _("give the postal address of the controller.")))
    if not matters:
        found.append(gap("13(1)(a)", _("say how to reach the controller.")))
    if ContactMatter.REPRESENTATIVE not in matters:
        found.append(
            gap("13(1)(a)", _("name the representative, or strike this if Art. 27 asks for none."))
        )
    if ContactMatter.DPO not in matters:
        found.append(
            gap("13(1)(b)", _("say how to reach the data protection officer, or strike this."))
        )
    return [*found, *_joint(register)]


def _entity(entity: Node) -> str:
    trading = _("trading as %(name)s") % {"name": entity["trading_name"]}
    parts = (
        trading if entity["trading_name"] else "",
        ", ".join(entity["address"].splitlines()),
        entity["country"],
    )
    return ", ".join(filter(None, parts))


def _contacts(register: Node) -> list[tuple[str, str]]:
    """Each address once, with all the matters that it serves."""
    matters: dict[str, list[str]] = {}
    for each in register["contacts"]:
        label = str(ContactMatter(each["matter"]).label)
        matters.setdefault(each["address"], []).append(label)
    return [
        (_("Contact: %(matters)s") % {"matters": ", ".join(dict.fromkeys(labels))}, address)
        for address, labels in matters.items()
    ]


def _joint(register: Node) -> list[Block]:
    pairs = tuple(
        (
            _("Jointly responsible for “%(activity)s”") % {"activity": activity["heading"]},
            "; ".join(each["name"] for each in activity["joint_controllers"]),
        )
        for activity in register["activities"]
        if activity["joint_controllers"]
    )
    return [Facts(pairs)] if pairs else []


def _uses(register: Node) -> list[Block]:
    """Art. 13(1)(c) and (d), 14(1)(d): the table of the notice, then what stands outside it."""
    found: list[Block] = [Heading(_("What data we use, why, and on which basis"))]
    table = sheet(register)
    if table.rows:
        rows = tuple(tuple(str(cell or "") for cell in row) for row in table.rows)
        found.append(Table(tuple(table.header), rows, table.headings))
    for activity in register["activities"]:
        if not is_in_table(activity):
            found.append(Heading(activity["heading"], 3))
            found += [Facts(pairs) for line in activity["purposes"] if (pairs := _line(line))]
    found += missing(register, "purposes", "13(1)(c)", _("the purposes of"))
    found += missing(register, "legal_bases", "13(1)(c)", _("the legal basis of"))
    found += missing(register, "data_categories", "14(1)(d)", _("the categories of data of"))
    unnamed = [
        activity["heading"]
        for activity in register["activities"]
        if any(_has_unnamed_interest(line) for line in activity["purposes"])
    ]
    if unnamed:
        found.append(gap("13(1)(d)", _("name the legitimate interests pursued in:"), unnamed))
    return found


def _has_unnamed_interest(line: Node) -> bool:
    return any(
        each["basis"] == Basis.LEGITIMATE_INTERESTS and not each["interest"]
        for each in line["legal_bases"]["values"]
    )


def _line(line: Node) -> tuple[tuple[str, str], ...]:
    """The cells of a line that state something, each under the heading of its column."""
    return tuple(
        (heading, "; ".join(wording.cell(line, facet, values(line)).split("\n")))
        for heading, facet, values in columns()
        if wording.is_stated(line, facet)
    )


def _recipients(register: Node) -> list[Block]:
    """Art. 13(1)(e): those whom the lines name, each once with its services."""
    services: dict[str, list[str]] = {}
    for activity in register["activities"]:
        for line in activity["purposes"]:
            for each in line["recipients"]["values"]:
                if not each.get("own_product"):
                    name = each.get("vendor") or each["wording"] or each["name"]
                    services.setdefault(name, []).append(each.get("service", ""))
    found: list[Block] = [Heading(_("Who receives the data"))]
    if services:
        found.append(Items(tuple(_with(name, services[name]) for name in services)))
    return [*found, *missing(register, "recipients", "13(1)(e)", _("the recipients of"))]


def _with(name: str, services: list[str]) -> str:
    said = "; ".join(dict.fromkeys(filter(None, services)))
    return f"{name} ({said})" if said else name


def _storage(register: Node) -> list[Block]:
    """Art. 13(2)(a): what applies to all, and what the lines do not say themselves."""
    lines = [line for activity in register["activities"] for line in activity["purposes"]]
    also = [rule for line in lines for rule in line["period"]["also_applies"]]
    general = [
        rule
        for rule in register["retention_rules"]
        if rule["applies_to_all"] or not rule["applies_to"]
    ]
    texts = dict.fromkeys(wording.period([*also, *general]))
    found: list[Block] = [Heading(_("How long we keep the data"))]
    if any(line["period"]["values"] for line in lines):
        found.append(Paragraph(_("The period stands with each use of the data above.")))
    found += [Items(tuple(texts))] if texts else []
    return [*found, *missing(register, "period", "13(2)(a)", _("the period of"))]


def _required(register: Node) -> list[Block]:
    """Art. 13(2)(e)."""
    found: list[Block] = [Heading(_("Whether you have to give the data"))]
    statement = register["not_required_statement"]
    if statement:
        found.append(Paragraph(statement))
    else:
        found.append(gap("13(2)(e)", _("say whether the law or a contract asks for the data.")))
    return [
        *found,
        *missing(register, "consequences", "13(2)(e)", _("what follows without the data for")),
    ]


def _sources(register: Node) -> list[Block]:
    """Art. 14(2)(f), for what does not come from the person alone."""
    pairs, unknown = [], []
    for activity in register["activities"]:
        sources = {each["source"] for each in activity["sources"]} - {DataSource.NOT_STATED}
        if not sources:
            unknown.append(activity["heading"])
        elif sources - {DataSource.PERSON, DataSource.AUTOMATIC}:
            pairs.append((activity["heading"], _said_sources(activity)))
    found: list[Block] = [Facts(tuple(pairs))] if pairs else []
    if unknown:
        found.append(gap("14(2)(f)", _("say where the data come from for:"), unknown))
    return [Heading(_("Where the data come from")), *found] if found else []


def _said_sources(activity: Node) -> str:
    said = []
    for each in activity["sources"]:
        label = str(DataSource(each["source"]).label)
        said.append(f"{label} ({each['detail']})" if each["detail"] else label)
    return "; ".join(said)


def _automated(register: Node) -> list[Block]:
    """Art. 13(2)(f), where a screening says so; the register knows no more of it."""
    found = [
        activity["heading"]
        for activity in register["activities"]
        if any(each["automated_decision"] for each in activity["dpia_screenings"])
    ]
    if not found:
        return []
    asked = _("give the logic, the significance and the consequences of the decisions in:")
    return [Heading(_("Automated decisions")), gap("13(2)(f)", asked, found)]


def _changes(notice: Node) -> list[Block]:
    if not notice["notice_period"]:
        return []
    period = periods.in_words(periods.parse(notice["notice_period"]))
    said = _("A significant change of this notice is announced at least %(period)s beforehand.")
    return [Heading(_("Changes of this notice")), Paragraph(said % {"period": period})]
