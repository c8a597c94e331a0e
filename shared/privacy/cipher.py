"""AES-256-GCM, the way everything is sealed here: a fresh nonce first, and bound to what it is for."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12


def encrypt(key: bytes, clear: bytes, purpose: str) -> bytes:
    """`clear` sealed under `key`; only `decrypt` with the same purpose opens it."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, clear, purpose.encode())


def decrypt(key: bytes, sealed: bytes, purpose: str) -> bytes:
    """What `encrypt` sealed. Raises InvalidTag when key or purpose differ or a bit was changed."""
    if len(sealed) <= _NONCE_BYTES:
        raise InvalidTag
    return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], purpose.encode())
