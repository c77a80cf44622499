"""Registers as files have them: ACME is small, FULL has a row in every sheet and nasty texts."""

from ropa.models import CRITERIA

ACME = {
    "organisation": [{"code": "acme", "name": "Acme"}],
    "activities": [
        {"code": "enquiries", "heading": "Answering enquiries", "order": "1", "role": "controller"},
        {"code": "payroll", "heading": "Paying wages", "order": "2", "role": "Processor"},
    ],
    "purposes": [
        {"code": "enquiries", "activity": "enquiries", "order": "1", "statements_state": "given"},
        {"code": "payroll", "activity": "payroll", "order": "1", "statements_state": ""},
    ],
    "statements": [{"purpose": "enquiries", "order": "1", "text": "Sending an answer"}],
}

NASTY = "=1+1\n'quoted' – \"twice\"; _x000D_, café"
MINUS = "-2+3"
STATES = {
    f"{facet}_state": "given"
    for facet in (
        "statements",
        "data_subjects",
        "data_categories",
        "legal_bases",
        "recipients",
        "period",
        "consequences",
        "transfers",
    )
}
HEIR = dict.fromkeys(STATES, "inherited") | {"period_state": "not_stated"}
LINE = {"purpose": "demo", "order": "1"}

FULL: dict[str, list[dict[str, str]]] = {
    "organisation": [
        {"code": "full", "name": "Full", "country": "DE", "subdivision": "BY"}
        | {"time_zone": "Europe/Berlin", "website": "https://example.org", "minimum_age": "16"}
        | {"not_required_statement": NASTY, "publishes_sub_processors": "yes", "note": MINUS}
    ],
    "entities": [
        {"code": "full-gmbh", "legal_name": "Full GmbH", "trading_name": "+Full"}
        | {"address": "Street 1\n80331 München", "country": "DE", "is_main": "yes", "note": "@x"}
    ],
    "contacts": [
        {"matter": "dpo", "channel": "phone", "address": "+49 89 1", "entity": "full-gmbh"}
        | {"note": "'"},
        {"matter": "representative", "channel": "post", "address": "Paris"},
    ],
    "groups": [{"code": "site", "heading": "The site", "order": "1"}],
    "activities": [
        {"code": "demo", "heading": "'=Demo", "group": "site", "order": "1", "role": "controller"}
        | {"role_source": "stated", "kind": "table", "entity": "full-gmbh"}
        | {"sensitive_content": "yes", "source_section": "1", "source_lines": "1-2", "note": NASTY}
        | {"review_every": "P1Y", "review_on": "2027-03-01", "successor": "hosting"},
        {"code": "hosting", "heading": "Hosting", "order": "2", "role": "processor"},
        {"code": "claims", "heading": "Claims", "order": "3", "kind": "cross_cutting"}
        | {"applies_to_all": "yes"},
    ],
    "activity_links": [
        {"activity": "demo", "order": "1", "kind": "site", "name": "Site", "url": "https://x.org"}
    ],
    "activity_sources": [
        {"activity": "demo", "order": "1", "source": "person", "detail": "a form"}
    ],
    "activity_channels": [
        {"activity": "demo", "order": "1", "channel": "online", "detail": "a form"}
    ],
    "activity_measures": [
        {"activity": "demo", "order": "1", "measure": "technical", "wording": "Locks"}
    ],
    "purposes": [
        {"code": "demo", "activity": "demo", "order": "1", "kind": "main", **STATES}
        | {"inherits_from": "", "legal_basis_note": NASTY, "source_lines": "1", "note": MINUS},
        {"code": "demo-mkt", "activity": "demo", "order": "2", "kind": "marketing", **HEIR}
        | {"inherits_from": "demo"},
        {"code": "hosting", "activity": "hosting", "order": "1", "recipients_state": "none"},
    ],
    "statements": [LINE | {"text": NASTY}, LINE | {"order": "2", "text": "Selling"}],
    "data_subjects": [LINE | {"category": "website-visitor", "wording": "visitors"}],
    "data_categories": [
        LINE
        | {"category": "email-address", "wording": "Mail", "open_ended": "yes"}
        | {"collection": "voluntary"}
    ],
    "legal_bases": [
        LINE | {"basis": "consent"},
        LINE
        | {"order": "2", "basis": "legitimate_interests", "alternative": "yes"}
        | {"interest": "selling", "note": "why not"},
    ],
    "special_conditions": [LINE | {"condition": "9_2_a", "note": "asked for"}],
    "recipients": [
        LINE | {"order": "2", "recipient_class": "hosting-provider", "wording": "hosts"}
    ],
    "consequences": [LINE | {"text": "No demo"}],
    "rules": [
        {"code": "R1", "data_class": "logs", "storage_class": "logs", "period": "P60D"}
        | {
            "bound": "exact",
            "start_rounding": "year",
            "trigger_mode": "all",
            "triggers": "creation;hired",
        }
        | {"action": "delete", "exceptions": NASTY, "citation": "§ 1", "statement": "60 days."}
        | {"scope": "logs", "applies_to_all": "no", "irreversible": "yes", "executed_by": "us"}
        | {"review_on": "2027-01-31", "source_lines": "3"},
        {"code": "R2", "data_class": "all data", "period": "P1Y6M", "bound": "max"}
        | {"action": "delete", "applies_to_all": "yes"},
    ],
    "purpose_rules": [
        {"purpose": "demo", "rule": "R1", "order": "1", "in_line": "yes", "scope": "logs"},
        {"purpose": "demo", "rule": "R2", "order": "2", "in_line": "no"},
    ],
    "balancing_tests": [
        {"activity": "demo", "order": "1", "purpose": "demo", "interest": NASTY, "necessity": "n"}
        | {"impact": MINUS, "safeguards": "s", "result": "with_safeguards"}
        | {"assessed_on": "2026-01-02", "reviewer": "DPO", "review_on": "2027-01-02"}
    ],
    "dpia_screenings": [
        {"activity": "demo", "order": "1", **dict.fromkeys(CRITERIA, "yes")}
        | {"on_authority_list": "yes", "result": "not_needed", "reason": NASTY, "reviewer": "DPO"}
        | {"screened_on": "2026-01-02", "review_on": "2027-01-02", "reference": "@file 9"}
    ],
    "cross_cutting": [{"activity": "claims", "target": "demo"}],
    "rights": [
        {"code": "D1", "order": "1", "right": "access", "grants": "no", "regime": "GDPR"}
        | {"available_to": "all", "channel": "email", "conditions": NASTY, "identity_check": "x"}
        | {"fee": "none", "frequency_limit": "once", "redaction": "some", "statement": MINUS}
        | {"forward_to_customer": "yes", "evidence_retention": "long", "source_lines": "9"}
    ],
    "notices": [
        {"code": "master", "title": "Notice", "kind": "cookie", "url": "https://x.org"}
        | {"audience": "all", "products": "=all", "territory": "EU", "notice_period": "P30D"}
        | {"note": NASTY}
    ],
    "notice_versions": [
        {"notice": "master", "number": "1", "dated_on": "2024-06-01", "precision": "month"}
        | {"date_kind": "effective", "note": "first", "text": NASTY, "changes": MINUS}
        | {"effective_on": "2024-06-15", "significance": "significant"}
    ],
    "notice_activities": [{"notice": "master", "activity": "demo"}],
    "vendors": [
        {"name": "@Mail", "backup_of": "Sender, Inc."},
        {"name": "Sender, Inc.", "family": "Family", "website": "https://s.org"}
        | {"legal_name": "=Sender, Inc.", "address": "Street 3\nDublin"}
        | {"privacy_url": "https://s.org/p", "opt_out_url": "https://s.org/o", "contact": "s@s.org"}
        | {"is_own_product": "yes", "is_verified": "no", "note": NASTY, "backup_of": ""},
    ],
    "vendor_aliases": [
        {"vendor": "@Mail", "spelling": "Mail/Sender"},
        {"vendor": "Sender, Inc.", "spelling": "Mail/Sender"},
    ],
    "vendor_locations": [
        {"vendor": "@Mail", "order": "1", "kind": "hosting", "country": "US", "wording": "USA"}
    ],
    "vendor_uses": [
        {"vendor": "@Mail", "purpose": "demo", "spelling": "Mail/Sender", "service": "mails"}
        | {"order": "1", "role": "processor", "role_source": "stated", "is_recipient": "yes"}
        | {"data_limitation": "no names", "entry_point": "form", "source_lines": "4", "note": "-"},
        {"vendor": "Sender, Inc.", "purpose": "", "spelling": "Sender", "service": ""}
        | {"is_recipient": "no"},
    ],
    "customers": [
        {"code": "big", "name": "Big", "permitted_locations": "DE;FR", "deletion_terms": NASTY}
        | {"address": "Street 2\nParis", "country": "FR", "contact": "big@big.example"}
        | {"representative": "-", "dpo": "@dpo", "note": "x", "sub_processor_notice": "P30D"}
    ],
    "customer_activities": [{"customer": "big", "activity": "hosting", "instructions": NASTY}],
    "agreements": [
        {"code": "dpa-1", "kind": "dpa", "title": "=DPA", "vendor": "@Mail", "entity": "full-gmbh"}
        | {"signed_on": "2024-01-01", "valid_from": "2024-01-02", "expires_on": "2026-01-01"}
        | {"reference": "file 7", "note": "x"}
        | {"sub_processor_consent": "general", "objection_period": "P14D"},
        {"code": "scc-1", "kind": "scc", "title": "SCC", "vendor": "@Mail", "module": "2"}
        | {"expires_on": "2025-06-30"},
        {"code": "dpf-1", "kind": "dpf", "title": "DPF", "vendor": "@Mail", "covers_eu": "yes"}
        | {"covers_swiss": "yes", "covers_uk": "yes", "covers_hr": "yes"},
        {"code": "c-1", "kind": "customer_contract", "title": "Big", "customer": "big"},
    ],
    "agreement_clauses": [
        {"agreement": "dpa-1", "clause": "28_3_a", "verdict": "partly", "place": "§ 4"}
        | {"note": NASTY}
    ],
    "vendor_chain": [
        {"vendor": "@Mail", "sub_processor": "Sender, Inc.", "service": "relay", "data": "mails"}
        | {"since_on": "2024-01-01", "ended_on": "2026-01-01", "source": "=page"}
    ],
    "vendor_assessments": [
        {"vendor": "@Mail", "assessed_on": "2026-01-02", "risk": "high", "assessor": "DPO"}
        | {"reassess_on": "2027-01-02", "note": NASTY}
    ],
    "joint_controllers": [
        {"activity": "demo", "order": "1", "name": "=Partner", "contact": "x@x.org"}
        | {"country": "FR", "agreement": "c-1", "note": MINUS}
    ],
    "transfers": [
        {"code": "T1", "kind": "transfer", "exporter_entity": "full-gmbh", "exporter": "Full"}
        | {"importer_vendor": "@Mail", "importer": "Mail", "destination_kind": "country"}
        | {"country": "US", "destination": "United States", "scope": "mails", "statement": NASTY}
        | {"covers_all": "no", "review_on": "2027-01-01", "source_lines": "5"}
        | {"exporter_vendor": "Sender, Inc.", "origin": "derived", "confirmed_on": "2026-01-02"},
        {"code": "T2", "kind": "access", "importer_entity": "full-gmbh", "covers_all": "yes"}
        | {"destination_kind": "unknown"},
    ],
    "safeguards": [
        {"transfer": "T1", "order": "1", "mechanism": "scc", "agreement": "dpa-1"}
        | {"entity": "full-gmbh", "evidence": "a copy", "url": "https://x.org"}
        | {"expires_on": "2026-01-01", "note": "x", "decision": "eu-us-2023"}
    ],
    "transfer_purposes": [{"purpose": "demo", "transfer": "T1"}],
    "no_transfers": [
        {"exporter_entity": "full-gmbh", "exporter_vendor": "Sender, Inc."}
        | {"importer_vendor": "@Mail"}
        | {"location_kind": "headquarters", "country": "US", "reason": NASTY}
        | {"decided_on": "2026-01-02"}
    ],
    "transfer_assessments": [
        {"transfer": "T1", "code": "TIA-1", "country": "US", "law": NASTY, "measures": MINUS}
        | {"result": "with_measures", "assessed_on": "2026-01-02", "assessor": "DPO"}
        | {"review_on": "2027-01-02", "evidence": "=file"}
    ],
}
