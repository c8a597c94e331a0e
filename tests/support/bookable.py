"""An offer that can be booked every day, listed and known to matching."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.system import Speaker

BEIJING = ZoneInfo("Asia/Shanghai")
MORNING, AFTERNOON = "09:30", "14:00"
ROOM = {"title": "多功能厅", "detail": "100 座，有显示屏", "category": "space", "mode": "bookable", "seats": 100}


def today() -> date:
    """The day in the community."""
    return datetime.now(BEIJING).date()


def in_days(days: int) -> str:
    """The day so many days from now."""
    return (today() + timedelta(days=days)).isoformat()


def daily(*starts: str, **more: Any) -> dict[str, Any]:
    """Availability each day, from each of `starts` for two hours."""
    first = in_days(-30)
    rules = [{"rrule": "FREQ=DAILY", "first": first, "start": start, "minutes": 120} for start in starts]
    return {"rules": rules, **more}


def room_of(**changes: Any) -> dict[str, Any]:
    """What is said of the room, but for `changes`."""
    return {**ROOM, "availability": daily(MORNING, AFTERNOON), **changes}


async def list_room(speaker: Speaker, organization: str, by: str = "staff", **changes: Any) -> str:
    """The id of an offer that matching knows."""
    made = await speaker.post(by, "/registry/v1/offers", organization=organization, **room_of(**changes))
    await speaker.post(by, f"/registry/v1/offers/{made['id']}/listing")
    await speaker.read(by, f"/matching/v1/offers/{made['id']}/slots", after="registry")
    return str(made["id"])


async def change_room(speaker: Speaker, offer: str, by: str = "staff", **changes: Any) -> None:
    """What stands on the list is replaced, and matching knows."""
    path = f"/registry/v1/offers/{offer}"
    await speaker.read(by, path)
    version = {"If-Match": (await speaker.send(by, "GET", path)).headers["ETag"]}
    await speaker.write(by, "PUT", path, room_of(**changes), version)
    await speaker.read(by, f"/matching/v1/offers/{offer}/slots", after="registry")


def organization(named: str) -> dict[str, str]:
    """An organization as a party."""
    return {"kind": "organization", "id": named}


def next_monday() -> str:
    """The first day of the week that comes."""
    return in_days(7 - today().weekday())
