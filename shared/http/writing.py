"""A write request: what a route needs to turn its body into a command, judged and remembered by its key."""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

from fastapi import Depends, Header, Request, Response
from pydantic import Field

from shared.errors import Forbidden, NotFound, PreconditionRequired, Unavailable
from shared.eventsourcing.decider import Envelope
from shared.eventsourcing.ids import derived_id
from shared.eventsourcing.model import Actor, Command, Consent, Frozen
from shared.http.admission import PathUnknown, Visit
from shared.http.bodies import checked_body
from shared.http.problem import language
from shared.http.texts import malformed

if TYPE_CHECKING:
    from shared.eventsourcing.handle import Outcome, Result
    from shared.http.several import Change


PartyId = Annotated[str, Field(pattern=r"^(person|org)_[a-z2-7]{26}$", max_length=60)]


class Body(Frozen):
    """What every write may say: for whom, and how that person agreed."""

    on_behalf_of: PartyId | None = None
    consent: Consent | None = None


class Receipt(Frozen):
    """The answer to a write: what was written, its version, and where in the log."""

    id: str
    version: int
    position: str


@dataclass(kw_only=True)
class Write(Visit):
    """One write request. Its route has to come by `create`, `change`, `load` or `allow`, else nothing is answered."""

    command_id: str
    body_mac: str
    correlation: str
    if_match: int | None
    response: Response
    speech: str = "zh"
    """The language the caller reads."""
    _made: set[str] = field(default_factory=set)

    @property
    def at(self) -> datetime:
        """When it came."""
        return self.now

    def new_id(self, prefix: str) -> str:
        """An id that follows from the command id, so that a repeated request finds the same thing."""
        made = derived_id(prefix, self.command_id)
        self._made.add(made)
        return made

    def actor(self, body: Body) -> Actor:
        """Who acts, and for whom. Raises Malformed without a person's consent, Forbidden where others may
        not speak for it."""
        other, role = body.on_behalf_of, self.caller.role
        if other and other not in self.caller.parties:
            if role == "holder" or (role not in ("staff", "service") and not other.startswith("person_")):
                raise Forbidden
            if other.startswith("person_") and body.consent is None:
                raise malformed("consent", "consent_missing")
        return Actor(
            id=self.caller.actor,
            on_behalf_of=other or (self.caller.organization if self.caller.role == "contact" else None),
            consent=body.consent,
            role=self.caller.role,
        )

    async def allow(self, *, community: str, owners: frozenset[str] = frozenset(), acting: str | None = None) -> None:
        """Judges before anything is done, also before sealing. Raises Malformed for an unknown community, NotFound."""
        try:
            await self.learn(community)
        except NotFound:
            raise malformed("community", "unknown_community") from None
        self.judge(community, owners, acting)

    async def create(
        self,
        stream: str,
        command: Command,
        *,
        community: str,
        owners: frozenset[str] = frozenset(),
        acting: str | None = None,
    ) -> "Outcome":
        """Begins `stream`. Raises what `allow` and the decider raise."""
        await self.allow(community=community, owners=owners, acting=acting)
        return await self.service.handler.handle(self._envelope(stream, command, creates=stream in self._made))

    async def change(
        self, stream: str, command: Command, *, acting: str | None = None, must_match: bool = False
    ) -> "Outcome":
        """Sends `command` to `stream`, judged on its state. Raises PreconditionRequired where it `must_match` and
        nothing says what, NotFound, and what the decider raises."""
        if must_match and self.if_match is None:
            raise PreconditionRequired
        envelope = self._envelope(
            stream, command, if_match=self.if_match, allow=lambda state: self._judge_state(state, stream, acting)
        )
        self.judged = True  # by handle(), which need not ask again for what was done before
        try:
            return await self.service.handler.handle(envelope)
        except PathUnknown as unknown:
            await self._learn_later(unknown.community)
            return await self.service.handler.handle(envelope)

    async def change_each(self, changes: "Sequence[Change]") -> "list[Result]":
        """Sends each command to its stream: judged, decided and remembered by itself, so that what refuses one stops no
        other. Raises Unavailable."""
        self.judged = True  # each by handle_many()
        envelopes = {n: self._numbered(n, change) for n, change in enumerate(changes) if change.refusal is None}
        results = await self.service.handler.handle_many(list(envelopes.values()))
        unknown = {result.community for result in results if isinstance(result, PathUnknown)}
        for community in unknown:
            await self._learn_later(community)
        if unknown:
            results = await self.service.handler.handle_many(list(envelopes.values()))
        found = dict(zip(envelopes, results, strict=True))
        return [change.refusal or found[n] for n, change in enumerate(changes)]

    async def load(self, stream: str, *, acting: str | None = None) -> Any:
        """The state of `stream`, judged. Raises NotFound."""
        state = await self.service.handler.state(stream)
        if state is not None:
            await self._learn_later(state.community)
        self._judge_state(state, stream, acting)
        return state

    def receipt(self, outcome: "Outcome", id: str | None = None, location: str | None = None) -> Receipt:  # noqa: A002
        """The answer, and its headers."""
        position = self.show_position(outcome.position)
        self.response.headers["ETag"] = f'"{outcome.version}"'
        if location:
            self.response.headers["Location"] = location
        return Receipt(id=id or outcome.stream, version=outcome.version, position=position)

    def show_position(self, number: int) -> str:
        """Where in the log the answer stands, also in its headers."""
        position = f"{self.service.name}:{number}"
        self.response.headers["Position"] = position
        return position

    def _envelope(self, stream: str, command: Command, **more: Any) -> Envelope:
        more = {"id": self.command_id, **more}
        return Envelope(stream, command, correlation=self.correlation, body_mac=self.body_mac, **more)

    def _numbered(self, number: int, change: "Change") -> Envelope:
        return self._envelope(
            change.stream,
            change.command,
            id=derived_id("cmd", f"{self.command_id}/{number}"),
            if_match=change.if_match,
            allow=lambda state: self._judge_state(state, change.stream, None),
        )

    def _judge_state(self, state: Any, stream: str, acting: str | None) -> None:
        if state is None:
            raise NotFound
        self.judge(state.community, getattr(state, "owners", frozenset()), acting, stream)

    async def _learn_later(self, community: str) -> None:
        try:
            await self.learn(community)
        except NotFound:  # a thing may be heard of before its community is
            raise Unavailable(retry_after=1) from None


Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{1,255}$",
        description="However often a request comes with the same key, it is carried out once. Made where missing.",
    ),
]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        pattern=r'^"\d{1,15}"$',
        description="The ETag that was read: nothing is written when the thing has changed since.",
    ),
]


async def _writing(request: Request, response: Response, key: Key = None, if_match: IfMatch = None) -> Write:
    return write_of(request, response, await checked_body(request), key, if_match)


def write_of(request: Request, response: Response, body: bytes, key: str | None, if_match: str | None) -> Write:
    """The write that a request asks for, whose raw `body` was read."""
    visit: Visit = request.state.visit
    key = request.state.idempotency_key = key or uuid4().hex
    called = [visit.caller.actor, request.method, request.scope["path"], str(request.query_params), key]
    request.state.visit = write = Write(
        caller=visit.caller,
        service=visit.service,
        where=visit.where,
        now=visit.now,
        paths=visit.paths,
        command_id=derived_id("cmd", json.dumps(called)),
        body_mac=hmac.new(visit.service.secret + key.encode(), body, "sha256").hexdigest(),
        correlation=request.state.correlation,
        if_match=int(if_match.strip('"')) if if_match else None,
        response=response,
        speech=language(request.headers.get("accept-language", "")),
    )
    return write


Writing = Annotated[Write, Depends(_writing)]
