"""The vendors of the five demo organisations: every row accounted for, spellings as aliases.

The tables that people made from the notices are taken where they are at hand, and else the lists
of the demonstration, whose spellings `tests/facts/registers.json` counts.
"""

import csv
import json
from io import StringIO
from typing import Any

import pytest

from ropa.models import Organisation, Vendor, VendorAlias
from ropa.services.vendor_import import open_list, take_list
from tests import factories as make
from tests import sheets
from tests.ropa.registers import FACTS, ORGANISATIONS, TABLES
from tests.ropa.vendor_files import history_count

pytestmark = pytest.mark.django_db

# Spelling in the notice -> vendors that it means.
EXPECTED = {
    "quali": {
        "Appollo": {"Apollo (Apollo.io)"},
        "Opsgeneie": {"Opsgenie"},
        "OKTA": {"Okta"},
        "CloudFlare": {"Cloudflare"},
        "MatrixLMS": {"MATRIX LMS"},
        "Linkedin": {"LinkedIn"},
        "AWS": {"Amazon Web Services (AWS)"},
        "AWS Marketplace": {"AWS Marketplace"},
    },
    "clique": {
        "twak.to": {"tawk.to"},
        "GCP, Firebase": {"Google Cloud Platform (GCP)", "Firebase"},
        "Google/Linkedin sign in": {"Google Sign-In", "LinkedIn"},
        "Google Analytics/Tags manager": {"Google Analytics", "Google Tag Manager"},
        "New relic/Firebase performance": {"New Relic", "Firebase Performance Monitoring"},
    },
    "qwak": {
        "LinkedIn™": {"LinkedIn"},
        "Amazon Web services": {"Amazon Web Services (AWS)"},
    },
}


def table_of(ours: Organisation) -> bytes:
    """The vendors of an organisation, and the lines for which they are listed, where they are."""
    path = TABLES / ours.code / "vendors.csv"
    if not path.exists():
        path = sheets.DEMO / ours.code / "vendor_list.csv"
    rows = list(csv.DictReader(StringIO(path.read_text(encoding="utf-8"))))
    for code in dict.fromkeys(row.get("activities", "") for row in rows):
        if code and not ours.activities.filter(code=code).exists():
            activity = make.ActivityFactory.create(organisation=ours, code=code)
            make.PurposeFactory.create(activity=activity)
    out = StringIO()
    kept = [name for name in rows[0] if name != "used_in_activities"]
    writer = csv.DictWriter(out, kept, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def take(ours: Organisation) -> Any:
    table, columns = open_list(table_of(ours), filename="vendors.csv", mapping={})
    return take_list(ours, table, columns, dry_run=False), len(table.rows)


@pytest.mark.parametrize("code", [each for each in ORGANISATIONS if each != "qwasi"])
def test_every_row_is_accounted_for_and_every_spelling_is_an_alias(code: str) -> None:
    ours = make.OrganisationFactory.create(code=code, name=code.capitalize())
    facts = json.loads(FACTS.read_text(encoding="utf-8"))[code]

    report, count = take(ours)

    assert report.counts["refused"] == 0, [row.messages for row in report.refused]
    assert len(report.rows) == count
    assert Vendor.objects.count() == facts["vendors"]
    for spelling, vendors in EXPECTED.get(code, {}).items():
        found = VendorAlias.objects.filter(spelling=spelling)
        owners = set(found.values_list("vendor__name", flat=True))
        assert owners | named(spelling) == vendors, spelling

    before = history_count()
    again, _count = take(ours)
    assert again.written == 0
    assert history_count() == before


def named(spelling: str) -> set[str]:
    """The vendor whose own name is spelt so."""
    return set(Vendor.objects.filter(name=spelling).values_list("name", flat=True))
