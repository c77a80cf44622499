"""Zip files and workbooks that have the same bytes whenever the same is put in."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_PROPERTIES = "docProps/core.xml"
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def as_archive(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of the files, sorted by name, all of one fixed time."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(_entry(name), files[name])
    return data.getvalue()


def with_fixed_times(workbook: bytes, written_at: datetime) -> bytes:
    """Return an XLSX workbook that says it was made at `written_at`, and no other moment."""
    moment = written_at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    data = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as source,
        zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():  # the order of the parts stays
            part = source.read(name)
            if name == _PROPERTIES:
                part = _MOMENT.sub(rb"\g<1>" + moment, part)
            target.writestr(_entry(name), part)
    return data.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIXED_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
