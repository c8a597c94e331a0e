"""A read request: who reads, from which documents, and not before they have caught up."""

from typing import TYPE_CHECKING, Annotated, Any, Literal, cast, get_args

from fastapi import Depends, Query, Request

from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Actor, Frozen, Instant
from shared.eventsourcing.projection import D, Projection
from shared.http.admission import NOWHERE, Visit
from shared.http.bodies import checked_body

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.eventsourcing.documents import Documents, Reads


By = Literal["staff", "contact", "resident", "service", "holder", "link", "system", "somebody"]
"""A contact acts for an organization, a holder has shown a receipt, a link was answered by who had it, and `somebody`
is all that older entries say."""


class HistoryEntry(Frozen):
    """Who did what, and when; `by` says what kind of actor it was."""

    at: Instant
    actor: str
    by: By
    on_behalf_of: str | None
    type: str
    data: dict[str, Any]
    version: int


class Read(Visit):
    """One read request. Its route has to come by `allow`, else nothing is answered."""

    @property
    def reads(self) -> "Reads":
        """The documents of the service."""
        return self.service.reads

    def documents(self, projection: Projection[D], communities: "Sequence[str]" = ()) -> "Documents[D]":
        """The documents of `projection` as they stand."""
        return self.reads(projection)

    async def then(self, projection: Projection[D], document: D) -> D:
        """`document` as it stands."""
        return document

    async def allow(
        self, *, community: str | None = None, owners: frozenset[str] = frozenset(), thing: str | None = None
    ) -> None:
        """Judges the policy; without a community, on `owners` and `thing` alone. Raises NotFound."""
        place = community or NOWHERE
        await self.learn(place)
        self.judge(place, owners, thing=thing)

    async def history(self, stream: str) -> list[HistoryEntry]:
        """All that happened to `stream`, oldest first."""
        commits = await self.service.handler.history(stream)
        return [entry_of(recorded) for commit in commits for recorded in commit]


def entry_of(recorded: Recorded) -> HistoryEntry:
    """What of an event stands in a history."""
    commit = recorded.commit
    return HistoryEntry(
        at=commit.at,
        actor=commit.actor.id,
        by=kind_of(commit.actor),
        on_behalf_of=commit.actor.on_behalf_of,
        type=recorded.event.type,
        data=recorded.event.model_dump(mode="json"),
        version=commit.version,
    )


def kind_of(actor: Actor) -> By:
    """What kind of actor it was."""
    said = actor.role or actor.id.partition(":")[0]
    if said not in get_args(By):
        return "resident" if actor.id.startswith("person_") else "somebody"
    return cast("By", said)


_MinPosition = Annotated[
    str | None,
    Query(
        pattern=r"^[a-z]{1,30}:\d{1,15}$",
        description="The Position a write gave, such as `registry:1042`: the answer waits until that is taken in.",
    ),
]


async def _reading(request: Request, min_position: _MinPosition = None) -> Read:
    visit: Visit = request.state.visit
    if min_position:
        source, _, position = min_position.partition(":")
        await visit.service.wait(source, int(position))
    request.state.visit = read = Read(visit.caller, visit.service, visit.where, visit.now, visit.paths)
    return read


Reading = Annotated[Read, Depends(_reading)]


async def _asking(request: Request, read: Reading) -> Read:
    await checked_body(request)
    return read


Asking = Annotated[Read, Depends(_asking)]
"""A read whose question stands in the body, because it must not stand in a URL."""
