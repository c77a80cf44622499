import pytest

from ropa.vendor_lists.similar import Suggestion, suggest

KNOWN = [
    "Apollo",
    "Opsgenie",
    "tawk.to",
    "MATRIX LMS",
    "Okta",
    "Cloudflare",
    "LinkedIn",
    "SendGrid",
    "PhantomBuster",
    "AWS",
    "AWS Marketplace",
    "Azure",
    "Azure Marketplace",
    "Google Analytics",
    "Google Tag Manager",
    "Google Data Studio",
    "Firebase Performance Monitoring",
    "Twilio Inc.",
    "Elastic Cloud",
]


@pytest.mark.parametrize(
    ("spelling", "meant"),
    [
        ("Appollo", "Apollo"),
        ("Opsgeneie", "Opsgenie"),
        ("twak.to", "tawk.to"),
        ("MatrixLMS", "MATRIX LMS"),
        ("Phantom buster", "PhantomBuster"),
        ("Linked-In", "LinkedIn"),
        ("Cloud Elastic", "Elastic Cloud"),
        ("Twilio", "Twilio Inc."),
        ("Twillio GmbH", "Twilio Inc."),
        ("okta.com", "Okta"),
        ("Öktä", "Okta"),
    ],
)
def test_a_name_that_is_nearly_known_is_suggested(spelling: str, meant: str) -> None:
    assert suggest(spelling, KNOWN)[0].similar_to == meant


@pytest.mark.parametrize("name", ["LinkedIn™", "CLOUDFLARE", "Sendgrid", "OKTA", "twilio inc"])
def test_another_spelling_of_the_same_name_is_no_suggestion(name: str) -> None:
    assert suggest(name, KNOWN) == []


@pytest.mark.parametrize(
    "name", ["AWS Lambda", "Google", "Google Drive", "Wix", "Firebase", "Microsoft", "", "None"]
)
def test_a_name_that_shares_only_a_word_is_not_suggested(name: str) -> None:
    assert suggest(name, KNOWN) == []


def test_a_marketplace_is_not_taken_for_the_vendor() -> None:
    assert suggest("AWS", ["AWS Marketplace"]) == []
    assert suggest("Azure Marketplace", ["Azure"]) == []


def test_a_common_legal_form_does_not_make_two_short_names_alike() -> None:
    assert suggest("AB GmbH", ["AC GmbH", "XY GmbH"]) == []


def test_the_nearest_comes_first_and_equals_in_alphabetical_order() -> None:
    known = ["Hotjar D", "Hotjar B", "hotjar c", "Hotjars"]

    found = suggest("Hotjar A", known)

    assert found == suggest("Hotjar A", known[::-1])
    assert [each.similar_to for each in found] == ["Hotjar B", "hotjar c", "Hotjar D"]
    assert [each.score for each in found] == sorted((e.score for e in found), reverse=True)


def test_no_more_than_the_limit_and_nothing_below_the_threshold_is_suggested() -> None:
    known = ["Hotjar1", "Hotjar2", "Hotjar3", "Hotjar4"]

    assert len(suggest("Hotjar", known)) == 3
    assert len(suggest("Hotjar", known, limit=1)) == 1
    assert suggest("Hotjar", known, threshold=99) == []


def test_the_score_is_a_whole_number_up_to_100() -> None:
    assert suggest("Twilio", KNOWN) == [Suggestion("Twilio Inc.", 100)]
    assert suggest("Appollo", KNOWN) == [Suggestion("Apollo", 92)]


def test_spellings_that_are_the_same_name_are_suggested_once() -> None:
    assert len(suggest("Appollo", ["Apollo", "APOLLO", "apollo™"])) == 1
