"""What befalls the world from outside, at seeded moments."""

import asyncio
from collections.abc import Callable, Sequence

from tests.simulation.broker import Broker
from tests.simulation.chance import Chance
from tests.simulation.service import Service
from tests.simulation.toys import LISTENER, TELLER, Poisonous
from tests.support.toy import Put

OUTAGE = (0.5, 8.0)
CUT_OFF_FOR = (0.01, 2.0)
HEARD_AGAIN = 0.3
QUEUE = f"{TELLER}.to.{LISTENER}"


class Calamities:
    """Freezes, kills, failovers, a broker that goes down or loses queues, poison."""

    def __init__(self, chance: Chance, services: Sequence[Service], broker: Broker, poison: Poisonous) -> None:
        self._chance = chance
        self._services = services
        self._broker = broker
        self._poison = poison

    async def run(self) -> None:
        """One after the other, until cancelled."""
        kinds: list[Callable[[Service], None]] = [
            *(lambda service: service.freeze(), lambda service: service.freeze()),
            *(self._cut_off, self._cut_off),
            *(lambda service: service.kill(), self._cut, self._delete, self._unbind, self._outage, self._spoil),
        ]
        while True:
            await asyncio.sleep(self._chance.dice.expovariate(1 / self._chance.odds.calamity))
            self._chance.dice.choice(kinds)(self._chance.dice.choice(self._services))

    def _cut_off(self, service: Service) -> None:
        same = self._chance.dice.random() < HEARD_AGAIN
        service.server.cut_off()
        asyncio.get_running_loop().call_later(self._chance.pause(*CUT_OFF_FOR), service.server.elect, same)

    def _cut(self, _: Service) -> None:
        self._chance.note("links_cut")
        self._broker.cut()

    def _delete(self, _: Service) -> None:
        self._chance.note("queue_deleted")
        self._broker.delete(QUEUE)

    def _unbind(self, _: Service) -> None:
        self._chance.note("unbound")
        self._broker.bindings.discard(QUEUE)

    def _outage(self, _: Service) -> None:
        self._chance.note("broker_down")
        self._broker.up = False
        self._broker.cut()
        asyncio.get_running_loop().call_later(self._chance.pause(*OUTAGE), self._recover)

    def _recover(self) -> None:
        self._broker.up = True

    def _spoil(self, _: Service) -> None:
        """One of the latest numbers, most likely still under way, is poison."""
        numbers = [
            event["data"]["n"]
            for commit in list(self._services[0].server.store.table("commits").now.values())[-3:]
            for event in commit["events"]
            if event["type"] == Put.type
        ]
        if numbers:
            kind = self._chance.dice.choice((self._poison.refuse, self._poison.fail, self._poison.deadly))
            kind.add(self._chance.dice.choice(numbers))
            self._poison.ever |= self._poison.all
            self._chance.note("poisoned")
