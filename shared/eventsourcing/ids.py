"""Ids that follow from what they stand for, so that a repetition finds the same thing."""

from base64 import b32encode
from hashlib import sha256

_LETTERS = 26


def derived_id(prefix: str, text: str) -> str:
    """`prefix` and 26 letters (130 bits) that depend on `text` alone."""
    letters = b32encode(sha256(text.encode()).digest()).decode().lower()
    return f"{prefix}_{letters[:_LETTERS]}"
