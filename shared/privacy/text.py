"""Types for texts: what may be public, what is a published office number, what goes to the vault.

They guard commands and requests. What is stored (events, contracts, documents) says `str`: these rules may
grow stricter, and what was taken in before must stay readable.
"""

import re
import unicodedata
from typing import Annotated

import phonenumbers
from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from shared.privacy.numbers import holds_personal_number

_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(value: str) -> str:
    r"""`value` with `\n` for every line's end. Refuses control characters, and a text nobody can see."""
    value = value.replace("\r\n", "\n")
    if any((unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t") or c in _DIRECTIONS for c in value):
        raise PydanticCustomError("control_characters", "control characters are not allowed")
    if value and all(unicodedata.category(c)[0] in "CZ" for c in value):
        raise PydanticCustomError("blank", "write something that can be read")
    return value


def one_line(value: str) -> str:
    """Refuses a text of several lines."""
    if any(c in value for c in "\n\t\u2028\u2029"):
        raise PydanticCustomError("several_lines", "write it in one line")
    return value


def names_nobody(value: str) -> str:
    """Refuses a text with a phone or identity-card number in it."""
    if holds_personal_number(value):
        raise PydanticCustomError(
            "personal_number",
            "leave out phone and identity-card numbers: anybody can read this text",
        )
    return value


def _number(value: str) -> phonenumbers.PhoneNumber:
    try:
        return phonenumbers.parse(value.replace("转", " ext ").replace("分机", " ext "), "CN")
    except phonenumbers.NumberParseException:
        raise PydanticCustomError("phone_number", "not a valid phone number") from None


def office_number(value: str) -> str:
    """`value` as `+86 10 6303 0001`. Refuses what is not a phone number in mainland China."""
    number = _number(value)
    if not phonenumbers.is_valid_number_for_region(number, "CN"):
        raise PydanticCustomError("phone_number", "not a valid phone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def person_number(value: str) -> str:
    """`value` as `+86 138 0013 8000`; one from abroad begins with `+`. Refuses what is no phone number."""
    number = _number(value)
    if not phonenumbers.is_valid_number(number):
        raise PydanticCustomError("phone_number", "not a valid phone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


_PLATE = re.compile(r"[\u4e00-\u9fff][A-Z](?:[A-HJ-NP-Z0-9]{5,6}|[A-HJ-NP-Z0-9]{4}[挂学警港澳领])|使\d{6}")


def number_plate(value: str) -> str:
    """`value` as `京A12345`. Refuses what is no plate of mainland China."""
    plate = re.sub(r"[\s·•.-]", "", value).upper()
    if not _PLATE.fullmatch(plate):
        raise PydanticCustomError("number_plate", "not a number plate")
    return plate


PlainText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), AfterValidator(plain)
]
"""Somebody's own words, on their way to the vault."""

PublicText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    AfterValidator(plain),
    AfterValidator(names_nobody),
]
"""A text anybody may read; it holds no phone or identity-card number."""

Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=60),
    AfterValidator(plain),
    AfterValidator(one_line),
    AfterValidator(names_nobody),
]
"""A public text of one line."""

Note = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=300),
    AfterValidator(plain),
    AfterValidator(names_nobody),
]
"""A public remark; may be empty."""

OfficePhone = Annotated[str, Field(max_length=30), AfterValidator(office_number)]
"""An organization's published number, which is not personal data."""

PersonPhone = Annotated[str, Field(max_length=30), AfterValidator(person_number)]
"""A person's number, on its way to the vault."""

NumberPlate = Annotated[str, Field(max_length=20), AfterValidator(number_plate)]
"""The number plate of somebody's car, on its way to the vault."""

Id = Annotated[str, Field(pattern=r"^[a-z]+_[a-z2-7]{26}$", max_length=60)]
"""An id of ours: a readable prefix and 26 letters."""
