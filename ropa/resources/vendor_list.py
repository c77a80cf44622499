"""Vendor lists through import-export: one mechanism with the command, and the same list back."""

import logging
from collections.abc import Iterator
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field
from import_export.formats.base_formats import Format
from import_export.resources import Resource
from import_export.results import Error, InvalidRow, Result, RowResult

from config.formulas import neutralise
from ropa.audit import acting
from ropa.choices.register import AgreementKind
from ropa.models import Agreement, Organisation, Vendor, VendorUse
from ropa.services.list_imports import CannotImport, Upload, take_at_once
from ropa.services.vendor_import import ImportReport, Origin, Outcome, RowReport
from ropa.services.vendor_import.cells import VENDOR_TEXTS
from ropa.services.vendor_import.clauses import read_clauses
from ropa.services.vendor_import.spellings import join
from ropa.vendor_lists.columns import FIELDS
from ropa.vendor_lists.table import Table

logger = logging.getLogger(__name__)

# Field -> heading of its column in an export; an import understands all of them by itself.
HEADINGS = {
    "name": "name",
    "master_name": "master name",
    "aliases": "aliases",
    "family": "family",
    "legal_name": "legal name",
    "address": "address",
    "service": "service",
    "role": "role",
    "activities": "activities",
    "position": "position",
    "recipient": "recipient",
    "data_limitation": "data limitation",
    "locations": "locations",
    "countries": "countries",
    "website": "website",
    "privacy_url": "privacy policy",
    "opt_out_url": "opt-out",
    "contact": "contact",
    "agreement_type": "agreement type",
    "signed_on": "signed on",
    "expires_on": "expires on",
    "backup_of": "backup of",
    "own_product": "own product",
    "source": "source",
    "note": "note",
}
# What a column of somebody else's list may be beside those, for an officer to choose.
_ONLY_READ = {
    "customer": gettext_lazy("customer"),
    "hosting": gettext_lazy("place of hosting"),
    "access": gettext_lazy("place of access"),
    "headquarters": gettext_lazy("headquarters"),
    "contracting": gettext_lazy("seat of the contracting entity"),
    "mechanism": gettext_lazy("transfer mechanism"),
}
READINGS = {field: _ONLY_READ.get(field) or HEADINGS[field] for field in FIELDS}
_RELATED = ("aliases", "locations", "agreements", "uses__purpose")
_TYPES = {
    Outcome.CREATED: RowResult.IMPORT_TYPE_NEW,
    Outcome.UPDATED: RowResult.IMPORT_TYPE_UPDATE,
    Outcome.UNCHANGED: RowResult.IMPORT_TYPE_SKIP,
    Outcome.REFUSED: RowResult.IMPORT_TYPE_INVALID,
}


class ListFormat(Format):
    """CSV, XLSX or Markdown: what a file is, its bytes say. The dataset is those bytes."""

    def __init__(self, encoding: str | None = None) -> None:
        """Take no notice of an encoding that somebody guessed."""

    def get_title(self) -> str:
        return "CSV, XLSX, Markdown"

    def create_dataset(self, in_stream: bytes) -> bytes:
        return in_stream

    def can_import(self) -> bool:
        return True


class ListResult(Result):
    """The report of the service as import-export shows it; a refused row holds up no other."""

    def __init__(self, report: ImportReport | None = None) -> None:
        super().__init__()
        self.report = report
        self.diff_headers = [_("vendor"), _("changes")]
        for row in report.rows if report else ():
            self._take(row)

    def _take(self, row: RowReport) -> None:
        changes = "; ".join(f"{each.what}: {each.new}" for each in row.changes)
        result = RowResult()
        result.import_type = _TYPES[row.outcome]
        result.diff = [row.vendor, changes]
        self.append_row_result(result)
        self.increment_row_result_total(result)
        self.total_rows += 1
        if row.outcome is Outcome.REFUSED:
            wrong = ValidationError(row.messages)
            self.invalid_rows.append(InvalidRow(row.line, wrong, (row.vendor, "")))

    def has_validation_errors(self) -> bool:
        return False


