"""Every published fact once in each consumer's log, in the order of its stream, and made into what it should be."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shared.contracts import BY_TYPE
from shared.contracts.base import Contract
from shared.errors import DomainError
from shared.eventsourcing.decider import Commit, decider_of
from shared.eventsourcing.model import Actor, Event
from shared.messaging.envelope import CloudEvent, cloud_event, time_of
from shared.messaging.translation import Arrival, Send
from tests.chaos.oracle.books import Book, Books
from tests.chaos.oracle.commands import where
from tests.chaos.oracle.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Fact:
    """One event of `commit` as the others are told of it."""

    commit: Commit
    event: CloudEvent
    contract: Contract


@dataclass(frozen=True, slots=True)
class Expected:
    """A command that a consumer has to have carried out because of `fact`."""

    id: str
    fact: Fact
    index: int
    send: Send


def facts_of(book: Book) -> list[Fact]:
    """All that a service tells."""
    publish = book.definition.publish
    if publish is None:
        return []
    facts = []
    for commit in book.commits:
        for recorded in commit:
            if contract := publish(recorded):
                event = cloud_event(book.name, recorded, contract)
                facts.append(Fact(commit, event, BY_TYPE[event["type"]].model_validate(event["data"])))
    return facts


def check_facts(books: Books, verdict: Verdict, complete: bool) -> None:
    """Every source against every consumer; `complete`: nothing was under way when the books were read."""
    for source in books.values():
        facts = facts_of(source)
        verdict.count("facts", len(facts))
        for consumer in books.values():
            if source.name in consumer.definition.sources:
                _Comparison(source, consumer, verdict).run(facts, complete)


class _Comparison:
    """What one source told against one consumer's log."""

    def __init__(self, source: Book, consumer: Book, verdict: Verdict) -> None:
        self._source = source
        self._consumer = consumer
        self._verdict = verdict
        self._parked = {(p["stream"], p["version"]) for p in consumer.parked if p["source"] == source.name}

    def run(self, facts: Sequence[Fact], complete: bool) -> None:
        """Compares; only what the consumer says to have taken in has to be there."""
        reached = self._consumer.positions.get(f"inbox.{self._source.name}", 0)
        expected = [one for fact in facts for one in self._expected(fact)]
        due = [e for e in expected if e.fact.commit.position <= reached and not self._is_parked(e)]
        streams: defaultdict[str, list[Expected]] = defaultdict(list)
        targets: defaultdict[str, list[Expected]] = defaultdict(list)
        for one in due:
            streams[one.fact.commit.stream].append(one)
            targets[one.send.stream].append(one)
        for stream, commands in streams.items():
            self._check_order(stream, commands)
        for stream, commands in targets.items():
            try:
                self._check_target(stream, commands)
            except Exception as error:  # what was lost may be what an event rests on
                self._verdict.lost.append(f"{self._consumer.name}: {stream} can't be folded: {type(error).__name__}")
        if complete:
            self._check_invented({one.id for one in expected})

    def _expected(self, fact: Fact, now: Any = None) -> Iterator[Expected]:
        recorded = time_of(fact.event)
        arrival = Arrival(fact.event["id"], recorded, now or recorded, Actor(id=f"system:{self._source.name}"))
        for index, send in enumerate(self._consumer.definition.receive(fact.contract, arrival)):
            target = f"/{send.target}" if send.target else ""
            yield Expected(f"{arrival.name}/{type(send.command).__name__}{target}", fact, index, send)

    def _is_parked(self, one: Expected) -> bool:
        return (one.fact.commit.stream, one.fact.commit.version) in self._parked

    def _check_order(self, stream: str, commands: Sequence[Expected]) -> None:
        """Of two commits of one stream, nothing of the later one may stand before anything of the earlier one."""
        earlier, latest = (0, ""), (0, "")
        version = 0
        for one in commands:
            commits = self._consumer.by_command.get(one.id)
            if not commits:
                continue
            if one.fact.commit.version > version:
                version, earlier = one.fact.commit.version, latest
            place = (commits[0].position, one.id)
            if place < earlier:
                self._verdict.out_of_order.append(
                    f"{self._consumer.name}: of {self._source.name}'s {stream}, {one.id} "
                    f"stands at {place[0]}, before {earlier[1]} at {earlier[0]}"
                )
            latest = max(latest, place)

    def _check_target(self, stream: str, commands: Sequence[Expected]) -> None:
        """One stream of the consumer: what is there is what the decider makes of it, what is not is nothing."""
        decider = decider_of(self._consumer.definition.deciders, stream)
        wanted = {one.id: one for one in commands}
        states: list[Any] = [None]
        for commit in self._consumer.streams.get(stream, []):
            if one := wanted.get(commit.command_id):
                self._check_content(one, commit, states[-1])
            states.append(decider.fold(commit.events, states[-1]))
        for number, one in enumerate(commands):
            if one.id not in self._consumer.by_command:
                self._check_absent(one, self._window(commands, number, states))

    def _window(self, commands: Sequence[Expected], number: int, states: Sequence[Any]) -> Sequence[Any]:
        """The states that the command may have met: after what came before it from the same stream of the source,
        and before what came after."""
        first, last = 0, len(states) - 1
        for at, other in enumerate(commands):
            commits = self._consumer.by_command.get(other.id)
            if not commits or other.fact.commit.stream != commands[number].fact.commit.stream:
                continue
            if at < number:
                first = max(first, commits[0].version)
            else:
                last = min(last, commits[0].version - 1)
        return states[first : max(first, last) + 1]

    def _check_content(self, one: Expected, commit: Commit, state: Any) -> None:
        again = next(e for e in self._expected(one.fact, commit.at) if e.index == one.index)
        events = self._decided(replace(one, send=again.send), state)
        if commit.stream != one.send.stream or events != commit.events:
            there = [event.type for event in commit.events]
            right = f"{_said(events)} of {one.send.stream}"
            self._verdict.lost.append(f"{where(self._consumer, commit)} has {there} for {one.id}, expected {right}")

    def _check_absent(self, one: Expected, window: Sequence[Any]) -> None:
        outcomes = [self._decided(one, state) for state in window]
        if () in outcomes:
            return
        fact = f"{self._source.name}:{one.fact.commit.position} {one.fact.event['id']} ({one.fact.event['type']})"
        self._verdict.lost.append(
            f"{self._consumer.name} has nothing of {fact}: command {one.id} on {one.send.stream} is not in its log, "
            f"and it should have made {_said(outcomes[0])}"
        )

    def _decided(self, one: Expected, state: Any) -> tuple[Event, ...] | str:
        decider = decider_of(self._consumer.definition.deciders, one.send.stream)
        try:
            return tuple(decider.decide(state, one.send.command))
        except DomainError as error:
            return f"a refusal, {error.code}"

    def _check_invented(self, expected: set[str]) -> None:
        for command_id, commits in self._consumer.by_command.items():
            if command_id.startswith(f"{self._source.name}/") and command_id not in expected:
                self._verdict.doubled.append(
                    f"{where(self._consumer, commits[0])} says it comes from {command_id}, which nothing in "
                    f"the log of {self._source.name} calls for"
                )


def _said(outcome: tuple[Event, ...] | str) -> str:
    return outcome if isinstance(outcome, str) else str([event.type for event in outcome])
