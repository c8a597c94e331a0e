"""What is sealed opens for its key and purpose only."""

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from shared.privacy.cipher import decrypt, encrypt

KEY = bytes(range(32))
OTHER = bytes(reversed(range(32)))


@given(st.binary(max_size=200), st.text(max_size=30))
def test_what_was_sealed_opens(clear: bytes, purpose: str) -> None:
    assert decrypt(KEY, encrypt(KEY, clear, purpose), purpose) == clear


def test_the_same_text_is_never_sealed_twice_alike() -> None:
    assert len({encrypt(KEY, b"a", "p") for _ in range(100)}) == 100


@given(st.integers(0, 12 + 5 + 16 - 1), st.integers(0, 7))
def test_one_changed_bit_is_noticed(byte: int, bit: int) -> None:
    sealed = bytearray(encrypt(KEY, b"words", "p"))
    sealed[byte] ^= 1 << bit
    with pytest.raises(InvalidTag):
        decrypt(KEY, bytes(sealed), "p")


@pytest.mark.parametrize(("key", "purpose"), [(OTHER, "p"), (KEY, "q")])
def test_another_key_or_purpose_opens_nothing(key: bytes, purpose: str) -> None:
    with pytest.raises(InvalidTag):
        decrypt(key, encrypt(KEY, b"words", "p"), purpose)
