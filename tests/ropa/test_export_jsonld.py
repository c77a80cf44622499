"""The register in DPV 2.3: every term is one of the vocabulary, and means what the register says.

`tests/facts/dpv_terms.csv` lists the terms of DPV 2.3 that we use. `REFERENCE` names the folder
with the tables of the vocabulary; without it, `../shared/reference` beside the checkout is
looked at.
"""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef

from ropa.choices.approval import ActivityStatus
from ropa.choices.register import Basis, Mechanism, SpecialCondition, VendorRole
from ropa.choices.retention import Right
from ropa.export.jsonld import document
from ropa.export.jsonld.terms import context, mapped, xsd_duration
from ropa.models import DataCategory, Organisation, SpecialCategoryCondition
from tests import factories as make
from tests import sheets
from tests.full_register import full_register
from tests.ropa.exports import wanted
from tests.ropa.registers import ORGANISATIONS, export_all
from tests.ropa.test_export_authorities import REFERENCE

# rdflib's own parser still uses what rdflib is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

DPV_SPACE = "https://w3id.org/dpv"
DPV = Namespace("https://w3id.org/dpv#")
GDPR = Namespace("https://w3id.org/dpv/legal/eu/gdpr#")
OURS = Namespace("urn:ropa:terms:")
DCT = Namespace("http://purl.org/dc/terms/")
FACTS = Path(__file__).resolve().parent.parent / "facts" / "dpv_terms.csv"


def known_terms() -> set[str]:
    """The IRIs of the term list."""
    prefixes = context()
    with FACTS.open(newline="", encoding="utf-8") as file:
        terms = [row["term"].split(":", 1) for row in csv.DictReader(file)]
    return {f"{prefixes[prefix]}{name}" for prefix, name in terms}


def terms_in(graph: Graph) -> set[str]:
    iris = {str(each) for triple in graph for each in triple if isinstance(each, URIRef)}
    return {iri for iri in iris if iri.startswith(DPV_SPACE)}


def unknown(graph: Graph) -> set[str]:
    return terms_in(graph) - known_terms()


def read(text: str | bytes) -> Graph:
    return Graph().parse(data=text, format="json-ld")


def linked(organisation: Organisation, **options: Any) -> Graph:
    return read(document(wanted(organisation, **options)))


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> dict[str, str]:
    with django_db_blocker.unblock():
        return export_all(
            lambda organisation: sheets.export(organisation, "jsonld", "--on", "2026-11-22").out
        )


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_every_term_of_the_demo_registers_is_one_of_the_vocabulary(
    demo: dict[str, str], organisation: str
) -> None:
    graph = read(demo[organisation])

    assert unknown(graph) == set()
    assert {DPV.ROPA, DPV.PersonalDataProcess} <= set(graph.objects(predicate=RDF.type))


@pytest.mark.django_db
def test_every_term_of_a_register_with_all_kinds_of_rows_is_one_of_the_vocabulary(
    full: Organisation,
) -> None:
    assert unknown(linked(full)) == set()
    assert unknown(linked(full_register(3))) == set()


def test_a_misspelt_term_is_found(demo: dict[str, str]) -> None:
    changed = demo["quali"].replace('"dpv:hasPurpose"', '"dpv:hasPurposes"')

    assert unknown(read(changed)) == {"https://w3id.org/dpv#hasPurposes"}


def test_the_term_list_agrees_with_the_vocabulary_where_this_is() -> None:
    names = {iri.split("#")[1] for iri in known_terms() if "/loc#" not in iri}
    text = "\n".join(file.read_text(encoding="utf-8") for file in REFERENCE.glob("*.*"))
    words = set(re.findall(r"[A-Za-z0-9-]+", text)) if text else names

    assert names <= words


def test_every_value_of_the_lists_has_a_term_or_is_known_to_have_none() -> None:
    without = {
        value
        for name, values in (
            ("basis", Basis.values),
            ("special_condition", SpecialCondition.values),
            ("vendor_role", VendorRole.values),
        )
        for value in values
        if not mapped(name, value)
    }

    assert without == {SpecialCondition.A10}
    assert mapped("right", Right.PORTABILITY) == [("hasRight", "eu-gdpr:A20")]
    assert mapped("mechanism", Mechanism.SCC) == [("hasLegalBasis", "eu-gdpr:A46-2-c")]


