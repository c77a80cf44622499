"""Entries as the notices of Clique and Quali spell them, and traps that look like them."""

import pytest

from ropa.vendor_lists.names import Entry, is_own_product, parse_entry

CLIQUE = [
    ("12. Autopilot – marketing emails", 12, "Autopilot", "marketing emails"),
    (
        "2. Sendgrid- transactional emails (notifications)",
        2,
        "Sendgrid",
        "transactional emails (notifications)",
    ),
    ("3. OneSignal- push notifications", 3, "OneSignal", "push notifications"),
    ("7. tawk.to – application support chat", 7, "tawk.to", "application support chat"),
    ("twak.to-application support chat", None, "twak.to", "application support chat"),
    ("9. Redis – caching service", 9, "Redis", "caching service"),
    ("10. Elastic cloud – search service", 10, "Elastic cloud", "search service"),
    (
        "13. Zapier – Workflow automation, data import/export",
        13,
        "Zapier",
        "Workflow automation, data import/export",
    ),
    ("14. Google apis – GSuite integrations", 14, "Google apis", "GSuite integrations"),
    (
        "15. Microsoft graph api – Office365 integration",
        15,
        "Microsoft graph api",
        "Office365 integration",
    ),
    ("17. Loggly – client logs", 17, "Loggly", "client logs"),
    ("18. Phantom buster – collecting public info", 18, "Phantom buster", "collecting public info"),
    ("19. Typeform – forms data api", 19, "Typeform", "forms data api"),
    ("3. LinkedIn", 3, "LinkedIn", ""),
    ("– The Clique software", None, "The Clique software", ""),
    ("Elastic cloud", None, "Elastic cloud", ""),
    ("Firebase performance monitoring", None, "Firebase performance monitoring", ""),
    ("Wix.", None, "Wix", ""),
]

QUALI = [
    ("HubSpot (Marketing)", "HubSpot", "Marketing"),
    ("Google (Analytics)", "Google", "Analytics"),
    ("PostHog (Analytics and session recording)", "PostHog", "Analytics and session recording"),
    ("CloudFlare (WAF)", "CloudFlare", "WAF"),
    ("Pantheon (Hosting)", "Pantheon", "Hosting"),
    ("Salesforce (CRM)", "Salesforce", "CRM"),
    ("Appollo (Engagement)", "Appollo", "Engagement"),
    ("Zoom (webinar solutions)", "Zoom", "webinar solutions"),
    ("Dueto (recruiting system)", "Dueto", "recruiting system"),
    (
        "Nicereply (Customer satisfaction score service)",
        "Nicereply",
        "Customer satisfaction score service",
    ),
    ("OKTA (user authentication)", "OKTA", "user authentication"),
    ("Zendesk (Support)", "Zendesk", "Support"),
    ("MatrixLMS (Training)", "MatrixLMS", "Training"),
    ("Opsgeneie (incident management)", "Opsgeneie", "incident management"),
    ("Logz.io (log services)", "Logz.io", "log services"),
    ("AWS (cloud services)", "AWS", "cloud services"),
    ("Superset (BI platform)", "Superset", "BI platform"),
    ("Azure (cloud services)", "Azure", "cloud services"),
    ("Files.com (cloud-based file transfer)", "Files.com", "cloud-based file transfer"),
    ("Linkedin (Business contact database)", "Linkedin", "Business contact database"),
    ("AWS Marketplace", "AWS Marketplace", ""),
]


