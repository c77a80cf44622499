import pytest

from ropa.vendor_lists.columns import FIELDS, match, unmatched
from ropa.vendor_lists.reading import UnreadableFile

SEED_COLUMNS = (
    "name_as_spelled,normalised_name,service_description,role,used_in_activities,"
    "data_limitation_remarks,locations,source_lines,vendor_family,role_source,notes"
)
DEMO_COLUMNS = (
    "name,master name,family,service,role,activities,position,recipient,data limitation,"
    "locations,backup of,own product,source,note"
)
VENDOR_HEADINGS = (
    "Vendor, vendor name, Name of vendor, SUPPLIER, Sub-processor, Subprocessor, sub "
    "processors, Company, Third Party, Third-party, Recipient, Service provider, Processor, "
    "Name, Anbieter, Name des Anbieters, Auftragsverarbeiter, Unterauftragsverarbeiter, "
    "Dienstleister, Empfänger, EMPFAENGER, Firma, Unternehmen, Subunternehmer, Fournisseur, "
    "Nom du fournisseur, Sous-traitant, Sous-traitants ultérieurs, Prestataire, Société, "
    "Raison sociale, Destinataire, Nom"
)


def refusal(header: list[str], mapping: dict[str, str] | None = None) -> str:
    with pytest.raises(UnreadableFile) as caught:
        match(header, mapping=mapping or {})
    return str(caught.value)


class TestHeadings:
    @pytest.mark.parametrize("field", FIELDS)
    def test_the_name_of_each_field_is_a_heading_in_any_spelling(self, field: str) -> None:
        spellings = [field, field.upper(), field.replace("_", " "), field.replace("_", "-") + ":"]

        for spelling in spellings:
            header = [spelling] if field == "name" else ["name", spelling]
            assert match(header, mapping={})[field] == len(header) - 1

    @pytest.mark.parametrize(
        "heading",
        VENDOR_HEADINGS.split(", "),
    )
    def test_the_vendor_is_found_under_many_names(self, heading: str) -> None:
        assert match(["x", heading], mapping={}) == {"name": 1}

    @pytest.mark.parametrize(
        ("heading", "field"),
        [
            ("Purpose", "service"),
            ("Service(s)", "service"),
            ("Zweck", "service"),
            ("Leistung", "service"),
            ("Finalité", "service"),
            ("prestation", "service"),
            ("Description", "service"),
            ("Land", "countries"),
            ("Länder", "countries"),
            ("Laender", "countries"),
            ("Pays", "countries"),
            ("Country", "countries"),
            ("COUNTRIES", "countries"),
            ("Location of processing", "countries"),
            ("Country / Land", "countries"),
            ("Country (ISO 3166)", "countries"),
            ("Data centers", "hosting"),
            ("Rolle", "role"),
            ("Rôle", "role"),
            ("Webseite", "website"),
            ("URL", "website"),
            ("Privacy policy", "privacy_url"),
            ("Datenschutzerklärung", "privacy_url"),
            ("Politique de confidentialité", "privacy_url"),
            ("Opt-out link", "opt_out_url"),
            ("Verarbeitungstätigkeiten", "activities"),
            ("Traitements", "activities"),
            ("Vertragsart", "agreement_type"),
            ("DPA", "agreement_type"),
            ("Unterzeichnet am", "signed_on"),
            ("Date de signature", "signed_on"),
            ("Valid until", "expires_on"),
            ("gültig bis", "expires_on"),
            ("Date d’expiration", "expires_on"),
            ("Ansprechpartner", "contact"),
            ("E-Mail", "contact"),
            ("aka", "aliases"),
            ("Weitere Namen", "aliases"),
            ("Konzern", "family"),
            ("Bemerkungen", "note"),
            ("Commentaires", "note"),
        ],
    )
    def test_the_other_fields_are_found_in_three_languages(self, heading: str, field: str) -> None:
        assert match([heading, "name"], mapping={}) == {field: 0, "name": 1}

    def test_the_columns_of_the_demo_are_found(self) -> None:
        header = DEMO_COLUMNS.split(",")

        matched = match(header, mapping={})

        assert {header[index]: field.replace("_", " ") for field, index in matched.items()} == {
            heading: heading for heading in header
        }

    def test_the_columns_of_the_tables_made_from_the_notices_are_found(self) -> None:
        header = SEED_COLUMNS.split(",")

        matched = match(header, mapping={})

        assert matched == {
            "name": 0,
            "master_name": 1,
            "service": 2,
            "role": 3,
            "activities": 4,
            "data_limitation": 5,
            "locations": 6,
            "source": 7,
            "family": 8,
            "note": 10,
        }
        assert unmatched(header, matched) == ["role_source"]


