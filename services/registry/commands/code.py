"""统一社会信用代码 (GB 32100-2015): 18 characters, the last of which checks the others."""

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from services.registry.commands.fields import CommunityId, OrganizationId
from shared.eventsourcing.ids import derived_id
from shared.eventsourcing.model import Command

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_MODULUS = len(_CHARACTERS)
_WEIGHTS = [pow(3, place, _MODULUS) for place in range(17)]


def check_character(code: str) -> str:
    """What the 18th character has to be after the first 17 of `code`."""
    total = sum(weight * _CHARACTERS.index(character) for weight, character in zip(_WEIGHTS, code[:17], strict=True))
    return _CHARACTERS[-total % _MODULUS]


def _checked(code: str) -> str:
    if code[17] != check_character(code):
        raise PydanticCustomError("credit_code", "one of its characters is wrong")
    return code


CreditCode = Annotated[
    str, Field(pattern=r"^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$"), AfterValidator(_checked)
]
"""One without a mistyped character."""


class TakeCode(Command):
    """Let `organization` hold the code; `gone` is a holder that does not have it after all."""

    community: CommunityId
    code: CreditCode
    organization: OrganizationId
    gone: OrganizationId | None = None


class FreeCode(Command):
    """Let the code go, if it is `organization` that holds it."""

    organization: OrganizationId


def stream_of(community: str, code: str) -> str:
    """The stream of a code in a community: a branch elsewhere may report with the same one."""
    return derived_id("code", f"{community}/{code}")
