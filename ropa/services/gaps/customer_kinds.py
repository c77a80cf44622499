"""Kinds of gaps of customers and their limits."""

from django.utils.translation import gettext_lazy as _

from ropa.services.gaps.gap import Kind, Verdict

OUTSIDE = Kind(
    "contradiction.customer_location",
    Verdict.WARNING,
    "Art. 28(3)(a)",
    _("Customer’s data outside the permitted places"),
    _(
        "The agreement with %(customer)s does not permit %(country)s, where %(vendor)s holds or "
        "reaches the data. Agree on it with the customer, or end the use."
    ),
    "id_permitted_locations",
)
NOT_KNOWN = Kind(
    "contradiction.customer_location_unknown",
    Verdict.WARNING,
    "Art. 28(3)(a)",
    _("Place of a customer’s data not known"),
    _(
        "The agreement with %(customer)s limits where data may be, and it is not known where "
        "%(vendor)s holds or reaches them. Find out, and add the location of the vendor."
    ),
    "id_permitted_locations",
)
