"""A wish's receipt: a number to say aloud, a code to keep for oneself, and what may be asked of them."""

import hmac
from hashlib import sha256
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from shared.eventsourcing.model import Command

_DIGITS, _CODES = 7, 1_000_000
_TABLE = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
"""Damm's: the check digit of every single wrong digit and of every two neighbours swapped is another one."""


def _known(number: str) -> str:
    """Refuses a number that was misread or mistyped."""
    if _check_digit(number) != "0":
        raise PydanticCustomError("receipt_number", "not the number of a receipt")
    return number


ReceiptNumber = Annotated[str, Field(pattern=r"^[0-9]{8}$"), AfterValidator(_known)]
ReceiptCode = Annotated[str, Field(pattern=r"^[0-9]{6}$")]


class IssueReceipt(Command):
    """Give out a receipt in place of any former one; `lock` is the keyed hash of its code."""

    number: ReceiptNumber
    lock: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def number_of(wish: str) -> str:
    """The number on the receipts of `wish`; another wish may, very seldom, have the same."""
    digits = f"{int(sha256(f'receipt/{wish}'.encode()).hexdigest(), 16) % 10**_DIGITS:0{_DIGITS}}"
    return digits + _check_digit(digits)


def code_of(secret: bytes, command_id: str) -> str:
    """Six digits nobody can guess without `secret`; the same again for a repeated command."""
    return f"{int(hmac.digest(secret, f'receipt code/{command_id}'.encode(), 'sha256').hex(), 16) % _CODES:06}"


def lock_of(secret: bytes, wish: str, code: str) -> str:
    """What is kept of a code: a hash that tells nothing without `secret`, and opens no other wish."""
    return hmac.digest(secret, f"receipt lock/{wish}/{code}".encode(), "sha256").hex()


def _check_digit(digits: str) -> str:
    check = "0"
    for digit in digits:
        check = _TABLE[int(check)][int(digit)]
    return check
