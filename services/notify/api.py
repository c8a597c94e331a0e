"""Notify over HTTP: one's own notices, and the desk's tasks to tell somebody in person."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path
from fastapi.sse import EventSourceResponse, ServerSentEvent

from services.notify.commands import MarkRead, MarkToldInPerson
from services.notify.events import How
from services.notify.feed import Feed, event_id
from services.notify.projections import NOTICES, NoticeDocument
from services.notify.queries import UNDONE, Figures, NoticeView, addresses_of, figures_of, in_words, sent_to, tasks_in
from shared.errors import NotFound
from shared.eventsourcing.model import Frozen
from shared.http.dependencies import Body, Page, Paging, Read, Reading, Receipt, Writing
from shared.http.policy import Caller, Policy, Role, Subject, Where, any_of, anywhere, in_node, own
from shared.privacy.text import Id
from shared.redaction import api as redaction


def desk(caller: Caller, subject: Subject) -> bool:
    """A notice to the staff of the caller's node, who read it for all of them."""
    return not subject.owners and in_node(caller, subject)


ONES_OWN: dict[Role, Where] = {"staff": anywhere, "contact": anywhere, "resident": anywhere}
"""Whoever asks is shown what is addressed to him or her, and nothing else."""

POLICY: Policy = {
    "get_notices": ONES_OWN,
    "get_unread": ONES_OWN,
    "get_notice_stream": ONES_OWN,
    "post_reading": {"staff": any_of(desk, own), "contact": own, "resident": own},
    "get_tasks": {"staff": in_node},
    "post_telling": {"staff": in_node},
    "get_figures": {"staff": in_node},
    **redaction.FOLLOWING,
}

NoticeId = Annotated[str, Path(pattern=r"^notice_[a-z2-7]{26}$")]

router = APIRouter()
router.include_router(redaction.following())


class Unread(Frozen):
    """How many are unread, and how many of these ask for something."""

    count: int
    todo: int


class Telling(Body):
    """How somebody was told."""

    how: How


@router.get("/notices", operation_id="get_notices")
async def get_notices(read: Reading, paging: Paging, todo: bool = False) -> Page[NoticeView]:
    """List one's own notices: unread first, then the newest; with `todo` only unread ones that ask for something."""
    await read.allow()
    mine = sent_to(await addresses_of(read.reads, read.caller)) | (UNDONE if todo else {})
    return await _in_words(read, await paging.page(read.reads(NOTICES), mine, "-rank"))


@router.get("/notices/unread", operation_id="get_unread")
async def get_unread(read: Reading) -> Unread:
    """Count one's own unread notices, and those of them that ask for something."""
    await read.allow()
    mine, notices = sent_to(await addresses_of(read.reads, read.caller)), read.reads(NOTICES)
    return Unread(count=await notices.count(mine | {"read_at": None}), todo=await notices.count(mine | UNDONE))


LastEventId = Annotated[
    str | None,
    Header(
        alias="Last-Event-ID",
        pattern=r"^\d{1,15}\.\d{1,6}$",
        description="The id of the last event that was seen: the stream goes on after it. Without it, from now on.",
    ),
]


async def _feed(read: Reading, last_event_id: LastEventId = None) -> Feed:
    await read.allow()
    seen = int(last_event_id.partition(".")[0]) if last_event_id else await read.reads.position()
    return Feed(read.reads, read.service.tree, await addresses_of(read.reads, read.caller), seen)


@router.get("/notices/stream", response_class=EventSourceResponse, operation_id="get_notice_stream")
async def get_notice_stream(feed: Annotated[Feed, Depends(_feed)]) -> AsyncIterator[ServerSentEvent]:
    """Follow one's own notices live; the stream ends after a quarter of an hour and is resumed by Last-Event-ID."""
    async for notice in feed.follow():
        yield ServerSentEvent(data=notice, event="notice", id=event_id(notice))


@router.post("/notices/{notice}/reading", operation_id="post_reading")
async def post_reading(notice: NoticeId, body: Body, write: Writing) -> Receipt:
    """Mark a notice as read."""
    return write.receipt(await write.change(notice, MarkRead(at=write.at, actor=write.actor(body))))


@router.post("/notices/{notice}/telling", operation_id="post_telling")
async def post_telling(notice: NoticeId, body: Telling, write: Writing) -> Receipt:
    """Tick a notice off: somebody told its addressee in person."""
    command = MarkToldInPerson(at=write.at, actor=write.actor(body), how=body.how)
    return write.receipt(await write.change(notice, command))


@router.get("/tasks", operation_id="get_tasks")
async def get_tasks(read: Reading, paging: Paging, community: Id | None = None) -> Page[NoticeView]:
    """List whom the desk has to tell in person, the oldest first; in one community, or all of one's node."""
    node = community or read.caller.node
    if node is None:
        raise NotFound()
    await read.allow(community=node)
    return await _in_words(read, await paging.page(read.reads(NOTICES), await tasks_in(read.reads, node), "sent_at"))


@router.get("/communities/{community}/figures", operation_id="get_figures")
async def get_figures(community: Id, read: Reading) -> Figures:
    """Count what was sent by kind, what was told in person, and what is still to tell, in a node and below."""
    await read.allow(community=community)
    return await figures_of(read.reads, community)


async def _in_words(read: Read, page: Page[NoticeDocument]) -> Page[NoticeView]:
    views = await in_words(read.reads, read.service.tree, page.items)
    return Page(items=views, next_cursor=page.next_cursor)
