"""A synthetic register whose vendors rely on the EU-US framework in different ways.

Invented throughout: Example Ltd. in Ireland, its vendors, its customers.

    enquiries (controller)  → Mailer (US): certified, with clauses beside it
                            → Desk (IE) → Cloud (US): certified only, two steps down at Archive
    support (processor)     → Tickets (US): certified only
"""

from datetime import date
from typing import NamedTuple

from ropa.choices.register import AgreementKind, Mechanism, Role, TransferKind, VendorRole
from ropa.models import (
    AdequacyDecision,
    Customer,
    CustomerActivity,
    Notice,
    NoticeActivity,
    Organisation,
    Purpose,
    Safeguard,
    Transfer,
    TransferPurpose,
    Vendor,
)
from tests import factories as make

DAY = date(2027, 3, 1)
SIGNED = date(2025, 1, 1)


class Synthetic(NamedTuple):
    organisation: Organisation
    framework: AdequacyDecision
    vendors: dict[str, Vendor]
    lines: dict[str, Purpose]
    customer: Customer
    notices: dict[str, Notice]


def synthetic() -> Synthetic:
    organisation = make.OrganisationFactory.create(code="example", name="Example Ltd.")
    ours = {"organisation": organisation}
    entity = make.EntityFactory.create(code="example-ltd", country="IE", is_main=True, **ours)
    framework = make.AdequacyFactory.create(
        code="framework", name="Framework", country="US", scope="certified", number="2023/1795"
    )
    lines = {
        "enquiries": _line(organisation, "enquiries", Role.CONTROLLER),
        "newsletter": _line(organisation, "newsletter", Role.CONTROLLER),
        "support": _line(organisation, "support", Role.PROCESSOR),
    }
    names = ("Mailer", "Desk", "Cloud", "Archive", "Tickets", "Paper")
    vendors = {name: make.VendorFactory.create(name=name, **ours) for name in names}
    _use(vendors["Mailer"], lines["newsletter"])
    _use(vendors["Desk"], lines["enquiries"])
    _use(vendors["Paper"], lines["enquiries"])
    _use(vendors["Tickets"], lines["support"], VendorRole.SUB_PROCESSOR)
    _chain(vendors, "Desk", "Cloud")
    _chain(vendors, "Cloud", "Archive")
    _transfer(entity, vendors, "to-mailer", importer="Mailer", line=lines["newsletter"], scc="2")
    _transfer(entity, vendors, "to-archive", importer="Archive", above="Cloud")
    _transfer(entity, vendors, "to-tickets", importer="Tickets", line=lines["support"])
    customer = make.CustomerFactory.create(name="Customer A", sub_processor_notice="P30D", **ours)
    CustomerActivity.objects.create(customer=customer, activity=lines["support"].activity)
    make.CustomerFactory.create(name="Customer B", **ours)
    notices = {"site": make.NoticeFactory.create(code="site", title="Site notice", **ours)}
    NoticeActivity.objects.create(notice=notices["site"], activity=lines["newsletter"].activity)
    return Synthetic(organisation, framework, vendors, lines, customer, notices)


def _line(organisation: Organisation, code: str, role: Role) -> Purpose:
    activity = make.ActivityFactory.create(
        organisation=organisation, code=code, heading=code.capitalize(), role=role
    )
    return make.PurposeFactory.create(activity=activity, code=f"{code}-line")


def _use(vendor: Vendor, line: Purpose, role: VendorRole = VendorRole.PROCESSOR) -> None:
    make.VendorUseFactory.create(vendor=vendor, purpose=line, spelling=vendor.name, role=role)


def _chain(vendors: dict[str, Vendor], vendor: str, sub_processor: str) -> None:
    make.SubProcessingFactory.create(vendor=vendors[vendor], sub_processor=vendors[sub_processor])


def _transfer(
    entity: object,
    vendors: dict[str, Vendor],
    code: str,
    *,
    importer: str,
    above: str = "",
    line: Purpose | None = None,
    scc: str = "",
) -> Transfer:
    """Storage in the US by a certified importer; with `scc`, clauses of that module beside it."""
    vendor = vendors[importer]
    transfer = make.TransferFactory.create(
        organisation=vendor.organisation,
        code=code,
        kind=TransferKind.STORAGE,
        exporter_entity=entity,
        exporter_vendor=vendors[above] if above else None,
        importer_vendor=vendor,
        destination_kind="country",
        country="US",
    )
    if line is not None:
        TransferPurpose.objects.create(transfer=transfer, purpose=line)
    paper = {"vendor": vendor, "organisation": vendor.organisation, "signed_on": SIGNED}
    certificate = make.AgreementFactory.create(kind=AgreementKind.DPF, covers_eu=True, **paper)
    Safeguard.objects.create(
        transfer=transfer, mechanism=Mechanism.DPF_EU_US, agreement=certificate
    )
    if scc:
        clauses = make.AgreementFactory.create(
            kind=AgreementKind.SCC, title="Clauses with Mailer", module=scc, **paper
        )
        Safeguard.objects.create(
            transfer=transfer, mechanism=Mechanism.SCC, agreement=clauses, order=2
        )
    return transfer
