"""Courtyards and who answers for them; the community's figures and working days."""

from datetime import date

from tests.chaos.story.hand import Hand, Place
from tests.chaos.story.newcomers import somebody
from tests.chaos.story.others import COMMUNITIES, PERSONS

PLACES = "/registry/v1/places"


async def courtyard(hand: Hand, place: Place) -> None:
    """A courtyard is known, somebody lives there and answers for it; it is torn down, or was not after all."""
    number = next(place.numbers)
    body = {"community": place.community, "kind": "courtyard", "name": f"北里{number}号院"}
    path = f"{PLACES}/{(await hand.do(place.desk, 'post_place', PLACES, body)).id}"
    named = {"name": f"北里{number}号", "parent": None}
    await hand.do(place.desk, "put_place", path, named, method="PUT")
    steward = await somebody(hand, place)
    home = {"place": path.rpartition("/")[2], "consent": "in_person"}
    await hand.do(place.desk, "put_person_place", f"{PERSONS}/{steward}/place", home, method="PUT")
    await hand.do(place.desk, "post_steward", f"{path}/steward", {"person": steward, "since": "2024-01-01"})
    await hand.wait(0.0, 1.0)
    await hand.do(place.desk, "post_steward_ending", f"{path}/steward/ending", {"until": "2024-12-31"})
    await hand.do(place.desk, "post_place_deactivation", f"{path}/deactivation", {"reason": "torn_down"})
    if hand.happens(0.5):
        await hand.do(place.desk, "post_place_reactivation", f"{path}/reactivation", {})


async def figures(hand: Hand, place: Place) -> None:
    """How many live here, and on which days nobody works."""
    home, number = f"{COMMUNITIES}/{place.community}", next(place.numbers)
    counted = {"residents": 1000 + number, "organizations": 90}
    await hand.do(place.desk, "put_ledger", f"{home}/ledgers/2024", counted, method="PUT")
    year = 2030 + number % 60
    saturday = next(date(year, 5, day) for day in range(2, 9) if date(year, 5, day).weekday() == 5)
    days = {"off": [f"{year}-05-01"], "worked": [str(saturday)], "source": "节假日安排的通知"}
    await hand.ask(place.desk, "put_calendar", f"{home}/calendars/{year}", days, method="PUT", idle=True)
