"""Why a mechanism carries a transfer or does not, in a sentence that says what to do."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from ropa.choices.register import AgreementKind, Mechanism
from ropa.choices.vendors import SccModule, TransferLaw
from ropa.transfers.facts import Finding, Judgement, Reason

SENTENCES: dict[str, StrOrPromise] = {
    "gone": gettext_lazy("it is supposed to be gone"),
    "expired": gettext_lazy("it expired on %(day)s"),
    "other_law": gettext_lazy("it does not exist under the %(law)s"),
    "not_in_us": gettext_lazy("it is for importers in the United States"),
    "no_decision": gettext_lazy("there is no adequacy decision on %(country)s"),
    "decision_of_other_law": gettext_lazy("“%(name)s” is no decision under this law"),
    "decision_on_another": gettext_lazy("“%(name)s” is about another place"),
    "decision_gone": gettext_lazy("decision %(name)s is supposed to be gone"),
    "decision_not_yet": gettext_lazy("decision %(name)s is in force only from %(day)s"),
    "decision_ended": gettext_lazy("decision %(name)s is no longer in force since %(day)s"),
    "decision_expired": gettext_lazy("decision %(name)s expired on %(day)s"),
    "scope_not_shown": gettext_lazy(
        "the decision covers some importers only, and the evidence does not say why this one is "
        "covered (%(scope)s)"
    ),
    "not_certified": gettext_lazy(
        "no certification of the importer is on file; add it as an agreement of this kind"
    ),
    "certificate_of_other_law": gettext_lazy("“%(paper)s” does not cover data under the %(law)s"),
    "hr_not_covered": gettext_lazy("the certification does not cover data on employees"),
    "paper_gone": gettext_lazy("“%(paper)s” is supposed to be gone"),
    "paper_of_another": gettext_lazy("“%(paper)s” is with %(party)s"),
    "paper_of_other_kind": gettext_lazy("“%(paper)s” is not of the kind “%(kind)s”"),
    "paper_undated": gettext_lazy("“%(paper)s” has no date of signature and no first day"),
    "paper_not_yet": gettext_lazy("“%(paper)s” holds only from %(day)s"),
    "paper_expired": gettext_lazy("“%(paper)s” expired on %(day)s"),
    "no_paper": gettext_lazy("the safeguard names no agreement of the kind “%(kind)s”"),
    "clauses_need_addendum": gettext_lazy(
        "under the UK GDPR they need the UK addendum, or the international agreement instead"
    ),
    "clauses_not_yet": gettext_lazy("they can be used only from %(day)s"),
    "module_not_stated": gettext_lazy(
        "“%(paper)s” does not say its module: check that it matches the roles"
    ),
    "module_of_other_roles": gettext_lazy("the roles need “%(wanted)s”, not “%(module)s”"),
    "outside_group": gettext_lazy("“%(paper)s” binds another group than that of the importer"),
    "no_evidence": gettext_lazy("its approval is not shown as evidence"),
    "only_authorities": gettext_lazy("it is open to public authorities only"),
    "derogation_recurring": gettext_lazy(
        "Art. 49 is for single cases and carries no transfer to a vendor in regular use"
    ),
    "no_mechanism": gettext_lazy("it is a promise and no mechanism of Chapter V"),
    "mechanism_unknown": gettext_lazy("what it is, is not said; choose the mechanism"),
}
REMARKS: dict[str, StrOrPromise] = {
    "roles_unknown": gettext_lazy(
        "Whether module %(module)s fits cannot be told: a role is not stated."
    ),
    "derogation": gettext_lazy("Art. 49 is read narrowly: write down why it holds in this case."),
    "law_claimed": gettext_lazy(
        "The exporter is outside the EEA, the United Kingdom and Switzerland: the GDPR is taken to "
        "hold by its Art. 3(2)."
    ),
    "decision_partial": gettext_lazy("A decision covers some importers there: %(name)s. %(scope)s"),
    "country_unknown": gettext_lazy("The country is not known; it may be a third country."),
    "country_disputed": gettext_lazy(
        "Svalbard is outside the Agreement on the EEA and is treated as a third country."
    ),
}
LABELS = {"law": TransferLaw, "kind": AgreementKind, "module": SccModule, "wanted": SccModule}


def sentence(reason: Reason) -> str:
    """Why a mechanism does not carry, as the end of a sentence; a remark as a sentence."""
    named = {
        name: str(LABELS[name](value).label) if name in LABELS and value else value
        for name, value in reason.named.items()
    }
    return str((SENTENCES | REMARKS)[reason.code]) % named


def finding_in_words(finding: Finding) -> str:
    mechanism = str(Mechanism(finding.recorded.mechanism).label)
    if finding.reason is None:
        return mechanism
    return f"{mechanism}: {sentence(finding.reason)}"


def reasons_in_words(judgement: Judgement) -> str:
    """Why nothing carries a movement, each mechanism by its name."""
    if not judgement.findings:
        return _("no safeguard is on file")
    return "; ".join(finding_in_words(each) for each in judgement.failing)


def remarks_in_words(judgement: Judgement) -> list[str]:
    notes: Iterable[Reason] = judgement.notes
    of_findings = (note for each in judgement.findings for note in each.notes)
    return list(dict.fromkeys(sentence(note) for note in (*notes, *of_findings)))
