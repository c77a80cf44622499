"""Forms of uses: a vendor that is not on the published list gets no customers' data."""

from typing import Any

from config.admin.forms import RecordForm, RecordFormSet
from ropa.models import Vendor
from ropa.services.gate import Gate, gate_of

OPENS = frozenset({"vendor", "purpose", "is_recipient"})  # a change of these asks at the gate


class UseForm(RecordForm):
    """The page of one use."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        vendor = self.cleaned_data.get("vendor")
        if vendor and OPENS & set(self.changed_data) and self.cleaned_data.get("is_recipient"):
            gate = gate_of(vendor.organisation_id)
            if wrong := gate.refusal(vendor, self.cleaned_data.get("purpose")):
                self.add_error("vendor", wrong)
        return cleaned


class UseFormSet(RecordFormSet):
    """The uses on the page of a vendor or of a purpose line; the gate is asked for once."""

    def clean(self) -> None:
        super().clean()
        asked = [
            form
            for form in self.forms
            if OPENS & set(form.changed_data)
            and form not in self.deleted_forms
            and getattr(form, "cleaned_data", {}).get("is_recipient")
        ]
        owner = self.instance.organisation_id
        gate = gate_of(owner) if asked and owner else Gate()
        chooses = "purpose" if isinstance(self.instance, Vendor) else "vendor"
        for form in asked:
            pair = {self.fk.name: self.instance, chooses: form.cleaned_data.get(chooses)}
            vendor, line = pair["vendor"], pair["purpose"]
            if vendor and line and (wrong := gate.refusal(vendor, line)):
                form.add_error(chooses, wrong)
