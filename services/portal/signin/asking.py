"""What a page asks the provider for: an authorization request, and why one is refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request

MOST_BYTES = 16 * 1024
_CHALLENGE = re.compile(r"^[A-Za-z0-9_-]{43}$")
_ADDRESS = re.compile(r"^[!-\[\]-~]{1,2000}$")

Parameters = Mapping[str, str]


class Refused(Exception):
    """An OAuth error: its code, and what is wrong in words for a developer."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(code)
        self.code = code
        self.description = description


@dataclass(frozen=True, slots=True)
class Asked:
    """An authorization request that can be answered at its `redirect_uri`."""

    redirect_uri: str
    state: str | None
    challenge: str
    nonce: str | None
    prompt: str | None


def where_to(parameters: Parameters, origin: str, client_id: str) -> str:
    """The address to answer at. Raises Refused when it is not on `origin`, or the client is not `client_id`: then
    nothing may be sent there, and a person has to be told."""
    if parameters.get("client_id") != client_id:
        raise Refused("unauthorized_client", f"client_id has to be {client_id}")
    address = parameters.get("redirect_uri", "")
    if not (origin and address.startswith(f"{origin}/") and _ADDRESS.match(address) and "#" not in address):
        raise Refused("invalid_request", "redirect_uri has to be an address of this installation, without fragment")
    return address


def asked(parameters: Parameters, redirect_uri: str) -> Asked:
    """The request. Raises Refused when the provider can't carry it out."""
    if parameters.get("response_type") != "code" or parameters.get("response_mode", "query") != "query":
        raise Refused("unsupported_response_type", "response_type has to be code, response_mode query")
    if "openid" not in parameters.get("scope", "").split():
        raise Refused("invalid_scope", "scope has to contain openid")
    challenge = parameters.get("code_challenge", "")
    if parameters.get("code_challenge_method") != "S256" or not _CHALLENGE.match(challenge):
        raise Refused("invalid_request", "PKCE is required: code_challenge with code_challenge_method=S256")
    if "request" in parameters or "request_uri" in parameters:
        raise Refused("request_not_supported", "give the parameters themselves")
    return Asked(redirect_uri, parameters.get("state"), challenge, parameters.get("nonce"), parameters.get("prompt"))


def with_query(address: str, **parameters: str | None) -> str:
    """`address` with more in its query; what is None is left out."""
    given = {name: value for name, value in parameters.items() if value is not None}
    return f"{address}{'&' if '?' in address else '?'}{urlencode(given)}" if given else address


async def parameters_of(request: Request) -> Parameters:
    """What the query and a form say. Raises Refused when something is said twice, or too much."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise Refused("invalid_request", "the request is too large")
    pairs = [*request.query_params.multi_items(), *parse_qsl(body.decode("utf-8", "replace"))]
    if len(pairs) != len(dict(pairs)):
        raise Refused("invalid_request", "a parameter was given twice")
    return dict(pairs)
