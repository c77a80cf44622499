"""Whether the cells of purpose lines and their states agree, after an import."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ropa.choices.register import FacetState
from ropa.models import Organisation, Purpose
from ropa.services import facets

LATER = {  # facets whose values may come by a later file
    "recipients": gettext_lazy("no recipient yet: import the vendor list"),
    "transfers": gettext_lazy("no transfer yet: import the transfers"),
}


def disagreements(
    organisation: Organisation, touched: set[int]
) -> Iterator[tuple[Purpose, bool, str]]:
    """Return line, whether it must be refused, and a sentence, for the lines in `touched`."""
    relations = [name for names in facets.RELATIONS.values() for name in names]
    for line in Purpose.objects.filter(organisation=organisation).prefetch_related(*relations):
        if line.pk not in touched:
            continue
        for found in facets.contradictions(line):
            if found.facet in LATER and line.state(found.facet) is FacetState.GIVEN:
                yield line, False, str(LATER[found.facet])
            else:
                yield line, True, _sentence(line, found)


def _sentence(line: Purpose, found: facets.Contradiction) -> str:
    return _('%(facet)s_state: "%(facet)s" of "%(line)s" is %(state)s. %(message)s') % {
        "facet": found.facet,
        "line": line.code,
        "state": line.state(found.facet).value,
        "message": found.message,
    }
