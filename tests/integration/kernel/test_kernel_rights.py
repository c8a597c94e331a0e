"""The rights a service is given on RabbitMQ are enough for all it does, and for nothing of the others'."""

import aio_pika
import pytest
from aiormq.exceptions import ChannelAccessRefused

from shared.messaging import topology
from shared.messaging.broker import QUEUE_ARGUMENTS, RabbitBus
from shared.messaging.topology import Rights, rights
from tests.support.broker import Broker
from tests.support.eventually import eventually
from tests.support.line import CONSUMER, SOURCE, Line
from tests.support.toy import Toy

PASSWORD = "guessed"


def make(user: str, allowed: Rights) -> str:
    """What makes a user, in the server's own words: one `rabbitmqctl` for several of them takes long enough."""
    configure, write, read = (
        pattern.replace("\\", "\\\\") for pattern in (allowed.configure, allowed.write, allowed.read)
    )
    return (
        f'rabbit_auth_backend_internal:add_user(<<"{user}">>, <<"{PASSWORD}">>, <<"test">>),'
        f'rabbit_auth_backend_internal:set_permissions(<<"{user}">>, <<"/">>,'
        f' <<"{configure}">>, <<"{write}">>, <<"{read}">>, <<"test">>)'
    )


@pytest.fixture
async def urls(broker: Broker, prefix: str) -> tuple[str, str]:
    """Where the teller and the listener each sign in as their own user."""
    users = {
        f"{prefix}_{SOURCE}": rights(prefix, SOURCE, [], speaks=True),
        f"{prefix}_{CONSUMER}": rights(prefix, CONSUMER, [SOURCE], speaks=False),
    }
    await broker.ctl("eval", f"{', '.join(make(user, allowed) for user, allowed in users.items())}.")
    telling, hearing = (f"amqp://{user}:{PASSWORD}@{broker.url.rpartition('@')[2]}" for user in users)
    return telling, hearing


async def test_a_user_can_do_the_work_of_its_service_and_nothing_else(
    toy: Toy, peer: Toy, urls: tuple[str, str], prefix: str
) -> None:
    telling, hearing = (RabbitBus(url, prefix) for url in urls)
    line = Line(toy, peer, telling, hearing)
    await toy.put("box_a", 1)
    async with line.at_work():
        await line.copied()
        await eventually(lambda: line.bus.told["answered"], "what was told before anybody listened is asked for")
        await toy.put("box_a", 2)
        await line.copied()
        await _refused(urls[1], prefix)
    await telling.close()
    await hearing.close()


async def _refused(url: str, prefix: str) -> None:
    """The listener can neither speak for the teller, nor take what is asked of it, nor make a queue for others."""
    async with await aio_pika.connect(url) as connection:
        exchange = await (await connection.channel()).get_exchange(topology.exchange(prefix, SOURCE))
        with pytest.raises(ChannelAccessRefused):
            await exchange.publish(aio_pika.Message(b"[]"), "")
        asked = await (await connection.channel()).get_queue(topology.replay_queue(prefix, SOURCE))
        with pytest.raises(ChannelAccessRefused):
            await asked.get(fail=False)
        others = topology.queue(prefix, SOURCE, "others")
        with pytest.raises(ChannelAccessRefused):
            await (await connection.channel()).declare_queue(others, durable=True, arguments=QUEUE_ARGUMENTS)