class VendorListResource(Resource):
    """A vendor list: read by the service, written with one row for each use."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields = {name: Field(column_name=text) for name, text in HEADINGS.items()}

    @classmethod
    def get_display_name(cls) -> str:
        return _("Vendor list")

    def get_user_visible_fields(self) -> list[Field]:
        return list(self.fields.values())

    def import_data(
        self,
        dataset: bytes,
        dry_run: bool = False,
        *,
        organisation: Organisation,
        table: Table,
        columns: dict[str, int],
        origin: Origin | None = None,
        file_name: str,
        user: Any,
        **kwargs: Any,
    ) -> ListResult:
        """Hand the list to the service; a database that refuses becomes a sentence."""
        try:
            with acting(user=user, reason=_("Vendor list %(file)s") % {"file": file_name}):
                report = take_at_once(
                    Upload(dataset, file_name),
                    table,
                    columns,
                    organisation=organisation,
                    origin=origin,
                    by=user,
                    at=timezone.now(),
                    dry_run=dry_run,
                )
        except CannotImport as wrong:
            return _refused(str(wrong))
        except DatabaseError:
            logger.exception("A vendor list was not taken.")
            return _refused(
                _("The database refused; nothing was written. Import the list once more.")
            )
        return ListResult(report)

    def export(self, queryset: QuerySet[Vendor] | None = None, **kwargs: Any) -> tablib.Dataset:
        """The vendors of the organisation that the form names, a row for each of their uses."""
        assert queryset is not None  # noqa: S101  # the admin always gives one
        organisation = kwargs["export_form"].cleaned_data["organisation"]
        chosen = Vendor.objects.filter(
            organisation=organisation, pk__in=queryset.order_by().values("pk")
        )
        dataset = tablib.Dataset(headers=list(HEADINGS.values()))
        for vendor in chosen.select_related("backup_of").prefetch_related(*_RELATED):
            for row in list_rows(vendor):
                dataset.append([neutralise(row.get(field, "")) for field in HEADINGS])
        return dataset


def _refused(sentence: str) -> ListResult:
    result = ListResult()
    result.append_base_error(Error(sentence))
    return result


def list_rows(vendor: Vendor) -> Iterator[dict[str, str]]:
    """The rows of a vendor; cells by field. An import of them changes nothing.

    What a list has no column for is left out: whether the identity is verified, the source of a
    role, entry points, and the days of agreements of which there are several.
    """
    about = _about(vendor)
    uses = sorted(vendor.uses.all(), key=lambda use: (use.purpose_id or 0, use.order, use.pk))
    for use in uses:
        yield {**about, **_about_use(use)}
    if not uses:
        yield {**about, "name": vendor.name, "note": vendor.note}


def _about(vendor: Vendor) -> dict[str, str]:
    spellings = {alias.spelling for alias in vendor.aliases.all()} - {vendor.name}
    places = list(vendor.locations.all())
    agreements = list(vendor.agreements.all())
    countries = dict.fromkeys(place.country for place in places if place.country)
    row = {
        "master_name": vendor.name,
        "aliases": join(sorted(each for each in spellings if ";" not in each)),
        "locations": join(place.wording or place.country for place in places),
        "countries": join(countries),
        "agreement_type": join(dict.fromkeys(each.kind for each in agreements)),
        **(_about_agreement(agreements[0]) if len(agreements) == 1 else {}),
        "backup_of": vendor.backup_of.name if vendor.backup_of else "",
        "own_product": "yes" if vendor.is_own_product else "no",
    }
    for name in VENDOR_TEXTS:
        row[name] = getattr(vendor, name)
    return row


def _about_agreement(agreement: Agreement) -> dict[str, str]:
    """Kind and days; one of no listed kind by its title, unless that reads like another kind."""
    days = {
        "signed_on": str(agreement.signed_on or ""),
        "expires_on": str(agreement.expires_on or ""),
    }
    if agreement.kind != AgreementKind.OTHER:
        return {"agreement_type": agreement.kind, **days}
    if read_clauses(agreement.title, heading="").kinds == {AgreementKind.OTHER: agreement.title}:
        return {"agreement_type": agreement.title, **days}
    return {"agreement_type": agreement.kind}


def _about_use(use: VendorUse) -> dict[str, str]:
    return {
        "name": use.spelling,
        "service": use.service,
        "role": use.role,
        "activities": use.purpose.code if use.purpose else "",
        "position": str(use.order),
        "recipient": "yes" if use.is_recipient else "no",
        "data_limitation": use.data_limitation,
        "source": use.source_lines,
        "note": use.note,
    }
