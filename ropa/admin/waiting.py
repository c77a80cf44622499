"""Uploads that wait for their confirmation: what was shown, of which bytes, and to whom."""

import hashlib
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _

from config.resources import OwnUploads


class Waiting:
    """An upload that waits for its confirmation: what the officer was shown, and of which bytes.

    It travels through the page as a signed text that only the same user can bring back, to the
    same kind of page.
    """

    def __init__(self, kind: str, user_id: Any) -> None:
        self._salt = f"{kind}-{user_id}"

    def seal(self, said: dict[str, Any], data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        return signing.dumps({**said, "digest": digest}, salt=self._salt, compress=True)

    def open(self, sealed: str) -> tuple[dict[str, Any], bytes]:
        """Return what was sealed, and the bytes; raises `ValidationError` in any doubt."""
        try:
            said = signing.loads(sealed, salt=self._salt, max_age=OwnUploads.CACHE_LIFETIME)
        except signing.BadSignature as wrong:
            raise forms.ValidationError(
                _("This upload is another user's, was changed, or is too old. Choose the file.")
            ) from wrong
        data = OwnUploads(name=said["key"]).read()
        if data is None or hashlib.sha256(data).hexdigest() != said["digest"]:
            raise forms.ValidationError(
                _("The file is no longer the one that was shown. Choose it again.")
            )
        return said, data
