"""Bugs where services tell each other."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from shared.messaging import relay
from shared.messaging.bus import Delivery, Unsent
from shared.messaging.envelope import ForeignCommit, Message
from shared.messaging.inbox import Inbox
from shared.messaging.relay import Relay
from tests.chaos.plants.plant import plant, put


@plant("checkpoint-before-work", "kill a worker")
def checkpoint_before_work() -> None:
    """The consumer notes that it has taken something in, and then takes it in."""

    async def take(self: Inbox, deliveries: Sequence[Delivery]) -> None:
        async with self._turn:
            end, commits = self._positions[self._name], list[ForeignCommit]()
            for message in (delivery.message for delivery in deliveries):
                if message.start > end:
                    await self._ask_if_due()
                elif message.end > end:
                    commits += [commit for commit in message.commits() if commit.position > end]
                    end = message.end
            self._positions[self._name] = end
            await self._positions.save()
            await asyncio.sleep(0.3 if commits else 0)
            await self._work(commits, again=False)

    put(Inbox, "take", take)


@plant("relay-before-confirm", "cut a link to RabbitMQ", "half-open a link to RabbitMQ")
def relay_before_confirm() -> None:
    """The relay's position moves before the confirm, and what was not confirmed is not sent again.

    In the plain form the ranges make that harmless: the next message begins behind a gap, and the consumer asks. So
    this one also claims, in the next message, to have scanned what it did not send.
    """
    claimed: dict[int, int] = {}

    async def send(self: Relay, message: Message) -> None:
        self._positions[relay.NAME] = message.end
        start = claimed.get(id(self), message.start)
        try:
            await self._bus.publish(replace(message, start=start))
        except Unsent:
            claimed[id(self)] = start
        else:
            claimed.pop(id(self), None)

    put(Relay, "_send", send)


@plant("no-gap-rule", "delete a binding", "delete a queue")
def no_gap_rule() -> None:
    """The consumer takes what comes for all there is, and asks only for a history it has nothing of.

    One that still asks whenever it joins would mostly fill the gap by that, before anything comes from behind it.
    """
    plain = Inbox._ask

    async def ask(self: Inbox) -> None:
        if not self._positions[self._name]:
            await plain(self)

    async def take(self: Inbox, deliveries: Sequence[Delivery]) -> None:
        async with self._turn:
            end, commits = self._positions[self._name], list[ForeignCommit]()
            for message in (delivery.message for delivery in deliveries):
                commits += [commit for commit in message.commits() if commit.position > end]
                end = max(end, message.end)
            await self._work(commits, again=False)
            self._positions[self._name] = end

    put(Inbox, "_ask", ask)
    put(Inbox, "take", take)
