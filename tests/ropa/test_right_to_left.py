"""Names from right to left in lists: their controls go and are told, and sentences keep order."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from ropa.models import Vendor
from ropa.vendor_lists.reading import read_table
from tests.ropa.vendor_files import make_register, names, take, xlsx

ARABIC, HEBREW = "شركة المثال", "דוגמה בע״מ"
MARKS = ["\u061c", "\u200e", "\u200f"]


def shown(text: str) -> str:
    return Template("{% load back_office %}{{ text|isolated }}").render(Context({"text": text}))


@pytest.mark.django_db
@pytest.mark.parametrize("control", MARKS, ids=lambda each: f"U+{ord(each):04X}")
def test_a_name_loses_the_control_and_the_row_tells_it(control: str) -> None:
    report = take(make_register(), f"Vendor,Service\nEx{control}ample{control},hosting\n")

    assert names() == {"Example"}
    assert "characters that turn the direction of writing" in report.rows[0].messages[0]
    assert control not in "".join(report.rows[0].messages)
    assert not Vendor.objects.get().aliases.filter(spelling__contains=control).exists()


@pytest.mark.parametrize("control", ["\u202e", "\u200f"])
def test_no_sentence_about_the_file_carries_a_control(control: str) -> None:
    rows = [
        [f"Our {control}list"],
        ["Vendor", f"Serv{control}ice", "Country", f"Other{control}"],
        ["Example One", "a", "France", "b", f"be{control}yond"],
        [f"Hosting{control} providers:"],
        ["Example Two", "a", "France", "b"],
    ]

    table = read_table(xlsx(rows), filename="l.xlsx")

    told = [*table.messages, *(said for row in table.rows for said in row.messages)]
    assert control not in "".join([*told, *table.header, *(row.surplus for row in table.rows)])


class TestSentences:
    @pytest.mark.parametrize("name", [ARABIC, HEBREW])
    def test_each_name_stands_alone_and_what_is_beside_it_does_not(self, name: str) -> None:
        assert shown(f"{name} → {name}, 3 uses (Example)") == (
            f"<bdi>{name}</bdi> → <bdi>{name}</bdi>, 3 uses (Example)"
        )

    def test_marks_of_html_stay_harmless_inside_a_name_and_beside_it(self) -> None:
        assert shown('<b>דוגמה"בע</b>&') == "&lt;b&gt;<bdi>דוגמה&quot;בע</bdi>&lt;/b&gt;&amp;"

    def test_a_preview_isolates_the_name_in_its_sentences(
        self, db: None, back_office: Client
    ) -> None:
        ours = make_register()
        page = back_office.post(
            reverse("admin:ropa_vendor_import"),
            {
                "organisation": ours.pk,
                "import_file": SimpleUploadedFile(
                    "list.csv", f"Vendor,Activities\n{HEBREW},nowhere\n{ARABIC},post\n".encode()
                ),
                "sheet": "",
            },
        ).content.decode()

        assert f"<bdi>{ARABIC}</bdi> · post" in page
        assert f"<td><bdi>{HEBREW}</bdi></td>" in page
