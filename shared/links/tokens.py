"""What opens a link: the id of its thing's stream and a code that nobody can guess."""

import hmac
from base64 import b32encode
from typing import Annotated

from pydantic import Field

_CODE = r"\.[a-z2-7]{26}$"
OfferToken = Annotated[str, Field(pattern=rf"^offer_[a-z2-7]{{26}}{_CODE}")]
RequestToken = Annotated[str, Field(pattern=rf"^req_[a-z2-7]{{26}}{_CODE}")]


def token_of(secret: bytes, stream: str, command_id: str) -> str:
    """The token of the link that `command_id` makes; the same again for a repeated command."""
    digest = hmac.digest(secret, f"link/{stream}/{command_id}".encode(), "sha256")
    return f"{stream}.{b32encode(digest).decode().lower()[:26]}"


def stream_of(token: str) -> str:
    """In which stream its link stands."""
    return token.partition(".")[0]


def lock_of(secret: bytes, token: str) -> str:
    """What is kept of a token: a hash that tells nothing without `secret`, and opens nothing in another stream."""
    return hmac.digest(secret, f"link lock/{token}".encode(), "sha256").hex()
