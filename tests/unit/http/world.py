"""A small service behind the HTTP edge: notes on a wall, kept in memory."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any, ClassVar, Literal

import httpx2
from fastapi import APIRouter, Query
from pydantic import Field
from pymongo.errors import AutoReconnect

from shared.errors import BadRequest, KeyReused, NotFound, PreconditionFailed, Refused, Unavailable
from shared.eventsourcing.decider import Commit, Decider, Envelope
from shared.eventsourcing.handle import Outcome
from shared.eventsourcing.model import Command, Event, Frozen
from shared.http.app import make_app
from shared.http.auth import Keys, Verifier
from shared.http.dependencies import Body, HistoryEntry, Reading, Receipt, Writing
from shared.http.issuer import AUDIENCE, ISSUER, Issuer, key_file
from shared.http.policy import Policy, acting_self, any_of, anywhere, in_node, own
from shared.privacy.text import Title

DISTRICT, HOME, OTHER = ("community_" + letter * 26 for letter in "dho")
SCHOOL, SHOP = ("org_" + letter * 26 for letter in "sp")
WANG, LI = ("person_" + letter * 26 for letter in "wl")
NOW = datetime(2024, 12, 31, 1, 0, tzinfo=UTC)
SECRET = b"a secret of at least thirty-two bytes"


class Published(Refused):
    zh = "已经发布，请到办件 {request} 处理。"
    en = "It is published. Use request {request}."


class Pinned(Event):
    type: ClassVar[str] = "pinned"
    community: str
    owner: str
    text: str


class Pin(Command):
    community: str
    owner: str
    text: str


class Note(Frozen):
    community: str
    owners: frozenset[str]
    text: str


def decide(state: Note | None, command: Pin) -> Sequence[Event]:
    if command.text == "published":
        raise Published(request="req_7")
    if state and state.text == command.text:
        return []
    return [Pinned(community=command.community, owner=command.owner, text=command.text)]


def evolve(state: Note | None, event: Pinned) -> Note:
    return Note(community=event.community, owners=frozenset({event.owner}), text=event.text)


NOTES: Decider[Note] = Decider(decide, evolve)


class MemoryHandler:
    """`handle()` as its contract says, over a list."""

    def __init__(self) -> None:
        self.log: list[Commit] = []
        self.envelopes: list[Envelope] = []

    async def handle(self, envelope: Envelope) -> Outcome:
        self.envelopes.append(envelope)
        for commit in self.log:
            if commit.command_id == envelope.id:
                if commit.body_mac != envelope.body_mac:
                    raise KeyReused(field="Idempotency-Key")
                return Outcome(commit.stream, commit.version, commit.position, commit, repeated=True)
        state = await self.state(envelope.stream)
        version = len(await self.history(envelope.stream))
        if envelope.allow is not None:
            envelope.allow(state)
        if envelope.if_match not in (None, version):
            raise PreconditionFailed(version=version)
        events = tuple(NOTES.decide(state, envelope.command))
        if not events:
            return Outcome(envelope.stream, version, len(self.log))
        return self._append(envelope, version + 1, events)

    def _append(self, envelope: Envelope, version: int, events: tuple[Event, ...]) -> Outcome:
        commit = Commit(
            position=len(self.log) + 1,
            stream=envelope.stream,
            version=version,
            command_id=envelope.id,
            body_mac=envelope.body_mac,
            community=HOME,
            actor=envelope.command.actor,
            correlation=envelope.correlation,
            causation="",
            at=envelope.command.at,
            events=events,
        )
        self.log.append(commit)
        return Outcome(commit.stream, version, commit.position, commit)

    async def state(self, stream: str) -> Note | None:
        return NOTES.fold([event for commit in await self.history(stream) for event in commit.events])

    async def history(self, stream: str) -> list[Commit]:
        return [commit for commit in self.log if commit.stream == stream]


class MemoryTree:
    def __init__(self) -> None:
        self.known = {DISTRICT, HOME, OTHER}

    async def path(self, community: str) -> tuple[str, ...]:
        if community not in self.known:
            raise NotFound
        return (DISTRICT,) if community == DISTRICT else (DISTRICT, community)


@dataclass
class MemoryService:
    verifier: Verifier
    name: str = "notes"
    handler: MemoryHandler = field(default_factory=MemoryHandler)
    tree: MemoryTree = field(default_factory=MemoryTree)
    reads: Any = None
    spans: Any = None
    secret: bytes = SECRET
    rate: str = "1000/minute"
    failing: dict[str, str] = field(default_factory=dict)
    waited: list[tuple[str, int]] = field(default_factory=list)
    definition: Any = field(default_factory=lambda: SimpleNamespace(projections=()))
    """It has no directory of organizations."""

    def now(self) -> datetime:
        return NOW + timedelta(microseconds=1234)

    async def ready(self) -> dict[str, str]:
        return self.failing

    async def wait(self, source: str, position: int) -> None:
        if source not in ("notes", "registry"):
            raise BadRequest(field="min_position")
        if position > 1000:
            raise Unavailable(retry_after=1)
        self.waited.append((source, position))


class NoteBody(Body):
    community: str = Field(max_length=60)
    owner: str = Field(max_length=60)
    text: Title
    kind: Literal["wish", "need"] = "wish"
    rank: Annotated[int, Field(ge=1, le=9)] = 1
    tree: Any = None


router = APIRouter()


@router.post("/notes", status_code=201, operation_id="post_note")
async def post_note(body: NoteBody, write: Writing) -> Receipt:
    """Pins a note."""
    command = Pin(at=write.at, actor=write.actor(body), community=body.community, owner=body.owner, text=body.text)
    outcome = await write.create(
        write.new_id("note"), command, community=body.community, owners=frozenset({body.owner}), acting=body.owner
    )
    return write.receipt(outcome, location=f"/notes/{outcome.stream}")


@router.put("/notes/{note}", operation_id="put_note")
async def put_note(note: str, body: NoteBody, write: Writing) -> Receipt:
    """Replaces its text."""
    command = Pin(at=write.at, actor=write.actor(body), community=body.community, owner=body.owner, text=body.text)
    return write.receipt(await write.change(note, command, must_match=True))


@router.post("/notes/{note}/touches", operation_id="touch_note")
async def touch_note(note: str, write: Writing) -> Receipt:
    """Loads it before the command, as routes with sealed texts do."""
    state = await write.load(note)
    command = Pin(at=write.at, actor=write.actor(Body()), community=HOME, owner=SCHOOL, text=state.text + "!")
    return write.receipt(await write.change(note, command))


@router.get("/notes/{note}", operation_id="get_note")
async def get_note(note: str, read: Reading) -> list[HistoryEntry]:
    """Its history."""
    state = await read.service.handler.state(note)
    if state is None:
        raise NotFound
    await read.allow(community=state.community, owners=state.owners)
    return await read.history(note)


@router.get("/walls/{number}", operation_id="get_wall")
async def get_wall(number: int, read: Reading, kind: Annotated[str, Query(max_length=5)] = "") -> dict[str, int]:
    """Anybody's."""
    await read.allow()
    return {"number": number}


