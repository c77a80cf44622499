"""What the tests with real workers do in a back office of its own: `list_lab.py DEED [ROWS]`.

`prepare` makes the register, `ask` sends a list of ROWS rows, `confirm` confirms the one that is
looked at, `step` does one step in this process. Each prints what came of it.
"""

import sys

import django

django.setup()

from django.core.exceptions import ValidationError
from django.utils import timezone

from ropa.models import Organisation, VendorListImport, VendorSource
from ropa.services import list_imports
from ropa.tasks import hand_over


def main() -> None:
    deed = sys.argv[1]
    if deed == "prepare":
        home = Organisation.objects.create(code="synthetic", name="Synthetic", country="DE")
        VendorSource.objects.create(organisation=home, code="list", title="List")
    elif deed == "ask":
        print(ask(int(sys.argv[2])))
    elif deed == "confirm":
        record = VendorListImport.objects.get()
        list_imports.confirm(record.pk)
        hand_over(record.pk)
    else:
        record = VendorListImport.objects.get()
        print(list_imports.step(record.pk, on=timezone.localdate(), at=timezone.now()))


def ask(rows: int) -> str:
    lines = [f"Example {n} Ltd,service {n % 7}" for n in range(rows)]
    data = "\n".join(["Vendor,Service", *lines]).encode()
    try:
        record = list_imports.ask(
            list_imports.Upload(data, "list.csv"),
            organisation=Organisation.objects.get(),
            source=VendorSource.objects.get(),
            by=None,
            at=timezone.now(),
        )
    except ValidationError as wrong:
        return " ".join(wrong.messages)
    hand_over(record.pk)
    return "asked"


if __name__ == "__main__":
    main()
