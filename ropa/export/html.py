"""The record as one HTML file: no other resource, no script, everything escaped."""

from django.template.loader import render_to_string

from ropa.export.document import RecordDocument


def as_html(document: RecordDocument) -> bytes:
    """Return the document as a page in UTF-8 that needs no network."""
    return render_to_string("ropa/export/record.html", {"document": document}).encode()
