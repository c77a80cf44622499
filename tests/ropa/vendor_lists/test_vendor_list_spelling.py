import pytest

from ropa.vendor_lists.names import normalise


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("LinkedIn™", "Linkedin"),
        ("LinkedIn(R)", "linkedin"),
        ("CloudFlare", "Cloudflare"),
        ("OKTA", "Okta."),
        ("Sendgrid", "SendGrid;"),
        ("Google\u00a0 Analytics", "google analytics"),
        ("T–Systems", "T-Systems"),
        ("L’Oréal", "L'ORÉAL"),
        ("„Acme“", '"acme"'),
        ("Ａｃｍｅ", "acme"),
        ("Cafe\u0301", "Café"),
        ("tawk\u200b.to", "tawk.to"),
        ("Straße", "STRASSE"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("twak.to", "tawk.to"),
        ("Appollo", "Apollo"),
        ("Twilio Inc.", "Twilio"),
        ("Foo GmbH", "Foo Ltd"),
        ("AWS", "AWS Marketplace"),
        ("Café", "Cafe"),
        ("!", "?"),
    ],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@pytest.mark.parametrize("name", ["LinkedIn™ ", "„Acme“ Inc.", "ﬁ ſt", "İ", "ΣΊΣΥΦΟΣ", "Ⅷ®."])
def test_the_key_of_a_key_is_the_key(name: str) -> None:
    assert normalise(normalise(name)) == normalise(name)
