"""Routes to take a name out of history, the same in each service that keeps texts."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import Field, StringConstraints

from shared.contracts.redaction import Replacement
from shared.directory.projections import COMMUNITIES
from shared.directory.queries import below
from shared.errors import NotFound, Refused
from shared.eventsourcing.model import Frozen, Instant
from shared.eventsourcing.projection import Projection
from shared.http.dependencies import Body, Page, Paging, Reading, Receipt, Write, Writing
from shared.http.policy import Policy, in_node
from shared.http.reading import By, kind_of
from shared.privacy.text import Id
from shared.redaction.marks import replacements
from shared.redaction.model import RedactHistory, Redaction, RedactionReason
from shared.redaction.projections import REDACTIONS, RedactionDocument
from shared.redaction.rewriting import Standing, standing

FOLLOWING: Policy = {"get_redactions": {"staff": in_node}, "get_redaction": {"staff": in_node}}
"""Where nothing is asked for: what the others tell is carried out, and whether it is can be seen."""

POLICY: Policy = {"post_redaction": {"staff": in_node}, **FOLLOWING}


Thing = Annotated[str, Field(pattern=r"^[a-z]+_[a-z2-7]{26}(\.[1-9]\d{0,8})?$", max_length=60)]
"""Anything that is written about; a part of a stream is named with its number."""


class NothingToRedact(Refused):
    """No text about the thing says that."""

    zh = "它的现有内容和历史里都没有这几个字，请核对原文（一字不差）；另一处可能有，请在那里去除。"
    en = "Neither the thing nor its history says that. Check the wording, letter by letter; another thing may say it."


class RedactionBody(Body):
    """Take the words `find` out of all that was ever said about `thing`, and out of the same texts elsewhere in its
    community."""

    thing: Thing
    find: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60)]
    reason: RedactionReason


class RedactionView(Frozen):
    """A redaction, and how far this service is with it; what was taken out nobody can see. `actor` is known where it
    was ordered, at `service`."""

    id: str
    community: str
    service: str
    thing: str
    texts: int
    """How many different texts are replaced."""
    reason: RedactionReason
    at: Instant
    actor: str
    by: By
    state: Standing


def following(communities: Projection[Any] = COMMUNITIES) -> APIRouter:
    """The routes for a service that carries out what the others are asked for; registry has `communities` of its
    own."""
    router = APIRouter(tags=["redactions"])

    @router.get("/redactions", operation_id="get_redactions")
    async def get_redactions(read: Reading, paging: Paging, community: Id | None = None) -> Page[RedactionView]:
        """List what was taken out of history, the newest first; in one community, or all of one's node."""
        node = community or read.caller.node
        if node is None:
            raise NotFound
        await read.allow(community=node)
        here = {"community": {"$in": await below(read.reads, node, communities)}}
        found = await paging.page(read.reads(REDACTIONS), here, "-at")
        states = await standing(read.service, [each.id for each in found.items])
        return found.map(lambda each: _show(each, states[each.id]))

    @router.get("/redactions/{redaction}", operation_id="get_redaction")
    async def get_redaction(
        redaction: Annotated[str, Path(pattern=r"^redaction_[a-z2-7]{26}$")], read: Reading
    ) -> RedactionView:
        """See whether a redaction is carried out here."""
        found = await read.reads(REDACTIONS).get(redaction)
        if found is None:
            raise NotFound
        await read.allow(community=found.community)
        return _show(found, (await standing(read.service, [redaction]))[redaction])

    return router


def _show(found: RedactionDocument, state: Standing) -> RedactionView:
    said = found.model_dump(exclude={"position", "version", "actor"})
    return RedactionView(**said, actor=found.actor.id, by=kind_of(found.actor), state=state)


def redactions(communities: Projection[Any] = COMMUNITIES) -> APIRouter:
    """The routes for a service whose texts people write."""
    router = following(communities)

    @router.post("/redactions", status_code=201, operation_id="post_redaction")
    async def post_redaction(body: RedactionBody, write: Writing) -> Receipt:
        """Take a name out of history: the one rewrite that is permitted. Every service that holds the text follows."""
        state = await write.load(_stream_of(body.thing))
        stream = write.new_id("redaction")
        found = await _replacements(write, stream, body)
        if not found:
            raise NothingToRedact
        command = RedactHistory(
            at=write.at,
            actor=write.actor(body),
            community=state.community,
            service=write.service.name,
            thing=body.thing,
            replacements=found,
            reason=body.reason,
        )
        outcome = await write.create(stream, command, community=state.community)
        return write.receipt(outcome, location=f"/api/{write.service.name}/v1/redactions/{stream}")

    return router


def _stream_of(thing: str) -> str:
    """Where all that was said about it stands, beside what was said about its neighbours."""
    return thing.partition(".")[0]


async def _replacements(write: Write, stream: str, body: RedactionBody) -> tuple[Replacement, ...]:
    """What is to be replaced. A repeated order finds what the first one found: it may be carried out by now."""
    given: Redaction | None = await write.service.handler.state(stream)
    if given:
        return given.replacements
    commits = await write.service.handler.history(_stream_of(body.thing))
    said = [event.model_dump(mode="json") for commit in commits for event in commit.events]
    return replacements(write.service.secret, said, body.find)
