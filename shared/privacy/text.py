"""Types for texts: what may be public, what is a published office number, what goes to the vault."""

import re
import unicodedata
from typing import Annotated

import phonenumbers
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

_GAP = r"[\s\-–—.()（）]*"
_MOBILE = re.compile(rf"(?<!\d)(?:\+?86{_GAP})?1{_GAP}[3-9](?:{_GAP}\d){{9}}(?!\d)")
_LANDLINE = re.compile(rf"(?<!\d)0\d{{2,3}}{_GAP}[2-9](?:{_GAP}\d){{6,7}}(?!\d)")
_ID_CARD = re.compile(r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])\d{5}[\dXx](?!\d)")


def plain(value: str) -> str:
    """`value` without surrounding space. Refuses control characters."""
    value = value.strip()
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in value):
        raise PydanticCustomError("control_characters", "control characters are not allowed")
    return value


def names_nobody(value: str) -> str:
    """Refuses a text with a phone or identity-card number in it (also in full-width digits or with gaps)."""
    folded = unicodedata.normalize("NFKC", value)
    if _MOBILE.search(folded) or _LANDLINE.search(folded) or _ID_CARD.search(folded):
        raise PydanticCustomError("personal_number", "phone and identity-card numbers must not stand in a public text")
    return value


def office_number(value: str) -> str:
    """`value` as `+86 10 6303 0001`. Refuses what is not a phone number in China."""
    try:
        number = phonenumbers.parse(value, "CN")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise PydanticCustomError("phone_number", "not a valid phone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


PlainText = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(plain)]
"""Somebody's own words, on their way to the vault."""

PublicText = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(plain), AfterValidator(names_nobody)]
"""A text anybody may read; it holds no phone or identity-card number."""

Title = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(plain), AfterValidator(names_nobody)]
"""A public text of one line."""

Note = Annotated[str, Field(max_length=300), AfterValidator(plain), AfterValidator(names_nobody)]
"""A public remark; may be empty."""

OfficePhone = Annotated[str, Field(max_length=30), AfterValidator(office_number)]
"""An organization's published number, which is not personal data."""

PersonPhone = Annotated[str, Field(max_length=30), AfterValidator(office_number)]
"""A person's number, on its way to the vault."""

Id = Annotated[str, Field(pattern=r"^[a-z]+_[a-z2-7]{26}$", max_length=60)]
"""An id of ours: a readable prefix and 26 letters."""
