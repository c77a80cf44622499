"""The text of a notice: what it says, what it leaves open, and how it is written and read.

The tables of Quali and Clique come back *in meaning*: the same headings and rows in the same
order; in each cell as many entries as the source has, in its order; what the source leaves out
is "not stated", what it spans over rows is "as above", its "None" is none. Bases and periods are
the same; recipients have the spelling of the source, and so have short names of data, after
white space, case, quotes and dashes are made alike. Sentences are worded anew and only counted.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ropa import periods
from ropa.choices.approval import ActivityStatus
from ropa.choices.register import Basis, Role
from ropa.choices.retention import Right
from ropa.export import notice, wording
from ropa.models import Notice, NoticeActivity, Organisation
from ropa.services import notice_texts
from ropa.services.notices import blocks_of
from tests import factories as make
from tests import sheets
from tests.ropa.registers import FACTS, TABLES, export_all, facts_of_tables, split, table_of

NOTICES = {"quali": 6, "clique": 5}  # organisation: columns of its table
COLUMNS = ("data_categories", "purposes", "bases", "recipients", "periods", "consequences")
REWORDED = {"information received", "your files"}  # as in test_registers_agree
each_notice = pytest.mark.parametrize("organisation", NOTICES)


@pytest.fixture(scope="module")
def tables(django_db_setup: None, django_db_blocker: Any) -> dict[str, notice.Table]:
    """The tables as they stand in the written text, read back."""
    with django_db_blocker.unblock():
        registers = export_all()
    return {code: table_in(registers[code]) for code in NOTICES}


def table_in(register: Any) -> notice.Table:
    own = next(each for each in register["notices"] if each["kind"] == "master")
    text = notice.write(notice.blocks(register, own))
    return next(block for block in notice.read(text) if isinstance(block, notice.Table))


def facts_of(organisation: str) -> dict[str, Any]:
    """The lines of the table: from the tables of the source where these are, else the facts."""
    facts = json.loads(FACTS.read_text(encoding="utf-8"))[organisation]
    if TABLES.is_dir():
        facts = facts_of_tables(organisation, table_of(organisation))
    return {code: line for code, line in facts["lines"].items() if line["kind"] == "table"}


def rows_of(table: notice.Table) -> list[dict[str, list[str]]]:
    """The rows without headings; each cell as its lines, under the name of its column."""
    names = COLUMNS if len(table.header) == len(COLUMNS) else (*COLUMNS[:4], COLUMNS[5])
    return [
        {name: cell.split("\n") for name, cell in zip(names, row, strict=True)}
        for is_heading, row in table.shown
        if not is_heading
    ]


def is_empty(cell: list[str]) -> bool:
    return cell in ([wording.not_stated()], [wording.as_above()], ["None"])


def alike(text: str) -> str:
    plain = re.sub(r"[‘’“”\"']", "", re.sub(r"[‐-―−]", "-", text))
    return " ".join(plain.split()).casefold()


class TestTables:
    @each_notice
    def test_the_table_has_the_columns_of_the_notice(self, tables: Any, organisation: str) -> None:
        assert len(tables[organisation].header) == NOTICES[organisation]

    @each_notice
    def test_every_cell_has_as_many_entries_as_the_source(
        self, tables: Any, organisation: str
    ) -> None:
        rows, facts = rows_of(tables[organisation]), facts_of(organisation)

        assert len(rows) == len(facts)
        for row, (code, line) in zip(rows, facts.items(), strict=True):
            for name in ("data_categories", "purposes", "recipients", "consequences"):
                said = 0 if is_empty(row[name]) else len(row[name])
                assert said == line[name], (code, name)

    @each_notice
    def test_bases_and_periods_are_those_of_the_source(
        self, tables: Any, organisation: str
    ) -> None:
        facts = facts_of(organisation)
        for row, (code, line) in zip(rows_of(tables[organisation]), facts.items(), strict=True):
            labels = [str(Basis(basis).label) for basis in line["bases"]]
            entries = [] if is_empty(row["bases"]) else row["bases"]
            found = [entry.removeprefix("or: ") for entry in entries]  # an alternative
            assert len(found) == len(labels), code
            assert all(map(str.startswith, found, labels)), code
            for period in line["periods"]:
                said = periods.in_words(periods.parse(period))
                assert said in " ".join(row["periods"]), code

    @each_notice
    def test_headings_stand_where_the_source_has_them(self, tables: Any, organisation: str) -> None:
        source = [r for r in table_of(organisation)("activities") if r["row_kind"] == "table"]
        expected, group, activity = [], "", ""
        for row in source:
            if row["group_heading"] and row["group_heading"] != group:
                expected.append(True)
            if (row["activity"], row["group_heading"]) != (activity, group):
                expected.append(True)
            activity, group = row["activity"], row["group_heading"]
            expected.append(False)
        found = [is_heading for is_heading, _row in tables[organisation].shown]

        assert not source or found == expected

    @each_notice
    def test_names_are_spelled_and_ordered_as_in_the_source(
        self, tables: Any, organisation: str
    ) -> None:
        table = table_of(organisation)
        spellings = {alike(row["name_as_spelled"]) for row in table("vendors")}
        source = [row for row in table("activities") if row["row_kind"] == "table"]
        for row, line in zip(rows_of(tables[organisation]), source, strict=False):
            named = [alike(each) for each in split(line["recipients"])]
            for entry, name in zip(row["recipients"], named, strict=False):
                assert name not in spellings or alike(entry).startswith(name), entry
            data = split(line["data_categories"])
            for entry, name in zip(row["data_categories"], data, strict=False):
                short = len(name.split()) <= 2 and name.casefold() not in REWORDED
                assert not short or alike(entry) == alike(name), entry

    @each_notice
    def test_silence_none_and_spanned_rows_are_told_apart(
        self, tables: Any, organisation: str
    ) -> None:
        source = [r for r in table_of(organisation)("activities") if r["row_kind"] == "table"]
        for row, line in zip(rows_of(tables[organisation]), source, strict=False):
            silent = wording.as_above() if line["recipients_inherited"] else wording.not_stated()
            expected = {"": [silent], "None": ["None"]}.get(line["recipients"], row["recipients"])
            assert row["recipients"] == expected, line["activity_code"]


@pytest.fixture
def demo(full: Organisation) -> Notice:
    return Notice.objects.get(organisation=full)


class TestText:
    def test_nothing_of_the_register_turns_into_markup(self, demo: Notice) -> None:
        demo.title = "# <script>alert(1)</script> | **x**"
        demo.save()
        blocks = blocks_of(demo)

        assert notice.read(notice.write(blocks)) == settled(blocks)
        assert "<script>" not in notice.page(blocks, title="")
        assert "&lt;script&gt;" in notice.page(blocks, title="")

    @pytest.mark.django_db
    def test_what_the_register_does_not_answer_is_a_gap_with_its_article(self) -> None:
        empty = make.NoticeFactory.create()
        make.ActivityFactory.create(organisation=empty.organisation)
        gaps = [each.text for each in blocks_of(empty) if isinstance(each, notice.Gap)]

        for article in ("13(1)(a)", "13(1)(b)", "13(1)(c)", "13(1)(e)", "13(1)(f)"):
            assert any(f"Art. {article}:" in gap for gap in gaps), article
        for article in ("13(2)(a)", "13(2)(b)", "13(2)(d)", "13(2)(e)", "14(1)(d)", "14(2)(f)"):
            assert any(f"Art. {article}:" in gap for gap in gaps), article
        assert not any("13(2)(f)" in gap for gap in gaps)  # only where it is recorded

    def test_what_the_register_answers_is_no_gap(self, demo: Notice) -> None:
        make.OfferedRightFactory.create(
            organisation=demo.organisation,
            right=Right.COMPLAINT_SUPERVISORY_AUTHORITY,
            statement="You may complain to your authority.",
        )
        text = notice.write(blocks_of(demo))

        assert "You may complain to your authority." in text
        assert "13(2)(d)" not in text
        assert "+49 89 1" in text  # the data protection officer
        assert "13(1)(b)" not in text

    def test_consent_calls_for_the_right_to_withdraw_it(self, demo: Notice) -> None:
        assert "13(2)(c)" in notice.write(blocks_of(demo))

    def test_a_notice_covers_what_it_names_and_never_the_processor(self, demo: Notice) -> None:
        ours = demo.organisation
        demo.activities.all().delete()
        kept = make.ActivityFactory.create(organisation=ours, heading="Kept")
        make.ActivityFactory.create(organisation=ours, heading="Other")
        make.ActivityFactory.create(
            organisation=ours, heading="Retired", status=ActivityStatus.RETIRED
        )
        make.ActivityFactory.create(organisation=ours, heading="Ours", role=Role.PROCESSOR)
        everything = notice.write(blocks_of(demo))
        NoticeActivity.objects.create(notice=demo, activity=kept)
        named = notice.write(blocks_of(demo))

        assert "### Kept" in everything
        assert "### Other" in everything
        assert "### Retired" not in everything
        assert "### Ours" not in everything
        assert "### Kept" in named
        assert "### Other" not in named


def settled(blocks: list[notice.Block]) -> list[notice.Block]:
    """What is written once is read for ever the same."""
    return notice.read(notice.write(notice.read(notice.write(blocks))))


TEXTS = st.text(alphabet=st.sampled_from("ab *_#>|`\\<&-+1.)[]~:=é–"), max_size=12).map(
    lambda text: " ".join(text.split())
)
FILLED = TEXTS.filter(bool)


@given(FILLED, FILLED, TEXTS)
def test_any_text_is_read_as_it_was_written(one: str, other: str, third: str) -> None:
    blocks: list[notice.Block] = [
        notice.Heading(one, 2),
        notice.Paragraph(other),
        notice.Gap(f"To be completed: {one}"),
        notice.Items((f"x {one}", f"y {other}")),
        notice.Facts(((f"x {other}", f"{third}"),)),
        notice.Table((one, "b"), ((one, ""), (f"{other}\n{one}", third)), frozenset({0})),
    ]

    assert notice.read(notice.write(blocks)) == blocks


class TestRemarks:
    def test_what_is_open_in_a_text_is_named(self) -> None:
        text = (
            "# T\n\n## Empty\n\n## Full\n\nWords.\n\n> To be completed: the rest.\n\n"
            "| Data | Basis |\n| --- | --- |\n| **A** | |\n| mail | – not stated |\n| **B** | |\n"
        )

        assert notice_texts.remarks(text) == [
            "To be completed: the rest.",
            "The section “Empty” is empty.",
            "Nothing stands under “B” in the table.",
            "In the column “Basis”, 1 line states nothing.",
        ]

    def test_two_texts_are_compared_cell_by_cell(self) -> None:
        old = "| Data | Basis |\n|---|---|\n| mail<br>name | consent |\n"
        lines = notice_texts.compare(old, old.replace("consent", "contract"))

        assert [(line.old, line.new) for line in lines if line.kind == "changed"] == [
            ("Basis: consent", "Basis: contract")
        ]


class TestCommand:
    def test_it_writes_markdown_and_html(self, demo: Notice, tmp_path: Path) -> None:
        options = ("--organisation", "full", "--notice", "master")
        ran = sheets.run("generate_notice", *options, "-o", tmp_path / "a.md")
        page = sheets.run("generate_notice", *options, "--format", "html")

        assert ran.code == page.code == 0
        assert (tmp_path / "a.md").read_text(encoding="utf-8") == notice.write(blocks_of(demo))
        assert page.out.startswith("<!doctype html>")

    def test_an_unknown_notice_is_refused_with_those_there_are(self, demo: Notice) -> None:
        ran = sheets.run("generate_notice", "--organisation", "full", "--notice", "x")

        assert (ran.code, ran.err) == (2, "Full has no notice “x”; it has: master.")

    def test_a_day_before_the_register_is_refused(self, demo: Notice) -> None:
        options = ("--organisation", "full", "--notice", "master", "--as-of", "2020-01-01")
        ran = sheets.run("generate_notice", *options)

        assert ran.code == 2
        assert "no register" in ran.err
