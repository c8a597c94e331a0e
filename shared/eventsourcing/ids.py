"""Ids that follow from what they stand for, so that a repetition finds the same thing."""

from hashlib import sha256

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_BITS = range(246, 120, -10)


def derived_id(prefix: str, text: str) -> str:
    """`prefix` and 26 letters (the first 130 bits of a SHA-256, as in RFC 4648 base 32) that depend on `text` alone."""
    number = int.from_bytes(sha256(text.encode()).digest())
    return f"{prefix}_{''.join([_PAIRS[number >> bits & 1023] for bits in _BITS])}"
