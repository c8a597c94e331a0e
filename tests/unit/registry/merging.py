"""Registry in memory, with three organizations that are merged and parted: what happened, and the effects of it, which
lag behind as far as a test wants."""

from collections import Counter
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any, cast

from services.registry.commands.agreement import UntickObligation
from services.registry.decider.agreement import DECIDER
from services.registry.decider.agreement_state import Agreements, Tick, stream_of
from services.registry.decider.obligation import left_of, obligations
from services.registry.effects.sharing import Shared, share
from services.registry.events import OrganizationMerged, OrganizationUnmerged
from shared.errors import PreconditionFailed
from shared.eventsourcing.decider import Commit, Envelope
from shared.eventsourcing.ids import derived_id
from shared.eventsourcing.model import Actor, Command, Event
from tests.unit.registry.examples import COMMUNITY, ORG, STAFF
from tests.unit.registry.test_agreement import drafted, know, signed

OTHER = derived_id("org", "entered twice")
THIRD = derived_id("org", "entered thrice")
ALL = (ORG, OTHER, THIRD)
BOUND = 100
"""More steps than anything here can need."""
SYSTEM = Actor(id="system:registry")


class CutOff(Exception):
    """The worker stops here; what it was about is begun again."""


class Offices:
    """The agreements of three organizations; the first two have one each, with 60 lights in two clauses."""

    def __init__(self) -> None:
        self.log: list[Commit] = []
        self.acted = 0
        self.steps_left = 0
        self.merged: dict[str, str] = {}
        self.taken_back: set[tuple[tuple[str, int], str]] = set()
        self.meanwhile: list[Callable[[], object]] = []
        self.handler = self
        for each in (ORG, OTHER):
            named = {"organization": each, "agreement": f"{stream_of(each)}.1"}
            self._record(stream_of(each), [drafted.model_copy(update=named), signed.model_copy(update=named)])

    def state(self, organization: str) -> Agreements | None:
        return DECIDER.fold(self.events(organization))

    def events(self, organization: str) -> list[Event]:
        """Those of its agreements."""
        stream = stream_of(organization)
        return [event for commit in self.log if commit.stream == stream for event in commit.events]

    def ask(self, organization: str, command: Command) -> Sequence[Event]:
        decided = DECIDER.decide(self.state(organization), command)
        if decided:
            self._record(stream_of(organization), decided)
        return decided

    def deliver(self, organization: str, quantity: int, claim: str) -> Sequence[Event]:
        return self.ask(organization, know(quantity, claim, organization=organization))

    def take_back(self, organization: str, tick: Tick) -> None:
        """By hand."""
        state = self.state(organization)
        assert state
        if tick.delivery:
            self.taken_back.add((self.sources(organization, state)[tick.delivery], tick.place))
        by_hand = {"agreement": tick.agreement, "tick": tick.number, "note": "不是他们装的"}
        self.ask(organization, UntickObligation(**STAFF, **by_hand))

    def merge(self, organization: str, into: str) -> None:
        if organization not in self.merged and into not in self.one(organization):
            self.merged[organization] = into
            self._record(organization, [OrganizationMerged(organization=organization, into=into)])

    def part(self, organization: str) -> None:
        if self.merged.pop(organization, None):
            self._record(organization, [OrganizationUnmerged(organization=organization)])

    def one(self, organization: str) -> set[str]:
        """All that are merged with it."""

        def last(each: str) -> str:
            return last(self.merged[each]) if each in self.merged else each

        return {each for each in ALL if last(each) == last(organization)}

    def act(self, steps: int = BOUND) -> bool:
        """The effects of what happened, in order, until so many steps are taken; whether they are through by then."""
        self.steps_left = steps
        try:
            self._act().send(None)  # nothing here waits, so it needs no loop
        except CutOff:
            return False
        except StopIteration:
            self.at_rest()
            return True
        raise AssertionError("it waits for something")

    def done(self, organization: str) -> int:
        state = self.state(organization)
        return sum(tick.quantity for tick in state.ticks) if state else 0

    def sources(self, organization: str, state: Agreements) -> dict[int, tuple[str, int]]:
        """Of whom each delivery is, and its number there."""
        return {each.number: (each.lender or organization, each.original or each.number) for each in state.deliveries}

    def nothing_counts_twice(self) -> None:
        counted, delivered = Counter[tuple[str, int]](), dict[tuple[str, int], int]()
        for each, state in self.states().items():
            delivered |= {(each, own.number): own.quantity for own in state.deliveries if own.lender is None}
            sources = self.sources(each, state)
            for tick in state.ticks:
                if tick.delivery:
                    counted[sources[tick.delivery]] += tick.quantity
        assert all(count <= delivered[by] for by, count in counted.items() if by in delivered)

    def states(self) -> dict[str, Agreements]:
        return {each: state for each in ALL if (state := self.state(each))}

    def at_rest(self) -> None:
        """When all effects are through, what counts was delivered by one that is merged, nothing that staff took back
        has come back, and nothing lies idle that would count."""
        states = self.states()
        own = {(each, one.number): one for each, state in states.items() for one in state.deliveries if not one.lender}
        used, there = Counter[tuple[str, int]](), Counter[tuple[str, int, str]]()
        for each, state in states.items():
            sources = self.sources(each, state)
            assert {source for source, _ in sources.values()} <= self.one(each), "who parted has taken it home"
            assert set(sources.values()) <= own.keys(), "what was reopened counts nowhere"
            for tick in state.ticks:
                if tick.delivery:
                    used[sources[tick.delivery]] += tick.quantity
                    assert (sources[tick.delivery], tick.place) not in self.taken_back
            for one in state.deliveries:
                if one.lender:
                    there[(*sources[one.number], each)] += one.quantity
        lent = Counter({(*source, to): number for source, one in own.items() for to, number in one.lent.items()})
        assert lent == there, "all that was lent has arrived"
        for source, delivery in own.items():
            at_all = delivery.model_copy(update={"barred": frozenset()})
            idle = delivery.quantity - used[source]
            for to in self.one(source[0]) & states.keys() if idle else ():
                for place, obligation in obligations(states[to]).items():
                    fits = obligation.fits(at_all) and (source, place) not in self.taken_back
                    assert not (fits and left_of(states[to], obligation)), "it would count here"

    def now(self) -> Any:
        return STAFF["at"]

    async def history(self, stream: str) -> list[Commit]:
        return [commit for commit in self.log if commit.stream == stream]

    async def handle(self, envelope: Envelope) -> None:
        """As the handler does, after whatever somebody else does meanwhile."""
        if self.steps_left == 0:
            raise CutOff
        self.steps_left -= 1
        while self.meanwhile:
            self.meanwhile.pop()()
        version = len(await self.history(envelope.stream))
        if envelope.if_match not in (None, version):
            raise PreconditionFailed(version=version)
        organization = f"org_{envelope.stream.partition('_')[2]}"
        assert self.ask(organization, envelope.command), "a step that changes nothing would be asked for for ever"

    def reads(self, _projection: object) -> "Offices":
        return self

    async def find(self, query: dict[str, dict[str, list[str]]], limit: int) -> list[Any]:
        """Organizations by who they are, or what they were merged into."""
        assert limit == 0
        found = [{"_id": each, "merged_into": self.merged.get(each)} for each in ALL]
        fit = {"$in": lambda value, these: value in these, "$nin": lambda value, these: value not in these}
        return [
            SimpleNamespace(id=each["_id"], merged_into=each["merged_into"])
            for each in found
            if all(fit[how](each[name], these) for name, test in query.items() for how, these in test.items())
        ]

    async def _act(self) -> None:
        while self.acted < len(self.log):
            for recorded in self.log[self.acted]:
                if isinstance(recorded.event, Shared):
                    await share(recorded, cast(Any, self), SYSTEM)
            self.acted += 1

    def _record(self, stream: str, events: Sequence[Event]) -> None:
        version = sum(commit.stream == stream for commit in self.log) + 1
        self.log.append(
            Commit(
                position=len(self.log) + 1,
                stream=stream,
                version=version,
                command_id=f"{stream}/{version}",
                body_mac="",
                community=COMMUNITY,
                actor=SYSTEM,
                correlation="",
                causation="",
                at=self.now(),
                events=tuple(events),
            )
        )
        self.nothing_counts_twice()