class TestRivals:
    def test_a_recipient_column_is_the_name_only_where_nothing_else_is(self) -> None:
        assert match(["Recipient", "Vendor"], mapping={}) == {"name": 1, "recipient": 0}
        assert match(["Recipient", "Company"], mapping={}) == {"name": 1, "recipient": 0}
        assert match(["Recipient", "Purpose"], mapping={}) == {"name": 0, "service": 1}

    def test_a_company_beside_a_vendor_is_left_to_the_officer(self) -> None:
        header = ["Vendor", "Company"]

        matched = match(header, mapping={})

        assert matched == {"name": 0}
        assert unmatched(header, matched) == ["Company"]

    def test_a_location_beside_a_country_is_a_location(self) -> None:
        header = ["Vendor", "Country", "Location of processing"]

        assert match(header, mapping={}) == {"name": 0, "countries": 1, "locations": 2}

    def test_a_heading_of_two_fields_is_neither(self) -> None:
        assert match(["Vendor", "Purpose/Country"], mapping={}) == {"name": 0}

    def test_two_columns_for_one_field_are_refused_with_both(self) -> None:
        sentence = refusal(["Vendor", "Zweck", "Supplier"])

        assert '1 "Vendor", 3 "Supplier"' in sentence
        assert '"Vendor=name"' in sentence

    def test_no_column_for_the_name_is_refused_with_what_was_found(self) -> None:
        sentence = refusal(["Zweck", "", "Farbe"])

        assert '1 "Zweck", 2 "", 3 "Farbe"' in sentence
        assert '"Zweck=name"' in sentence

    def test_a_list_without_a_header_is_told_to_add_one(self) -> None:
        assert "add a row of headings" in refusal(["HubSpot", "Marketing"])


class TestMapping:
    @pytest.mark.parametrize("column", ["Tool used", "tool-used", "B", "b", "2"])
    def test_a_column_is_named_by_heading_letter_or_number(self, column: str) -> None:
        assert match(["x", "Tool used"], mapping={column: "name"}) == {"name": 1}

    def test_columns_after_z_have_two_letters(self) -> None:
        header = [f"h{n}" for n in range(1, 31)]

        assert match(header, mapping={"AB": "name"}) == {"name": 27}

    def test_a_heading_goes_before_a_letter(self) -> None:
        assert match(["B", "C", "A"], mapping={"A": "name"}) == {"name": 2}

    def test_a_field_may_be_written_in_any_way(self) -> None:
        mapping = {"A": "name", "B": "Data limitation"}

        assert match(["x", "y"], mapping=mapping) == {"name": 0, "data_limitation": 1}

    def test_the_mapping_settles_which_of_two_columns_it_is(self) -> None:
        header = ["Vendor", "Supplier", "Purpose"]

        matched = match(header, mapping={"Supplier": "name"})

        assert matched == {"name": 1, "service": 2}
        assert unmatched(header, matched) == ["Vendor"]

    def test_the_mapping_goes_before_what_the_heading_says(self) -> None:
        matched = match(["Purpose", "Name"], mapping={"Purpose": "note"})

        assert matched == {"name": 1, "note": 0}

    def test_a_column_without_heading_can_be_mapped(self) -> None:
        assert match(["Vendor", ""], mapping={"B": "service"}) == {"name": 0, "service": 1}

    def test_an_unknown_field_is_refused_with_the_fields_there_are(self) -> None:
        sentence = refusal(["Vendor"], {"A": "colour"})

        assert '"colour"' in sentence
        assert "name, master_name, aliases" in sentence

    @pytest.mark.parametrize("column", ["Farbe", "C", "0", "3", "", "²"])
    def test_an_unknown_column_is_refused_with_the_columns_there_are(self, column: str) -> None:
        assert '1 "Vendor", 2 "Zweck"' in refusal(["Vendor", "Zweck"], {column: "name"})

    def test_a_field_or_a_column_mapped_twice_is_refused(self) -> None:
        assert "twice" in refusal(["Vendor", "Zweck"], {"A": "name", "B": "name"})
        assert "twice" in refusal(["Vendor", "Zweck"], {"A": "name", "Vendor": "note"})
