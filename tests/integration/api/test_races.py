"""Exactly one winner: claims and bookings at the same moment, through three API processes over one log."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from services.embedded.mongod import any_free_port
from tests.support.bookable import AFTERNOON, in_days, list_room, organization
from tests.support.eventually import eventually
from tests.support.program import Program
from tests.support.system import System, Town, found_town, running_system

ROUNDS = 20
CLAIMANTS = 200
LIGHTS = 50
PARTED_ROUNDS = 4
BOOKED_ROUNDS = 5
"""A mistake that promises too much might hit fifty once by chance."""


@dataclass
class Arena:
    """Three processes that answer for matching, and those who want to be first."""

    system: System
    town: Town
    doors: list[httpx2.AsyncClient]
    claimants: list[str]

    async def rush(self, request: str, quantity: int | None = None) -> list[httpx2.Response]:
        """Everybody claims at once."""
        return await asyncio.gather(*(self._claim(n, request, quantity) for n in range(len(self.claimants))))

    async def _claim(self, number: int, request: str, quantity: int | None) -> httpx2.Response:
        name = self.claimants[number]
        body: dict[str, Any] = {"claimant": {"kind": "organization", "id": name}}
        if quantity:
            body["quantity"] = 1 + number % quantity
        door = self.doors[number % len(self.doors)]
        return await door.post(f"/api{request}/claims", json=body, headers=self.system.headers(name))

    async def rush_to_book(self, offer: str, day: str, quantity: int | None = None) -> list[httpx2.Response]:
        """Everybody books one slot at once."""
        return await asyncio.gather(*(self._book(n, offer, day, quantity) for n in range(len(self.claimants))))

    async def _book(self, number: int, offer: str, day: str, quantity: int | None) -> httpx2.Response:
        name = self.claimants[number]
        body: dict[str, Any] = {"booker": organization(name), "day": day, "start": AFTERNOON}
        if quantity:
            body["quantity"] = 1 + number % quantity
        door = self.doors[number % len(self.doors)]
        return await door.post(
            f"/api/matching/v1/offers/{offer}/bookings", json=body, headers=self.system.headers(name)
        )

    async def requests(self, how_many: int, **publication: Any) -> list[str]:
        """Public wishes, open in matching."""
        made = await asyncio.gather(*(self._wish(**publication) for _ in range(how_many)))
        await asyncio.gather(*(self._opened(path) for path in made))
        return made

    async def _wish(self, **publication: Any) -> str:
        said = {"community": self.town.home, "text": "胡同口缺一盏灯"}
        wish = (await self.system.post("staff", "/registry/v1/wishes", **said))["id"]
        judged = {"decision": "publish", "text": "胡同口装灯", "kind": "public", "category": "safety", **publication}
        first = {"If-Match": '"1"'}
        await self.system.post("staff", f"/registry/v1/wishes/{wish}/review", headers=first, **judged)
        return f"/matching/v1/requests/{wish.replace('wish_', 'req_')}"

    async def _opened(self, request: str) -> None:
        async def seen() -> bool:
            return (await self.system.send("staff", "GET", request)).is_success

        await eventually(seen, f"{request} is open")


@pytest.fixture(scope="module")
async def arena(mongo_url: str, amqp_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Arena]:
    directory = tmp_path_factory.mktemp("arena")
    async with running_system(mongo_url, directory, amqp_url) as system, AsyncExitStack() as stack:
        town = await found_town(system, system.installation)
        claimants = await asyncio.gather(*(_organization(system, town, n) for n in range(CLAIMANTS)))
        doors = await asyncio.gather(*(_served(stack, system, directory / f"serve{n}.log") for n in range(3)))
        yield Arena(system, town, list(doors), list(claimants))


async def _organization(system: System, town: Town, number: int) -> str:
    body = {"community": town.home, "name": f"单位{number}", "kind": "shop", "peer_class": "shop"}
    made = await system.post("staff", "/registry/v1/organizations", **body)
    return system.sign_in(made["id"], "contact", node=town.home, organization=made["id"])


async def _served(stack: AsyncExitStack, system: System, log: Path) -> httpx2.AsyncClient:
    """A client of a process of its own."""
    port = any_free_port()
    program = Program(log, "serve", "matching", PORT=str(port), **system.environment)
    await program.start()
    stack.push_async_callback(program.stop)
    limits = httpx2.Limits(max_connections=None)
    client = httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60, limits=limits)
    await stack.enter_async_context(client)

    async def ready() -> bool:
        assert program.pid, program.said()
        try:
            return (await client.get("/readyz")).is_success
        except httpx2.TransportError:
            return False

    await eventually(ready, "the API answers", 60)
    return client


async def test_of_200_claims_at_once_one_wins_in_each_of_20_rounds(arena: Arena) -> None:
    for request in await arena.requests(ROUNDS):
        answers = await arena.rush(request)
        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: CLAIMANTS - 1}
        assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"already_claimed"}
        (winner,) = (number for number, answer in enumerate(answers) if answer.status_code == 201)
        state = await arena.system.services["matching"].handler.state(request.rpartition("/")[2])
        assert [claim.claimant.id for claim in state.claims] == [arena.claimants[winner]]


async def test_parts_claimed_at_once_never_exceed_what_is_wanted(arena: Arena) -> None:
    for request in await arena.requests(PARTED_ROUNDS, quantity=LIGHTS, unit="盏"):
        answers = await arena.rush(request, quantity=7)
        assert set(Counter(answer.status_code for answer in answers)) <= {201, 409}
        refused = {answer.json()["code"] for answer in answers if answer.status_code == 409}
        assert refused <= {"already_claimed", "too_much"}
        state = await arena.system.services["matching"].handler.state(request.rpartition("/")[2])
        won = [1 + number % 7 for number, answer in enumerate(answers) if answer.status_code == 201]
        assert sum(claim.promised for claim in state.claims) == sum(won) == LIGHTS, "so many want one that all go"


async def test_of_200_bookings_of_one_slot_at_once_one_wins_in_each_round(arena: Arena) -> None:
    offer = await list_room(arena.system, arena.town.school)
    for number in range(BOOKED_ROUNDS):
        answers = await arena.rush_to_book(offer, in_days(2 + number))
        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: CLAIMANTS - 1}
        assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"slot_taken"}
        (winner,) = (n for n, answer in enumerate(answers) if answer.status_code == 201)
        state = await arena.system.services["matching"].handler.state(offer.replace("offer_", "calendar_"))
        assert len(state.bookings) == number + 1
        assert state.bookings[-1].reserved.booker.id == arena.claimants[winner]


async def test_several_booked_at_once_never_exceed_what_there_is(arena: Arena) -> None:
    spaces = {"category": "parking", "seats": None, "parallel": LIGHTS}
    offer = await list_room(arena.system, arena.town.school, **spaces)
    answers = await arena.rush_to_book(offer, in_days(2), quantity=7)
    assert set(Counter(answer.status_code for answer in answers)) == {201, 409}
    state = await arena.system.services["matching"].handler.state(offer.replace("offer_", "calendar_"))
    won = [1 + number % 7 for number, answer in enumerate(answers) if answer.status_code == 201]
    assert sum(booking.quantity for booking in state.bookings) == sum(won) == LIGHTS
