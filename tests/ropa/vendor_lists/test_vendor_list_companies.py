"""Companies run together in one cell, all invented."""

import pytest

from ropa.vendor_lists.companies import split_company


@pytest.mark.parametrize(
    ("text", "name", "address", "country"),
    [
        (
            "Example Web EMEA SARL, 38 avenue de l'Exemple, L-1855 Luxembourg",
            "Example Web EMEA SARL",
            "38 avenue de l'Exemple, L-1855 Luxembourg",
            "LU",
        ),
        (
            "Example Pay Europe, Ltd. 1 Example Canal Street, Dublin, Ireland",
            "Example Pay Europe, Ltd.",
            "1 Example Canal Street, Dublin, Ireland",
            "IE",
        ),
        (
            "Example Desk, Inc. (San Francisco, CA, USA)",
            "Example Desk, Inc.",
            "San Francisco, CA, USA",
            "US",
        ),
        (
            "Example, Inc. 5 Example St, San Francisco, CA 94104",
            "Example, Inc.",
            "5 Example St, San Francisco, CA 94104",
            "US",
        ),
        (
            "Beispiel GmbH & Co. KG\nMusterstraße 1\n10115 Berlin",
            "Beispiel GmbH & Co. KG",
            "Musterstraße 1\n10115 Berlin",
            "",
        ),
        (
            "Voorbeeld B.V., Voorbeeldgracht 1, 1015 CJ Amsterdam, The Netherlands",
            "Voorbeeld B.V.",
            "Voorbeeldgracht 1, 1015 CJ Amsterdam, The Netherlands",
            "NL",
        ),
    ],
)
def test_name_and_address_are_told_apart(text: str, name: str, address: str, country: str) -> None:
    company = split_company(text)

    assert (company.name, company.legal_name) == (name, name)
    assert (company.address, company.country) == (address, country)


@pytest.mark.parametrize(
    ("text", "name", "legal_name"),
    [
        ("Example Ltd trading as Sample", "Sample", "Example Ltd"),
        ("Example Ltd t/a Sample", "Sample", "Example Ltd"),
        ("Example, Inc. d/b/a Sample", "Sample", "Example, Inc."),
        ("Beispiel GmbH handelnd unter Muster", "Muster", "Beispiel GmbH"),
        ("Exemple SARL (nom commercial : Modèle)", "Modèle", "Exemple SARL"),
        ("Sample (a brand of Example Ltd)", "Sample", "Example Ltd"),
        ("Sample, a trading name of Example Ltd", "Sample", "Example Ltd"),
    ],
)
def test_a_trading_name_is_the_name_and_the_company_its_legal_name(
    text: str, name: str, legal_name: str
) -> None:
    company = split_company(text)

    assert (company.name, company.legal_name) == (name, legal_name)


def test_a_trading_name_may_stand_before_the_address() -> None:
    company = split_company("Example Ltd trading as Sample, 1 Example Street, London, UK")

    assert (company.name, company.legal_name) == ("Sample", "Example Ltd")
    assert (company.address, company.country) == ("1 Example Street, London, UK", "GB")


@pytest.mark.parametrize(
    "text",
    [
        "Acme, Inc.",
        "GCP, Firebase – Storing data & Files, Authentication",
        "Twilio Inc., Zoom Inc.",
        "Twilio Inc., Ireland",
        "Acme Inc. (Ireland)",
        "Acme Inc. (analytics)",
        "A/B Tasty",
        "Mailgun – e-mails (Sendgrid backup)",
        "Example Ltd " + "x" * 500,
    ],
)
def test_what_is_no_address_for_sure_stays_in_the_name(text: str) -> None:
    company = split_company(text)

    assert (company.name, company.legal_name, company.country) == (text, "", "")


def test_a_state_that_could_be_a_country_gives_none() -> None:
    company = split_company("Example Inc., 1 Example Road, Atlanta, Georgia")

    assert (company.country, company.is_two_places) == ("", True)
