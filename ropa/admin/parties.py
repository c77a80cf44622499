"""Who else decides about an activity, and for whom it is done, on its page."""

from django.utils.translation import gettext_lazy as _

from config.admin import ValueInline
from ropa.models import CustomerActivity, JointController

ROLE = _("Role – Art. 30(1), 30(2)")


class JointControllerInline(ValueInline):
    model = JointController
    tab = ROLE
    fields = ("order", "name", "contact", "country", "agreement", "note")
    autocomplete_fields = ("agreement",)


class CustomerInline(ValueInline):
    """The customers for whom an activity is done."""

    model = CustomerActivity
    tab = ROLE
    verbose_name = _("customer")
    verbose_name_plural = _("on behalf of customers")
    fields = ("customer", "instructions")
    autocomplete_fields = ("customer",)


class CustomerActivityInline(ValueInline):
    """The activities that are done for a customer."""

    model = CustomerActivity
    verbose_name = _("activity")
    verbose_name_plural = _("activities on its behalf")
    fields = ("activity", "instructions")
    autocomplete_fields = ("activity",)
