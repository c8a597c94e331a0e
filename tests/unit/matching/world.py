"""Three services without a machine: their pure hearts, a list for each log, and messages that come when they like."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from services.evaluation import decider as evaluation_decider
from services.evaluation import messages as evaluation_messages
from services.evaluation.projections import FACTS
from services.matching import decider as matching_decider
from services.matching import messages as matching_messages
from services.matching.projections import DUE, REQUESTS
from services.registry import decider as registry_decider
from services.registry import messages as registry_messages
from services.registry.projections.wish import WISHES
from shared.contracts.base import Contract
from shared.errors import DomainError
from shared.eventsourcing.decider import Commit, Deciders, Recorded, decider_of
from shared.eventsourcing.model import Actor, Command, Event
from shared.eventsourcing.projection import Document, Projection
from shared.messaging.translation import Arrival, Publish, Receive

from .examples import COMMUNITY

Documents = dict[tuple[str, str], Document]


class Site:
    """One service: what the handler, the inbox and the projector do with its pure parts, and nothing else."""

    def __init__(
        self, name: str, deciders: Deciders, publish: Publish, receive: Receive, projections: Sequence[Projection[Any]]
    ) -> None:
        self.name = name
        self.deciders = dict(deciders)
        self.publish = publish
        self.receive = receive
        self.projections = projections
        self.log: list[Commit] = []
        self.documents: Documents = {}
        self.taken: dict[str, int] = {}
        self.absorbs = True
        """Whether a command id that was had changes nothing."""
        self._states: dict[str, Any] = {}
        self._done: set[str] = set()

    def state(self, stream: str) -> Any:
        """What `stream` amounts to; None when it has not begun."""
        return self._states.get(stream)

    def events(self, stream: str) -> list[Event]:
        """All that happened to `stream`."""
        return [event for commit in self.log if commit.stream == stream for event in commit.events]

    def handle(self, stream: str, command: Command, command_id: str) -> None:
        """Carries `command` out, once. Raises the `DomainError` that refused it."""
        if self.absorbs and command_id in self._done:
            return
        decider, state = decider_of(self.deciders, stream), self.state(stream)
        events = tuple(decider.decide(state, command))
        if not events:
            return
        self._done.add(command_id)
        self._states[stream] = decider.fold(events, state)
        commit = Commit(
            position=len(self.log) + 1,
            stream=stream,
            version=1 + sum(earlier.stream == stream for earlier in self.log),
            command_id=command_id,
            body_mac="",
            community=COMMUNITY,
            actor=command.actor,
            correlation="",
            causation="",
            at=command.at,
            events=events,
        )
        self.log.append(commit)
        self._project(self.documents, commit)

    def take(self, source: "Site", count: int, now: datetime) -> None:
        """Takes the next `count` commits of `source` in. What it refuses would be parked, and none of it should be."""
        for commit in source.log[self.taken.get(source.name, 0) :][:count]:
            for recorded in commit:
                self._hear(source, recorded, now)
            self.taken[source.name] = commit.position

    def rebuilt(self) -> Documents:
        """The documents, folded anew from the log."""
        documents: Documents = {}
        for commit in self.log:
            self._project(documents, commit)
        return documents

    def _hear(self, source: "Site", recorded: Recorded, now: datetime) -> None:
        contract: Contract | None = source.publish(recorded)
        if contract is None:
            return
        told = type(contract).model_validate_json(contract.model_dump_json())  # as it would come
        name = f"{source.name}/{recorded.name}"
        for send in self.receive(told, Arrival(name, recorded.at, now, Actor(id=f"system:{source.name}"))):
            command_id = f"{name}/{type(send.command).__name__}/{send.target}"
            try:
                self.handle(send.stream, send.command, command_id)
            except DomainError as refusal:
                raise AssertionError(f"{self.name} would park {name}: {refusal.code}") from refusal

    def _project(self, documents: Documents, commit: Commit) -> None:
        for recorded in commit:
            for projection in self.projections:
                for key in projection.keys(recorded):
                    place = projection.name, key
                    document = projection.apply(documents.get(place), recorded)
                    documents[place] = document.model_copy(update={"position": commit.position})


class World:
    """Registry, matching and evaluation, and who hears whom."""

    def __init__(self) -> None:
        self.registry = Site(
            "registry", registry_decider.DECIDERS, registry_messages.publish, registry_messages.receive, (WISHES,)
        )
        self.matching = Site(
            "matching", matching_decider.DECIDERS, matching_messages.publish, matching_messages.receive, (REQUESTS, DUE)
        )
        self.evaluation = Site(
            "evaluation",
            evaluation_decider.DECIDERS,
            evaluation_messages.publish,
            evaluation_messages.receive,
            (FACTS,),
        )

    @property
    def sites(self) -> tuple[Site, ...]:
        """All of them."""
        return self.registry, self.matching, self.evaluation

    def lines(self) -> Iterator[tuple[Site, Site]]:
        """Each consumer with each of its sources."""
        yield self.matching, self.registry
        yield self.registry, self.matching
        yield self.evaluation, self.registry
        yield self.evaluation, self.matching

    def settle(self, now: datetime) -> None:
        """Delivers until nobody has anything to tell."""
        while any(hearer.taken.get(source.name, 0) < len(source.log) for hearer, source in self.lines()):
            for hearer, source in self.lines():
                hearer.take(source, len(source.log), now)
