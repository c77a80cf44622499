"""Persons without their names: a keyed hash to know one by, and the value sealed for the stores.

The hash stands in holds, restrictions, the erasure ledger and their histories. The sealed value
stands beside a hold or restriction that is in force, for a store has to be asked for it. Both are
made with `settings.PERSON_KEYS`: the first key makes, every key is tried to open and to compare.
"""

import hashlib
import hmac
import os
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext as _

from retention.errors import NotExecutable

NONCE = 12  # bytes, as NIST SP 800-38D recommends


def canonical(value: str) -> str:
    """Return the value as it is compared: without surrounding space, and without letter case."""
    return unicodedata.normalize("NFC", value.strip()).casefold()


def digest(value: str) -> str:
    """Return the keyed hash of a person's value: HMAC-SHA-256, in hexadecimal."""
    return _digest(value, settings.PERSON_KEYS[0])


def digests(value: str) -> list[str]:
    """Return the keyed hash under every key, the newest first."""
    return [_digest(value, key) for key in settings.PERSON_KEYS]


def seal(value: str) -> bytes:
    """Return the canonical value encrypted with AES-GCM, its nonce before it."""
    nonce = os.urandom(NONCE)
    cipher = AESGCM(_aes(settings.PERSON_KEYS[0]))
    return nonce + cipher.encrypt(nonce, canonical(value).encode(), None)


def unseal(sealed: bytes | memoryview) -> str:
    """Return the canonical value; raises `NotExecutable` when no key opens it."""
    held = bytes(sealed)
    for key in settings.PERSON_KEYS:
        try:
            return AESGCM(_aes(key)).decrypt(held[:NONCE], held[NONCE:], None).decode()
        except InvalidTag:
            continue
    raise NotExecutable(
        _(
            "A person under a hold or restriction cannot be read with the keys in PERSON_KEYS, so "
            "nothing is purged. Bring back the key that was in use when it was placed."
        )
    )


def _digest(value: str, key: bytes) -> str:
    return hmac.new(b"digest" + key, canonical(value).encode(), hashlib.sha256).hexdigest()


def _aes(key: bytes) -> bytes:
    return hashlib.sha256(b"seal" + key).digest()
