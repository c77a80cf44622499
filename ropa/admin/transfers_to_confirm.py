"""The page of transfers that follow from vendors and wait for an officer's word."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config.admin import Page, Section
from ropa.choices.register import LocationKind, TransferKind
from ropa.models import Organisation, Transfer
from ropa.resources import OrganisationScope
from ropa.services.transfers.confirming import Choice, add_lines, choice_of, confirm, rule_out
from ropa.services.transfers.facts import facts_on_file
from ropa.services.transfers.words import finding_in_words, reasons_in_words, remarks_in_words
from ropa.transfers.derive import Candidate, derive, judgements_of, proposed
from ropa.transfers.facts import Finding, Judgement
from ropa.transfers.flows import Facts, Key

NAME = "transfers_to_confirm"
ROWS = 25
NO_SAFEGUARD = "-"
MOVES = (TransferKind.STORAGE, TransferKind.ACCESS, TransferKind.TRANSFER)


class KeyForm(forms.Form):
    """Which transfer is meant; the names travel with the page and are looked up again."""

    exporter_entity = forms.CharField(required=False)
    exporter_vendor = forms.CharField(required=False, strip=False)
    importer = forms.CharField(strip=False)
    kind = forms.ChoiceField(choices=LocationKind.choices)
    country = forms.CharField(max_length=2)

    @property
    def key(self) -> Key:
        return Key(**{name: self.cleaned_data[name] for name in Key._fields})


class ConfirmForm(KeyForm):
    transfer_kind = forms.ChoiceField(
        choices=[("", ""), *((each.value, each.label) for each in MOVES)], required=False
    )
    safeguard = forms.CharField(required=False)

    def clean_safeguard(self) -> Choice | None:
        said = self.cleaned_data["safeguard"]
        if said in ("", NO_SAFEGUARD):
            return None
        parts = said.split("|")
        if len(parts) != len(Choice._fields):
            raise ValidationError(_("Choose one of the safeguards that are offered."))
        return Choice(*parts)


class RuleOutForm(KeyForm):
    reason = forms.CharField(error_messages={"required": gettext_lazy("Say why no data go there.")})


@dataclass(frozen=True)
class Row:
    """One transfer as the page shows it."""

    candidate: Candidate
    safeguards: list[tuple[str, str]]
    reasons: list[str]
    remarks: list[str]

    @property
    def place(self) -> str:
        return str(LocationKind(self.candidate.key.kind).label)


def to_confirm_view(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show the transfers of one register that wait; a POST settles one of them."""
    organisations = Organisation.objects.order_by("name")
    code = request.GET.get("organisation")
    organisation = organisations.filter(code=code).first() if code else organisations.first()
    context |= {"title": _("Transfers to confirm"), "organisations": organisations}
    if organisation is None:
        return TemplateResponse(request, "admin/ropa/transfers_to_confirm.html", context)
    if request.method == "POST":
        return _settle(request, organisation)
    context |= _found(request, organisation)
    return TemplateResponse(request, "admin/ropa/transfers_to_confirm.html", context)


def _found(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    facts = facts_on_file(OrganisationScope(organisation.code), on=timezone.localdate())
    derived = derive(facts)
    page = Paginator(derived.candidates, ROWS).get_page(request.GET.get("p"))
    return {
        "organisation": organisation,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "rows": [_row(candidate, facts) for candidate in page.object_list],
        "lacking": derived.lacking[:ROWS],
        "gone": derived.gone[:ROWS],
        "unplaced": sorted(derived.unplaced),
        "moves": [(each.value, each.label) for each in MOVES],
        "nothing": NO_SAFEGUARD,
        "may": {name: request.user.has_perm(needed) for name, (_do, needed) in DEEDS.items()},
    }


def _row(candidate: Candidate, facts: Facts) -> Row:
    judgements = [judgement for judgement, _group in judgements_of(candidate, facts)]
    fitting = proposed(candidate, facts)
    reasons = () if fitting else judgements
    remarks = (remark for each in judgements for remark in remarks_in_words(each))
    return Row(
        candidate,
        [("|".join(choice_of(each.recorded)), _label(each, facts)) for each in fitting],
        list(dict.fromkeys(map(_reason, reasons))),
        list(dict.fromkeys(remarks)),
    )


def _reason(judgement: Judgement) -> str:
    if not judgement.findings:
        return _("Nothing is on file that could carry it.")
    return _("Nothing on file carries it: %(reasons)s.") % {"reasons": reasons_in_words(judgement)}


def _label(finding: Finding, facts: Facts) -> str:
    names = {each.code: each.name for each in facts.decisions}
    paper = finding.recorded.paper
    basis = paper.title if paper else names.get(finding.decision)
    return " – ".join(filter(None, (finding_in_words(finding), basis)))


def _settle(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Do what was asked, if the user may, and come back to the page."""
    deed, needed = DEEDS.get(request.POST.get("deed", ""), (None, ""))
    if deed is None or not request.user.has_perm(needed):
        raise PermissionDenied
    try:
        messages.success(request, deed(request, organisation))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    page = f"{reverse(f'admin:{NAME}')}?organisation={organisation.code}"
    return HttpResponseRedirect(page)


def _confirm(request: HttpRequest, organisation: Organisation) -> str:
    form = _valid(ConfirmForm(request.POST))
    transfer = confirm(
        organisation,
        form.key,
        on=timezone.localdate(),
        kind=form.cleaned_data["transfer_kind"],
        safeguard=form.cleaned_data["safeguard"],
    )
    return _("%(transfer)s is recorded with its purpose lines.") % {"transfer": transfer}


def _rule_out(request: HttpRequest, organisation: Organisation) -> str:
    form = _valid(RuleOutForm(request.POST))
    reason = form.cleaned_data["reason"]
    ruling = rule_out(organisation, form.key, reason=reason, on=timezone.localdate())
    return _("%(ruling)s is recorded as no transfer, with the reason.") % {"ruling": ruling}


def _add_lines(request: HttpRequest, organisation: Organisation) -> str:
    code = request.POST.get("transfer", "")
    transfer = Transfer.objects.filter(organisation=organisation, code=code).first()
    if transfer is None:
        raise ValidationError(_("There is no such transfer any more."))
    count = add_lines(transfer, on=timezone.localdate())
    added = ngettext("%(n)d line added to %(code)s.", "%(n)d lines added to %(code)s.", count)
    return added % {"n": count, "code": transfer.code}


def _valid(form: Any) -> Any:
    if not form.is_valid():
        raise ValidationError([each for errors in form.errors.values() for each in errors])
    return form


Deed = Callable[[HttpRequest, Organisation], str]
DEEDS: dict[str, tuple[Deed, str]] = {
    "confirm": (_confirm, "ropa.add_transfer"),
    "rule_out": (_rule_out, "ropa.add_notransfer"),
    "add_lines": (_add_lines, "ropa.change_transfer"),
}

TO_CONFIRM = Page(
    section=Section.TRANSFERS,
    name=NAME,
    label=gettext_lazy("Transfers to confirm"),
    view=to_confirm_view,
    permission="ropa.view_transfer",
    place=5,
)