@router.get("/faults/{name}", operation_id="get_fault")
async def get_fault(name: str, read: Reading) -> dict[str, str]:
    """Fails in the way asked for."""
    await read.allow()
    if name == "defect":
        raise ValueError("13800138000 stands in the message")
    if name == "storage":
        raise AutoReconnect("mongo.internal:27017 closed")
    return {}


@router.get("/forgotten", operation_id="get_forgotten")
async def get_forgotten(read: Reading) -> dict[str, str]:
    """Judges nothing."""
    return {"secret": "value"}


@router.post("/forgotten", operation_id="post_forgotten")
async def post_forgotten(write: Writing) -> dict[str, str]:
    """Judges nothing either."""
    return {"secret": "value"}


@router.get("/unlisted", operation_id="get_unlisted")
async def get_unlisted(read: Reading) -> dict[str, str]:
    """Stands in no policy."""
    await read.allow()
    return {}


POLICY: Policy = {
    "post_note": {"staff": in_node, "contact": acting_self, "resident": acting_self},
    "put_note": {"staff": in_node, "contact": own},
    "touch_note": {"staff": in_node},
    "get_note": {"staff": in_node, "contact": any_of(own, in_node), "service": in_node},
    "get_wall": {"nobody": anywhere, "staff": anywhere},
    "get_fault": {"nobody": anywhere},
    "get_forgotten": {"nobody": anywhere},
    "post_forgotten": {"nobody": anywhere},
}

Sign = Callable[..., dict[str, str]]


@dataclass
class World:
    """What a test has at hand. `client` is nobody; `staff()`, `contact()` … give headers."""

    service: MemoryService
    issuer: Issuer
    client: httpx2.AsyncClient

    def sign(self, role: str, **claims: str | None) -> dict[str, str]:
        token = self.issuer.token(role, "subject-1", now=datetime.now(UTC), lifetime=timedelta(hours=1), **claims)
        return {"Authorization": f"Bearer {token}"}

    def staff(self, node: str = HOME) -> dict[str, str]:
        return self.sign("staff", node=node)

    def contact(self, organization: str = SCHOOL, node: str = HOME) -> dict[str, str]:
        return self.sign("contact", node=node, organization=organization)

    def resident(self, person: str = WANG) -> dict[str, str]:
        return self.sign("resident", node=HOME, person=person)

    async def post(self, headers: dict[str, str], **changes: Any) -> httpx2.Response:
        return await self.client.post("/notes", json=note(**changes), headers=headers)


def note(**changes: Any) -> dict[str, Any]:
    return {"community": HOME, "owner": SCHOOL, "text": "一盏灯"} | changes


def build(directory: Path, **settings: Any) -> World:
    issuer = Issuer.open(directory)
    keys = Keys(str(key_file(directory)))
    verifier = Verifier(keys, issuer=ISSUER, audience=AUDIENCE, secret=SECRET)
    service = MemoryService(verifier, **settings)
    app = make_app(service, router, POLICY, "Notes")  # type: ignore[arg-type]
    transport = httpx2.ASGITransport(app)
    return World(service, issuer, httpx2.AsyncClient(transport=transport, base_url="http://test/api/notes/v1"))


Build = Callable[..., Awaitable[World]]
