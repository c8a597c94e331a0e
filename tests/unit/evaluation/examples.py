"""Facts, schemes and a tiny log to try them in."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from services.evaluation.decider import DECIDERS
from services.evaluation.events import Fact, Indicator, Rule, Scheme, Tier
from services.evaluation.messages import receive
from services.evaluation.projections import AdoptedScheme
from shared.contracts import matching
from shared.contracts.base import Contract, Party
from shared.eventsourcing.decider import Commit, decider_of
from shared.eventsourcing.model import Actor
from shared.eventsourcing.projection import D, Projection
from shared.messaging.translation import Arrival

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
CLERK = Actor(id="person_" + "c" * 26)
SYSTEM = Actor(id="system:inbox")
DISTRICT, STREET, COMMUNITY = (f"community_{letter * 26}" for letter in "dsc")
SCHOOL, SHOP = (f"org_{letter * 26}" for letter in "ab")
WISH, NEED = "req_" + "w" * 26, "req_" + "n" * 26
PATHS = {COMMUNITY: (DISTRICT, STREET, COMMUNITY)}

INDICATORS = tuple(
    Indicator(code=code, zh=zh, en=en)
    for code, zh, en in (
        ("party_building", "党的建设", "Party building"),
        ("safety_stability", "安全稳定", "Safety and stability"),
        ("environment", "环境环保", "Environment"),
        ("co_building", "共建共享", "Co-building and sharing"),
        ("public_welfare", "公益服务", "Public welfare"),
    )
)


def rule(**changes: Any) -> Rule:
    """A rule that gives ten points for each confirmed delivery."""
    usual = {
        "id": "delivered",
        "words_zh": "完成一次认领",
        "words_en": "A promise kept",
        "fact": "delivery_confirmed",
        "indicator": "public_welfare",
        "points": 1000,
    }
    return Rule(**{**usual, **changes})


def scheme(*rules: Rule, **changes: Any) -> Scheme:
    """A sound scheme with `rules`."""
    tiers = (Tier(id="good", zh="良好", en="Good", from_points=1000),)
    usual = {"title": "评价细则", "indicators": INDICATORS, "rules": rules or (rule(),), "tiers": tiers}
    return Scheme(**{**usual, **changes})


def adopted(
    *rules: Rule, node: str = DISTRICT, valid_from: str = "2024-01-01", n: int = 1, **changes: Any
) -> AdoptedScheme:
    """The `n`th adoption, by `node`."""
    return AdoptedScheme(
        id=f"scheme_{n}",
        position=n,
        community=node,
        scheme=scheme(*rules),
        valid_from=date.fromisoformat(valid_from),
        adopted_at=AT,
        adopted_by=CLERK.id,
        **changes,
    )


def fact(**changes: Any) -> Fact:
    """A school fulfilled a wish on 1 November 2024."""
    usual = {
        "kind": "delivery_confirmed",
        "organization": SCHOOL,
        "community": COMMUNITY,
        "occurred_on": "2024-11-01",
        "category": "care",
        "request_kind": "wish",
        "wish_kind": "person",
        "quantity": 1,
        "of_quantity": 1,
        "mark": 5,
        "request": WISH,
        "claim": f"{WISH}.1",
        "origin": "wish_" + "w" * 26,
    }
    return Fact(**{**usual, **changes})


def about(**changes: Any) -> matching.About:
    """A person's wish."""
    usual = {"request": WISH, "kind": "wish", "origin": "wish_" + "w" * 26, "wish_kind": "person"}
    return matching.About(**{**usual, "category": "care", "unit": "次", **changes})


def party(organization: str = SCHOOL) -> Party:
    return Party(kind="organization", id=organization)


def confirmed(claim: str = f"{WISH}.1", claimant: Party | None = None, **changes: Any) -> matching.DeliveryConfirmed:
    """Matching says that a delivery was confirmed."""
    usual = {"community": COMMUNITY, "about": about(), "quantity": 1, "of_quantity": 1, "mark": 5}
    given = {**usual, "occurred_on": "2024-11-01", **changes}
    return matching.DeliveryConfirmed(claim=claim, claimant=claimant or party(), **given)


def arrival(name: str = "matching/req_x/3/0") -> Arrival:
    return Arrival(name=name, at=AT, now=AT, actor=SYSTEM)


class Log:
    """Takes messages in as an inbox does, each command once, and folds projections."""

    def __init__(self) -> None:
        self.commits: list[Commit] = []
        self._states: dict[str, Any] = {}
        self._done: set[str] = set()

    def take(self, name: str, contract: Contract) -> None:
        """One message; a repetition changes nothing."""
        for send in receive(contract, arrival(name)):
            command_id = f"{name}/{type(send.command).__name__}/{send.target}"
            if command_id not in self._done:
                self._done.add(command_id)
                self._append(send.stream, send.command, command_id)

    def _append(self, stream: str, command: Any, command_id: str) -> None:
        decider = decider_of(DECIDERS, stream)
        events = tuple(decider.decide(self._states.get(stream), command))
        self._states[stream] = decider.fold(events, self._states.get(stream))
        if events:
            self.commits.append(commit(stream, events, len(self.commits) + 1, command_id=command_id))

    def documents(self, projection: Projection[D]) -> list[D]:
        """All documents of `projection`."""
        return fold(projection, self.commits)


def commit(stream: str, events: Sequence[Any], position: int = 1, command_id: str = "c") -> Commit:
    """A commit as the log would have it."""
    return Commit(
        position=position,
        stream=stream,
        version=1,
        command_id=command_id,
        body_mac="",
        community=events[0].community,
        actor=CLERK,
        correlation="",
        causation="",
        at=AT,
        events=tuple(events),
    )


def fold(projection: Projection[D], commits: Iterable[Commit]) -> list[D]:
    """What `projection` makes of `commits`."""
    documents: dict[str, D] = {}
    for each in commits:
        for recorded in each:
            for key in projection.keys(recorded):
                document = projection.apply(documents.get(key), recorded)
                documents[key] = document.model_copy(update={"position": each.position})
    return list(documents.values())
