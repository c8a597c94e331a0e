"""Chapter 7, continued: the room with a hundred seats was used for one of the needs; the desk enters it afterwards."""

from demo.facts import Entry, facts
from demo.story.stage import Stage


async def play(stage: Stage) -> None:
    """Each was kept."""
    stage.tell("预约 bookings")
    await stage.together(_kept(stage, entry) for entry in facts("story")["bookings"])


async def _kept(stage: Stage, entry: Entry) -> None:
    key, offer = entry["offer"], stage.ids[f"offer.{entry['offer']}"]
    booker = {"kind": "organization", "id": stage.ids[f"org.{entry['organization']}"]}
    request = stage.ids[f"need.{entry['need']}"].replace("need_", "req_")
    said = {name: entry[name] for name in ("day", "start", "people", "purpose")}
    path = f"/matching/v1/offers/{offer}/bookings"
    told = {"booker": booker, "for_request": request, "afterwards": True, **said}
    booking = await stage.begin("desk", f"booking.{key}", path, **told)
    await stage.post("desk", f"kept.{key}", f"/matching/v1/bookings/{booking}/kept")