class TestNameAndService:
    @pytest.mark.parametrize(("text", "number", "name", "service"), CLIQUE)
    def test_the_entries_of_clique_are_taken_apart(
        self, text: str, number: int | None, name: str, service: str
    ) -> None:
        assert parse_entry(text) == Entry(number, (name,), service)

    @pytest.mark.parametrize(("text", "name", "service"), QUALI)
    def test_the_entries_of_quali_are_taken_apart(self, text: str, name: str, service: str) -> None:
        assert parse_entry(text) == Entry(None, (name,), service)

    @pytest.mark.parametrize(
        "text",
        [
            "Hotjar – heat maps",
            "Hotjar — heat maps",
            "Hotjar—heat maps",
            "Hotjar - heat maps",
            "Hotjar- heat maps",
            "Hotjar -heat maps",
            "Hotjar\u00a0\u2011\u00a0heat\u00a0maps",
            "• Hotjar – heat maps;",
            "* 4) Hotjar – heat maps.",
            "\u200b4. • Hotjar  –  heat maps",
            "4 - Hotjar - heat maps",
            "(4) Hotjar (heat maps)",
            "#4. Hotjar (heat maps).",
            "Nr. 4: Hotjar (heat maps)",
        ],
    )
    def test_bullets_numbers_blanks_and_dashes_of_every_kind_do_not_matter(self, text: str) -> None:
        entry = parse_entry(text)

        assert (entry.names, entry.service) == (("Hotjar",), "heat maps")
        assert entry.number == (4 if "4" in text else None)

    @pytest.mark.parametrize(
        "name",
        [
            "Coca-Cola",
            "T-Systems",
            "Rolls-Royce",
            "e-conomic",
            "LinkedIn™",
            "AT&T",
            "24/7 Customer",
            "3M",
            "500.com",
            "A/B Tasty",
            "Novo Nordisk A/S",
            "SAP S/4HANA",
            "Johnson & Johnson",
            "Acme, Inc.",
            "Foo GmbH & Co. KG",
            "Foo Co., Ltd.",
            "Café Noir S.à r.l.",
            "Yahoo!",
            "Deutsche Brief- und Paketdienst GmbH",
            "Google Cloud Platform’s Cloud Speech-to-Text API",
            "https://vendor.example/list",
        ],
    )
    def test_a_name_is_kept_as_spelled(self, name: str) -> None:
        assert parse_entry(name) == Entry(names=(name,))

    def test_brackets_in_the_middle_belong_to_the_name(self) -> None:
        assert parse_entry("Acme (UK) Ltd – hosting") == Entry(None, ("Acme (UK) Ltd",), "hosting")


class TestSeveralNames:
    @pytest.mark.parametrize(
        ("text", "names", "service"),
        [
            (
                "11. GCP, Firebase – Storing data & Files, Authentication",
                ("GCP", "Firebase"),
                "Storing data & Files, Authentication",
            ),
            ("Google Analytics/Tags manager", ("Google Analytics", "Tags manager"), ""),
            (
                "New relic/Firebase performance – performance monitoring",
                ("New relic", "Firebase performance"),
                "performance monitoring",
            ),
            ("Google/Linkedin sign in", ("Google", "Linkedin"), "sign in"),
            ("Facebook / Instagram", ("Facebook", "Instagram"), ""),
            ("tawk.to/Hotjar (chat)", ("tawk.to", "Hotjar"), "chat"),
            ("AWS; Acme, Inc.; wix", ("AWS", "Acme, Inc.", "wix"), ""),
            ("Acme, Inc., Foo, Ltd.", ("Acme, Inc.", "Foo, Ltd."), ""),
            ("Twilio Inc., Google LLC", ("Twilio Inc.", "Google LLC"), ""),
        ],
    )
    def test_several_vendors_in_one_entry_share_its_service(
        self, text: str, names: tuple[str, ...], service: str
    ) -> None:
        entry = parse_entry(text)

        assert (entry.names, entry.service, entry.ambiguous) == (names, service, False)

    @pytest.mark.parametrize(
        "text",
        [
            "Twilio Inc., San Francisco",
            "Hetzner, Germany",
            "Hetzner, Deutschland",
            "Linkedin / personal website",
            "Facebook, Instagram and Twitter",
            "Zoho, Zendesk & Freshdesk",
            "Google and Facebook",
            "AWS, hosting",
            "GCP (hosting), Firebase (login)",
            "Redis-caching service",
            "Meta Platforms (Ireland)",
            "AWS (EU)",
            "Nicereply (Customer",
            "satisfaction score service)",
            "(internal tool)",
            "Hotjar: analytics",
            "From within the platform: twak.to-application support chat (anonymous)",
            "2.1 Foo",
            "GCP\nFirebase",
        ],
    )
    def test_an_entry_that_can_be_read_in_two_ways_is_kept_whole_and_marked(
        self, text: str
    ) -> None:
        assert parse_entry(text) == Entry(names=(" ".join(text.split()),), ambiguous=True)

    def test_a_broken_line_inside_brackets_is_only_a_broken_line(self) -> None:
        entry = parse_entry("Nicereply (Customer\nsatisfaction score service)")

        assert entry == Entry(None, ("Nicereply",), "Customer satisfaction score service")


