"""Lists of random cells: no row is lost, and a second import changes nothing."""

import csv
from io import StringIO
from random import Random

import pytest

from tests.ropa.test_vendor_import_values import export
from tests.ropa.vendor_files import history_count, make_register, outcomes, take

CELLS = {
    "name": """Google|google|Google Analytics|GCP, Firebase|1. tawk.to – chat (anonymous)|twak.to|
        None|tbd||Mailgun – mails (Sendgrid backup)|SendGrid|The Beispiel software|=1+1|Acme, Inc.|
        A/B Tasty|Google/Linkedin sign in|Wix|Google; Wix|Beispiel""",
    "master name": "|||Google|Google Analytics|Wix|SendGrid|Acme",
    "aliases": "||GA; G|Goo|Wix|n/a|a;b,c",
    "family": "|A|B",
    "service": "|analytics|Analytics|mails|-",
    "role": "|processor|Sub-processor|self|boss|not_stated|n/a",
    "activities": "|contact|account|website|contact; account|marketing|webinar|a-post|nope",
    "position": "||1|2|x|99999",
    "recipient": "|yes|no|ja",
    "data limitation": "|anonymous|no IP",
    "locations": "|Germany|DE; USA|various regions|Dublin, Ireland|USA, Mars|n/a",
    "countries": "|Germany|US|Frankreich",
    "agreement type": "|DPA|DPA + SCC|MSA|other|n/a|none",
    "signed on": "||2024-01-01|01.02.2024|2030-01-01|soon",
    "expires on": "||2026-01-01|2023-01-01|-",
    "backup of": "||Google|Wix|SendGrid|Nobody Ltd",
    "own product": "|yes|no",
    "note": "|n1|n2",
}


def random_list(random: Random) -> str:
    chosen = ["name", *random.sample(list(CELLS)[1:], random.randint(2, 12))]
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(chosen)
    for _row in range(random.randint(1, 25)):
        writer.writerow(random.choice(CELLS[name].split("|")).strip() for name in chosen)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_lost_and_nothing_is_done_twice(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    ours = make_register()
    for data in (random_list(random), random_list(random)):
        rehearsed = take(ours, data, dry_run=True)
        report = take(ours, data)
        before = history_count()
        again = take(ours, data)

        assert report.as_json() == rehearsed.as_json()
        assert sum(report.counts.values()) == len(report.rows)
        assert {row.line for row in again.refused} == {row.line for row in report.refused}
        assert again.written == 0, data
        assert history_count() == before

    before = history_count()
    assert set(outcomes(take(ours, export(ours)))) <= {"unchanged"}
    assert history_count() == before
