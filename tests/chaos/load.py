"""The load: stories begin at a seeded rate, however slowly the services answer, and go through their lives."""

import asyncio
import random
import secrets
from collections.abc import Awaitable, Callable

import structlog

from tests.chaos.client import Client, Over, Town
from tests.chaos.ledger import Ledger
from tests.chaos.story import ends, organizations, persons, places, promised
from tests.chaos.story.bookings import booking
from tests.chaos.story.campaigns import asked_after, campaign
from tests.chaos.story.hand import Ended, Hand, Place
from tests.chaos.story.links import offer_link, request_link
from tests.chaos.story.meetings import meeting
from tests.chaos.story.others import contact, farewell, member, notices, offer, settings
from tests.chaos.story.plans import plan
from tests.chaos.story.redactions import redaction
from tests.chaos.story.settling import settle
from tests.chaos.story.sheets import sheet
from tests.chaos.story.thanks import thanks
from tests.chaos.story.wishes import need, public_wish, resident_wish

Story = Callable[[Hand, Place], Awaitable[None]]

STORIES: dict[Story, float] = {
    public_wish: 8,
    resident_wish: 9,
    need: 6,
    offer: 3,
    contact: 1,
    member: 1,
    settings: 3,
    farewell: 1,
    notices: 4,
    places.courtyard: 0.5,
    places.figures: 0.5,
    organizations.membership: 0.5,
    organizations.visit: 0.5,
    organizations.closed_shop: 0.5,
    organizations.merger: 1,
    persons.resident: 0.5,
    persons.guardian: 0.5,
    promised.paper: 0.5,
    promised.promise: 1.5,
    asked_after: 0.5,
    campaign: 0.5,
    sheet: 0.7,
    ends.passed_on: 0.7,
    ends.in_part: 0.7,
    ends.vacancy: 0.7,
    ends.wish_passed_on: 0.7,
    ends.reviewed_together: 0.7,
    ends.unclaimed: 0.7,
    thanks: 1,
    plan: 0.4,
    meeting: 0.7,
    offer_link: 1,
    request_link: 1,
    booking: 4,
    redaction: 0.15,
}
"""What happens, and how often; each at first once, so that none is missing in a short round."""
COMMANDS_PER_STORY = 5
MOST_AT_ONCE = 300

logger = structlog.get_logger()


async def load(town: Town, ledger: Ledger, seed: int, rate: float, stop: asyncio.Event) -> None:
    """Sends about `rate` commands a second until `stop` is set; survives everything, and never waits for answers.

    Ids are fresh each time, so that the same town can be loaded again; who does what follows from the seed.
    """
    client = Client(town, ledger, stop)
    name = f"chaos-{seed}-{secrets.token_hex(4)}"
    chance = random.Random(seed)
    stories: set[asyncio.Task[None]] = set()
    try:
        places = await _settled(client, town, name, seed)
        for number in range(1, 10**9):
            await client.pause(chance.expovariate(rate / COMMANDS_PER_STORY))
            story = _next(chance, number)
            place = chance.choice(places)
            hand = Hand(client, f"{name}.{number}", f"{seed}.{number}", sorted(town.poisoned))
            if len(stories) < MOST_AT_ONCE:
                task = asyncio.create_task(_told(story, hand, place))
                stories.add(task)
                task.add_done_callback(stories.discard)
    except Over:
        pass
    finally:
        await asyncio.gather(*stories, return_exceptions=True)
        await client.close()


def _next(chance: random.Random, number: int) -> Story:
    stories = list(STORIES)
    return stories[-number] if number <= len(stories) else chance.choices(stories, list(STORIES.values()))[0]


async def _settled(client: Client, town: Town, name: str, seed: int) -> list[Place]:
    for attempt in range(1, 10**9):
        try:
            hand = Hand(client, f"{name}.settle{attempt}", f"{seed}.settle{attempt}")
            return await settle(hand, town, name[-4:])
        except Ended:
            await client.pause(1.0)
    raise AssertionError


async def _told(story: Story, hand: Hand, place: Place) -> None:
    """One story to its end, which may come early."""
    try:
        await story(hand, place)
    except* (Ended, Over):
        pass
    except* Exception:
        logger.exception("story_failed", story=getattr(story, "__name__", ""))  # a defect of the rig; the load goes on
