"""Whether what is recorded carries a transfer today, in words on its page."""

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from config.admin import NOTHING, pill
from ropa.choices.vendors import TransferLaw
from ropa.models import Transfer
from ropa.services.transfers.judging import judgements_on
from ropa.services.transfers.words import finding_in_words, remarks_in_words
from ropa.transfers.facts import Finding, Judgement
from ropa.transfers.flows import Group


def judgement_box(transfer: Transfer) -> SafeString | str:
    """One part for each law and each pair of roles under which the data go."""
    if not transfer.pk:
        return NOTHING
    judged = judgements_on(transfer, on=timezone.localdate())
    if not judged:
        return _("No data move by this: it is a limit or a measure.")
    return format_html(
        '<div class="judgement">{}</div>',
        format_html_join("", "{}", ((_part(*each),) for each in judged)),
    )


def _part(judgement: Judgement, group: Group) -> SafeString:
    return format_html(
        "<section><p>{} <strong>{}</strong></p>{}{}</section>",
        _verdict(judgement),
        _heading(group),
        _findings(judgement),
        format_html_join(
            "", '<p class="help">{}</p>', ((each,) for each in remarks_in_words(judgement))
        ),
    )


def _verdict(judgement: Judgement) -> SafeString:
    if not judgement.is_needed:
        return pill(_("stays in the area, nothing is needed"), "ok")
    if judgement.fitting:
        return pill(_("carried"), "ok")
    if judgement.by_law:
        return pill(_("carried by a decision that is not recorded here"), "soon")
    return pill(_("nothing carries it"), "late")


def _heading(group: Group) -> str:
    movement = group.movement
    roles = " → ".join(_role(each) for each in (movement.exporter_role, movement.importer_role))
    lines = ", ".join(group.lines[:4]) + (" …" if len(group.lines) > 4 else "")
    law = str(TransferLaw(movement.law).label)
    return " · ".join(filter(None, (law, roles, lines)))


def _role(value: str) -> str:
    return {"controller": _("controller"), "processor": _("processor")}.get(
        value, _("role not stated")
    )


def _findings(judgement: Judgement) -> SafeString:
    rows = ((_mark(each), finding_in_words(each)) for each in judgement.findings)
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{} {}</li>", rows))


def _mark(finding: Finding) -> SafeString:
    return pill(_("fits"), "ok") if finding.carries else pill(_("does not fit"), "late")