class TestRemarks:
    @pytest.mark.parametrize(
        ("text", "service", "limitation"),
        [
            (
                "4. Hotjar- engagement (anonymous- no names, no mail)",
                "engagement",
                "anonymous- no names, no mail",
            ),
            ("Hotjar (without identifier)", "", "without identifier"),
            ("Hotjar – BI tool (based on GA data)", "BI tool", "based on GA data"),
            ("Hotjar – performance monitoring (anonymous)", "performance monitoring", "anonymous"),
            (
                "Hotjar – maps (not sending name\\ mail, only a number)",
                "maps",
                "not sending name\\ mail, only a number",
            ),
            ("Hotjar (maps) (country only)", "maps", "country only"),
            ("Hotjar – maps (notifications) (nur Land)", "maps (notifications)", "nur Land"),
            ("Hotjar (sans identifiant)", "", "sans identifiant"),
            ("Hotjar – ohne IP-Adresse", "", "ohne IP-Adresse"),
            ("Hotjar (anonymous (no cookies))", "", "anonymous (no cookies)"),
            ("Hotjar (read-only access)", "read-only access", ""),
            ("Hotjar (identity provider)", "identity provider", ""),
        ],
    )
    def test_brackets_that_limit_the_data_are_told_from_the_service(
        self, text: str, service: str, limitation: str
    ) -> None:
        entry = parse_entry(text)

        assert (entry.names, entry.service, entry.limitation) == (("Hotjar",), service, limitation)

    def test_a_vendor_that_stands_in_for_another_is_a_relation_and_keeps_its_words(self) -> None:
        assert parse_entry("8. Mailgun – transactional emails (Sendgrid backup)") == Entry(
            8, ("Mailgun",), "transactional emails", note="Sendgrid backup", backup_of="Sendgrid"
        )

    @pytest.mark.parametrize(
        "remark", ["backup for Sendgrid", "fallback of Sendgrid", "Ersatz für Sendgrid"]
    )
    def test_the_relation_may_be_worded_in_other_ways(self, remark: str) -> None:
        assert parse_entry(f"Mailgun ({remark})").backup_of == "Sendgrid"

    @pytest.mark.parametrize("service", ["data backup", "Cloud backup", "daily off-site backup"])
    def test_a_backup_of_data_is_a_service(self, service: str) -> None:
        assert parse_entry(f"AWS ({service})") == Entry(None, ("AWS",), service)

    @pytest.mark.parametrize(
        ("text", "name", "alias"),
        [
            ("Amazon Web Services (AWS)", "Amazon Web Services", "AWS"),
            ("AWS (Amazon Web Services)", "AWS", "Amazon Web Services"),
            ("Google Data Studio (now Looker Studio)", "Google Data Studio", "Looker Studio"),
            ("X (formerly Twitter)", "X", "Twitter"),
        ],
    )
    def test_another_name_in_brackets_is_no_service(self, text: str, name: str, alias: str) -> None:
        assert parse_entry(text) == Entry(names=(name,), aliases=(alias,))


class TestNobody:
    @pytest.mark.parametrize(
        "text", ["None", "none.", "NONE", "N/A", "n.a.", "keine", "Aucun", "néant", "• None"]
    )
    def test_a_word_for_nobody_is_no_vendor(self, text: str) -> None:
        assert parse_entry(text) == Entry(explicit_none=True)

    def test_what_is_said_about_nobody_is_kept(self) -> None:
        assert parse_entry("None – done by ourselves") == Entry(
            service="done by ourselves", explicit_none=True
        )

    @pytest.mark.parametrize("text", ["?", "-", "–", "TBD", "unknown", "k. A.", "keine Angabe"])
    def test_not_stated_is_neither_a_vendor_nor_nobody(self, text: str) -> None:
        assert parse_entry(text) == Entry(note=text, ambiguous=True)

    @pytest.mark.parametrize("text", ["", "  ", "\u00a0\n"])
    def test_an_empty_cell_says_nothing(self, text: str) -> None:
        assert parse_entry(text) == Entry()

    def test_a_number_without_a_name_is_marked(self) -> None:
        assert parse_entry("12.") == Entry(names=("12",), ambiguous=True)


class TestOwnProduct:
    @pytest.mark.parametrize("name", ["The Clique software", "Clique", "our CLIQUE platform"])
    def test_the_name_of_the_organisation_with_common_words_is_its_own_product(
        self, name: str
    ) -> None:
        assert is_own_product(name, ["Other", "Clique Ltd."])

    @pytest.mark.parametrize("name", ["Clique Studios", "The software", "Cliqueware", ""])
    def test_other_names_are_not(self, name: str) -> None:
        assert not is_own_product(name, ["Clique Ltd."])
