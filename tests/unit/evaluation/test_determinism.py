"""A scorecard is the same whoever computes it, wherever, and however the messages came (T24).

As a program, `python -m tests.unit.evaluation.test_determinism <seed>` prints a hash of the scorecards of messages
shuffled so, for each time zone and locale.
"""

import hashlib
import locale
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import product

import orjson
import pytest

from services.evaluation.projections import FACTS, AdoptedScheme, RecordedFact
from services.evaluation.scorecard import Scorecard, scorecard
from shared.contracts.base import Contract
from shared.contracts.matching import ReopenedClaim, RequestReopened
from shared.directory.projections import Membership, Organization
from shared.eventsourcing.projection import D
from tests.unit.evaluation.examples import (
    COMMUNITY,
    PATHS,
    SCHOOL,
    SHOP,
    Log,
    about,
    adopted,
    confirmed,
    fold,
    party,
    rule,
)

ZONES = ("Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati", "UTC")
LOCALES = ("C", "C.UTF-8", "zh_CN.UTF-8")
HASH_SEEDS = (1, 77, 4_294_967_295)
QUARTER = "2024Q4"

SCHEMES: list[AdoptedScheme] = [
    adopted(rule(per="share", max_per_quarter=1300), rule(id="unit", per="unit", points=7, indicator="co_building")),
    adopted(rule(points=333, where={"mark": {"min": 4}}), valid_from="2024-11-15", n=2),
]


def _messages() -> list[list[Contract]]:
    """What matching told, one list for each claim: in it the order is kept, between them there is none."""
    told: list[list[Contract]] = []
    for n in range(30):
        claim, who = f"req_{n}.1", party((SCHOOL, SHOP)[n % 2])
        day = f"2024-1{n % 3}-{n % 28 + 1:02}"
        delivery = confirmed(
            claim, who, about=about(request=f"req_{n}"), quantity=n % 4 + 1, of_quantity=9, occurred_on=day
        )
        again = RequestReopened(
            community=COMMUNITY,
            about=about(request=f"req_{n}"),
            claims=(ReopenedClaim(claim=claim, claimant=who),),
            reason="not_done",
        )
        told.append([delivery, again, delivery.model_copy(update={"mark": 3})] if n % 5 == 0 else [delivery])
    return told


def _delivered(seed: int) -> Log:
    """The log of evaluation after these messages, in an order of their own, some of them twice."""
    chance, told, log = random.Random(seed), _messages(), Log()
    turns = [n for n, stream in enumerate(told) for _ in stream]
    chance.shuffle(turns)
    taken = [0] * len(told)
    for n in turns:
        taken[n] += 1
        for version in range(chance.randrange(taken[n]), taken[n]):
            log.take(f"matching/{n}/{version}/0", told[n][version])
    return log


def _cards(facts: list[RecordedFact]) -> list[Scorecard]:
    made = []
    for id_ in (SCHOOL, SHOP):
        since = Membership.model_validate({"since": "2017-01-01", "until": None})
        organization = Organization(id=id_, community=COMMUNITY, name=id_, peer_class="school", memberships=(since,))
        theirs = [fact for fact in facts if fact.organization == id_]
        made.append(scorecard(organization, QUARTER, theirs, SCHEMES, PATHS))
    return made


def _bytes(facts: list[RecordedFact]) -> bytes:
    return orjson.dumps([card.model_dump(mode="json") for card in _cards(facts)])


def _shuffled(documents: list[D], seed: int) -> list[D]:
    return random.Random(seed).sample(documents, len(documents))


def _elsewhere(seed: int) -> list[str]:
    """What a process with other hashes computes in each time zone and locale."""
    command = [sys.executable, "-m", "tests.unit.evaluation.test_determinism", str(seed)]
    environment = os.environ | {"PYTHONHASHSEED": str(seed)}
    return subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout.split()


def _everywhere(seed: int) -> Iterator[str]:
    for number, (zone, name) in enumerate(product(ZONES, LOCALES)):
        os.environ["TZ"] = zone
        time.tzset()
        with suppress(locale.Error):  # not every machine has it
            locale.setlocale(locale.LC_ALL, name)
        documents = _delivered(seed + number).documents(FACTS)
        yield hashlib.sha256(_bytes(_shuffled(documents, seed))).hexdigest()


@pytest.fixture(scope="module")
def here() -> bytes:
    """The scorecards as they are computed here, of messages in order."""
    return _bytes(_delivered(0).documents(FACTS))


def test_the_same_bytes_in_any_zone_and_locale_with_any_hashes(here: bytes) -> None:
    wanted = hashlib.sha256(here).hexdigest()
    places = len(ZONES) * len(LOCALES)
    assert [_elsewhere(seed) for seed in HASH_SEEDS] == [[wanted] * places] * len(HASH_SEEDS)


@pytest.mark.parametrize("seed", range(1, 11))
def test_the_same_bytes_whatever_order_messages_came_in(here: bytes, seed: int) -> None:
    log = _delivered(seed)
    assert [commit.stream for commit in log.commits] != [commit.stream for commit in _delivered(0).commits]
    assert _bytes(log.documents(FACTS)) == here
    assert _bytes(_shuffled(fold(FACTS, log.commits) * 2, seed)) == here  # rebuilt, and read in another order


def test_each_point_names_its_scheme_and_its_fact(here: bytes) -> None:
    facts = {fact.id: fact for fact in _delivered(0).documents(FACTS)}
    points = list(_points(_cards(list(facts.values()))))
    assert len(points) > 20
    assert {scheme for _, scheme, _ in points} == {scheme.id for scheme in SCHEMES}
    assert all(facts[fact].counts and facts[fact].claim == claim for fact, _, claim in points)


def _points(cards: list[Scorecard]) -> Iterator[tuple[str, str, str | None]]:
    return ((point.fact, point.scheme, point.claim) for card in cards for point in card.points)


if __name__ == "__main__":
    print("\n".join(_everywhere(int(sys.argv[1]))))
