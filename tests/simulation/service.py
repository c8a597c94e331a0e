"""One service of the simulation: a process for its API, one for its worker, each begun anew when it has ended."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from tests.simulation.broker import Broker
from tests.simulation.chance import Chance
from tests.simulation.memory import Server
from tests.simulation.node import Node, Worker
from tests.simulation.process import Process
from tests.simulation.store import Store
from tests.simulation.toys import Poisonous

BEGIN_AFTER = (0.1, 1.5)
NOTICED_AFTER = (0.3, 4.0)
FROZEN_FOR = (0.5, 15.0)
HEARTBEAT = (0.2, 6.0)


class Service:
    """Keeps its processes going. `failures` gets whatever a loop of a worker should never end with."""

    def __init__(self, name: str, chance: Chance, broker: Broker, poison: Poisonous, failures: list[str]) -> None:
        self.name = name
        self.server = Server(name, Store(), chance)
        self.api: Node | None = None
        self.worker: Worker | None = None
        self._chance = chance
        self._broker = broker
        self._poison = poison
        self._failures = failures
        self._epoch = 0
        self._born = 0
        self._old: list[Process] = []

    def keep(self) -> list[Coroutine[Any, Any, None]]:
        """The loops that begin its processes anew."""
        return [self._keep_api(), self._keep_worker()]

    def pick(self) -> Node | None:
        """A process to ask; None where nobody listens."""
        node = self._chance.dice.choice((self.api, self.worker))
        return node if node and node.process.alive and node.open else None

    def freeze(self) -> None:
        """One of its processes stands still for a while."""
        node = self._chance.dice.choice((self.api, self.worker, self.worker))
        if node is None or not node.process.alive or node.process.frozen:
            return
        node.process.freeze()

    def kill(self) -> None:
        """One of its processes is killed from outside."""
        node = self._chance.dice.choice((self.api, self.worker))
        if node and node.process.alive:
            node.process.kill("killed")

    def calm(self) -> None:
        """Nothing stands still any more."""
        for process in self._processes():
            process.thaw()

    def end(self) -> None:
        """All of its processes are no more."""
        for process in self._processes():
            process.kill("ended")

    async def _keep_api(self) -> None:
        while True:
            self.api = Node(self._process("api"), self.server, self._poison)
            self.api.process.spawn(self.api.prepare())
            await self.api.process.gone.wait()
            await asyncio.sleep(self._chance.pause(*BEGIN_AFTER))

    async def _keep_worker(self) -> None:
        while True:
            self._epoch += 1
            worker = self._begin(self._epoch)
            await worker.process.still.wait()
            await asyncio.sleep(self._chance.pause(*NOTICED_AFTER))
            if worker.process.alive:
                self._chance.note("zombie", worker.process.name)

    def _begin(self, epoch: int) -> Worker:
        process = self._process(f"worker-e{epoch}")
        worker = Worker(process, self.server, self._poison, self._broker, epoch, lambda: self._epoch == epoch)
        self.worker = worker
        process.spawn(self._run(worker))
        return worker

    async def _run(self, worker: Worker) -> None:
        try:
            await worker.run()
        except* Exception as errors:
            self._failures.append(f"{worker.process.name} died of {errors.exceptions!r}")
        asyncio.get_running_loop().call_soon(worker.process.kill, "left")

    def _wake_later(self, process: Process) -> None:
        """Until then, whoever is connected to it may give it up."""
        loop = asyncio.get_running_loop()
        loop.call_later(self._chance.pause(*FROZEN_FOR), process.thaw)
        loop.call_later(self._chance.pause(*HEARTBEAT), lambda: process.frozen and process.hang_up())

    def _process(self, what: str) -> Process:
        self._born += 1
        process = Process(f"{self.name}.{what}#{self._born}", self._chance)
        process.at_freeze.append(lambda: self._wake_later(process))
        self._old.append(process)
        return process

    def _processes(self) -> list[Process]:
        return self._old
