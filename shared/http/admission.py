"""What every request passes first: who calls, how often, by which line of the policy, with known parameters."""

import math
import time
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi.routing import APIRoute, RouteContext
from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from shared.directory.mergers import all_of
from shared.errors import BadRequest, NotFound, TooManyRequests, Unauthenticated
from shared.eventsourcing.model import to_milliseconds
from shared.http import passes
from shared.http.policy import Caller, Policy, Subject, Where, where_for
from shared.http.texts import field_name

if TYPE_CHECKING:
    from shared.runtime.service import Service

NOWHERE = ""
"""Stands for the community where only the owner counts."""

Paths = dict[str, tuple[str, ...]]


class PathUnknown(Exception):
    """Nobody has asked yet where `community` stands in the tree."""

    def __init__(self, community: str) -> None:
        super().__init__(community)
        self.community = community


@dataclass
class Visit:
    """A request that was let in; what it may see or do is still to be judged.

    `paths` holds what was learnt of the tree: where a community stands never changes, so it is asked once.
    """

    caller: Caller
    service: "Service"
    where: Where
    now: datetime
    paths: Paths
    judged: bool = False

    def judge(
        self,
        community: str,
        owners: frozenset[str] = frozenset(),
        acting: str | None = None,
        thing: str | None = None,
    ) -> None:
        """Raises NotFound for what lies outside of the caller's reach, PathUnknown before `learn(community)`."""
        if community not in self.paths:
            raise PathUnknown(community)
        self.judged = True
        if not self.where(self.caller, Subject(community, self.paths[community], owners, acting, thing)):
            raise NotFound

    async def learn(self, community: str) -> None:
        """Finds out where `community` stands. Raises NotFound."""
        if community not in self.paths:
            self.paths[community] = await self.service.tree.path(community)


class Admission:
    """The door of one service."""

    def __init__(self, service: "Service", policy: Policy) -> None:
        self._service = service
        self._policy = policy
        self._rate = parse(service.rate)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._paths: Paths = {NOWHERE: ()}
        self._queries: dict[str, frozenset[str]] = {}
        named = {projection.name: projection for projection in service.definition.projections}
        self._organizations = named.get("organizations")

    async def admit(self, request: Request) -> Visit:
        """Raises Unauthenticated, TooManyRequests, Forbidden or BadRequest."""
        address = request.client.host if request.client else "-"
        try:
            caller = await self._identify(request.headers.getlist("authorization"))
        except Unauthenticated:
            await self._count(address)
            raise
        await self._count(address if caller.role == "nobody" else caller.actor)
        operation = request.scope["route"].operation_id
        where = where_for(self._policy, operation, caller)
        if operation not in self._queries:  # for all of them at once it would take a second
            self._queries[operation] = query_names(request.scope["route"])
        for name in request.query_params.keys() - self._queries[operation]:
            raise BadRequest(field=field_name(("query", name)))
        caller = await self._with_absorbed(caller)
        return Visit(caller, self._service, where, to_milliseconds(self._service.now()), self._paths)

    async def _identify(self, authorizations: list[str]) -> Caller:
        if not authorizations:
            return Caller(role="nobody", actor="nobody")
        scheme, _, token = authorizations[0].partition(" ")
        if len(authorizations) > 1 or scheme.lower() != "bearer":
            raise Unauthenticated
        if token.startswith(passes.PREFIX):
            return passes.holder_of(self._service.secret, token, self._service.now())
        return await self._service.verifier.verify(token.strip())

    async def _with_absorbed(self, caller: Caller) -> Caller:
        """A contact speaks also for what was merged into the organization."""
        if caller.role != "contact" or caller.organization is None or self._organizations is None:
            return caller
        merged = await all_of(self._service.reads, caller.organization, self._organizations)
        return replace(caller, absorbed=frozenset(merged) - {caller.organization})

    async def _count(self, who: str) -> None:
        if not await self._limiter.hit(self._rate, who):
            window = await self._limiter.get_window_stats(self._rate, who)
            raise TooManyRequests(retry_after=max(1, math.ceil(window.reset_time - time.time())))


def query_names(route: APIRoute | RouteContext) -> frozenset[str]:
    """The query parameters of a route, with those of what it depends on."""
    fields = get_flat_params(route.dependant)
    return frozenset(field.alias for field in fields if isinstance(field.field_info, Query))


async def admitted(request: Request) -> None:
    """What comes before every route: its visit is in the request's state, where the guard sees how it was judged."""
    admission: Admission = request.app.state.admission
    request.state.visit = await admission.admit(request)
