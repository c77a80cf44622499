import random

import pytest
from rapidfuzz import fuzz

from ropa.choices.likeness import Likeness
from ropa.vendor_lists.forms import forms_of
from ropa.vendor_lists.similar import KnownNames, Suggestion, suggest
from ropa.vendor_lists.spelling import normalise

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
    assert suggest("Twilio", KNOWN) == [Suggestion("Twilio Inc.", 100, Likeness.LEGAL_FORM)]
    assert suggest("Appollo", KNOWN) == [Suggestion("Apollo", 92, Likeness.ONE_LETTER)]


def test_spellings_that_are_the_same_name_are_suggested_once() -> None:
    assert len(suggest("Appollo", ["Apollo", "APOLLO", "apollo™"])) == 1


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("MatrixLMS", "MATRIX LMS", "same letters without spaces, accents and signs"),
        ("Öktä", "Okta", "same letters without spaces, accents and signs"),
        (
            "Google (Analytics)",
            "Google Analytics",
            "same letters without spaces, accents and signs",
        ),
        ("Twilio", "Twilio Inc.", "same but for the legal form"),
        ("okta.com", "Okta", "same but for the ending of a web address"),
        ("Cloud Elastic", "Elastic Cloud", "same words in another order"),
        ("Appollo", "Apollo", "one letter differs"),
        ("Opsgeneie", "Opsgenie", "one letter differs"),
        ("twak.to", "tawk.to", "two letters have changed places"),
        ("AWS", "Amazon Web Services", "one is made of the initials of the other"),
        ("Amazon Web Services", "AWS", "one is made of the initials of the other"),
        ("Notion Labs, Inc.", "Notion", "same but for a word that companies add"),
        ("Mailchimps Pro", "Mailchimp", ""),
    ],
)
def test_each_suggestion_says_why(one: str, other: str, reason: str) -> None:
    found = suggest(one, [other])

    assert [str(each.reason.label) for each in found] == ([reason] if reason else [])


def test_two_of_a_series_are_not_suggested() -> None:
    assert suggest("Data Centre 11", ["Data Centre 12"]) == []


def test_two_initials_are_too_few_to_mean_a_name() -> None:
    assert suggest("GA", ["Google Analytics"]) == []


def test_names_that_are_added_later_are_found_from_then_on() -> None:
    known = KnownNames(["Hotjar"])
    assert known.near("Opsgeneie") == []

    known.add("Opsgenie")

    assert [each.similar_to for each in known.near("Opsgeneie")] == ["Opsgenie"]


def test_the_search_by_length_finds_what_a_comparison_of_every_pair_finds() -> None:
    """The windows of lengths leave nothing out; names of signs alone do no harm."""
    chance = random.Random(7)  # noqa: S311
    names = ["".join(chance.choices("ab .-", k=chance.randint(1, 9))) for _number in range(300)]
    index = KnownNames(sorted(names))
    for name in names[:60]:
        forms = forms_of(name)
        wanted = {
            other
            for other in index.spellings
            if max(
                (fuzz.ratio(a, b) for a in forms.compared for b in forms_of(other).compared),
            )
            >= 84
            and normalise(other) != normalise(name)
        }
        assert wanted <= {each.similar_to for each in index.near(name, limit=None)}