def test_literals_have_no_language_and_every_iri_is_absolute(demo: dict[str, str]) -> None:
    for text in demo.values():
        graph = read(text)
        assert {each.language for each in graph.objects() if isinstance(each, Literal)} == {None}
        for each in set(graph.subjects()) | set(graph.objects()):
            assert not isinstance(each, URIRef) or re.match(r"(https?|urn):\S+\Z", each), each


def test_names_come_from_the_codes_and_are_the_same_each_time(demo: dict[str, str]) -> None:
    quali, qwasi = json.loads(demo["quali"]), json.loads(demo["qwasi"])

    assert quali["@graph"][0]["id"] == "https://www.quali.com/ropa/record"
    assert qwasi["@graph"][0]["id"] == "urn:ropa:qwasi:record"


@pytest.mark.django_db
class TestMeaning:
    def test_a_line_has_purpose_basis_data_people_recipients_and_country(
        self, full: Organisation
    ) -> None:
        graph = linked(full)
        (line,) = graph.subjects(DCT.identifier, Literal("demo-mkt"))
        (data,) = graph.objects(line, DPV.hasPersonalData)
        (person,) = graph.objects(line, DPV.hasDataSubject)
        (vendor,) = set(graph.objects(line, DPV.hasDataProcessor))

        assert GDPR["A6-1-a"] in set(graph.objects(line, DPV.hasLegalBasis))
        assert GDPR["A9-2-a"] not in set(graph.objects(line, DPV.hasLegalBasis))
        assert str(graph.value(data, RDFS.label)) == "Mail"
        assert DPV.Visitor in set(graph.objects(person, RDF.type))
        assert str(graph.value(vendor, DPV.hasName)) == "@Mail"
        assert {str(each) for each in graph.objects(line, OURS.notStated)} == {"period"}

    def test_a_period_is_a_duration_of_xml_schema(self, full: Organisation) -> None:
        graph = linked(full)
        (rule,) = graph.subjects(DCT.identifier, Literal("R2"))
        (length,) = graph.objects(rule, DPV.hasDuration)

        assert graph.value(length, RDF.value) == Literal("P1Y6M", datatype=XSD.duration)

    @pytest.mark.parametrize(
        ("period", "written"), [("P2W", "P14D"), ("P18M", "P18M"), ("P1Y10D", "P1Y10D")]
    )
    def test_weeks_are_written_as_days(self, period: str, written: str) -> None:
        assert xsd_duration(period) == written

    def test_a_processor_names_the_controllers_it_acts_for(self, full: Organisation) -> None:
        graph = linked(full)
        (hosting,) = (
            each
            for each in graph.subjects(DCT.identifier, Literal("hosting"))
            if "/activity/" in str(each)
        )
        (customer,) = graph.objects(hosting, DPV.hasDataController)

        assert str(graph.value(customer, DPV.hasName)) == "Big"
        assert graph.value(customer, DPV.hasDataProtectionOfficer) is not None
        assert list(graph.objects(hosting, DPV.hasDataProcessor))

    def test_joint_controllers_are_one_group_with_us(self, full: Organisation) -> None:
        graph = linked(full)
        (group,) = graph.subjects(RDF.type, DPV.JointDataControllers)
        names = {
            graph.value(each, DPV.hasName) for each in graph.objects(group, DPV.hasDataController)
        }

        assert names == {Literal("=Partner"), Literal("Full GmbH")}

    def test_article_10_has_no_term_and_is_said_in_our_own(self) -> None:
        line = make.PurposeFactory.create()
        SpecialCategoryCondition.objects.create(purpose=line, condition=SpecialCondition.A10)

        assert list(linked(line.activity.organisation).subject_objects(OURS.article10))

    def test_a_retired_activity_is_left_out_unless_asked_for(self) -> None:
        activity = make.ActivityFactory.create(status=ActivityStatus.RETIRED)
        organisation = activity.organisation

        assert not list(linked(organisation).subjects(RDF.type, DPV.Process))
        assert list(linked(organisation, with_retired=True).subjects(RDF.type, DPV.Process))

    def test_the_term_of_a_category_comes_from_the_catalogue(self, full: Organisation) -> None:
        category = DataCategory.objects.get(code="email-address")
        category.dpv_iri = "https://w3id.org/dpv/pd#Contact"
        category.save()

        assert "https://w3id.org/dpv/pd#Contact" in terms_in(linked(full))
