"""Examples of matching's operations about bookings."""

from datetime import timedelta

from tests.integration.api.examples import matching
from tests.integration.api.examples.case import DESK, Case, Examples, Scene
from tests.support.bookable import AFTERNOON, MORNING, in_days, list_room, organization

SERVICE = "matching"
EXAMPLES = Examples()
ROOT = "/matching/v1"
BOOKER, PROVIDER = DESK | {"station"}, DESK | {"school"}


async def room(scene: Scene) -> str:
    """A room of the school's."""
    return f"{ROOT}/offers/{await list_room(scene.system, scene.town.school)}"


async def booked(scene: Scene, **more: object) -> str:
    """The station's booking of it, tomorrow."""
    said = {"booker": organization(scene.town.station), "day": in_days(1), "start": AFTERNOON, **more}
    made = await scene.system.post("station", f"{await room(scene)}/bookings", **said)
    return f"{ROOT}/bookings/{made['id']}"


async def begun(scene: Scene) -> str:
    """A booking that has begun: it was made before, by a clock put back."""
    scene.system.clock.ahead = timedelta(days=-3)
    try:
        return await booked(scene, day=in_days(-1))
    finally:
        scene.system.clock.ahead = timedelta()


async def offered(scene: Scene) -> str:
    """The station's place on a waiting list, to which the slot is offered."""
    path = await room(scene)
    said = {"day": in_days(2), "start": AFTERNOON}
    first = await scene.system.post("school", f"{path}/bookings", booker=organization(scene.town.school), **said)
    mine = organization(scene.town.station)
    waits = await scene.system.post("station", f"{path}/bookings", booker=mine, wait=True, **said)
    cancelled = {"reason": "no_longer_needed"}
    await scene.system.post("school", f"{ROOT}/bookings/{first['id']}/cancellation", **cancelled)
    return f"{ROOT}/bookings/{waits['id']}"


@EXAMPLES.of("post_booking", BOOKER)
async def _(scene: Scene) -> Case:
    said = {"booker": organization(scene.town.station), "day": in_days(1), "start": MORNING, "people": 40}
    return Case(f"{await room(scene)}/bookings", said)


@EXAMPLES.of("post_booking_move", BOOKER | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{await booked(scene)}/move", {"day": in_days(3), "start": MORNING, "reason": "other_time"})


@EXAMPLES.of("post_booking_cancellation", BOOKER | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{await booked(scene)}/cancellation", {"reason": "no_longer_needed"})


@EXAMPLES.of("post_booking_answer", BOOKER)
async def _(scene: Scene) -> Case:
    return Case(f"{await offered(scene)}/answer", {"accept": True})


@EXAMPLES.of("post_booking_kept", PROVIDER)
async def _(scene: Scene) -> Case:
    return Case(f"{await begun(scene)}/kept", {})


@EXAMPLES.of("post_booking_missed", PROVIDER)
async def _(scene: Scene) -> Case:
    return Case(f"{await begun(scene)}/missed", {"reason": "told_late"})


@EXAMPLES.of("get_booking", DESK | {"station", "school", "city"})
async def _(scene: Scene) -> Case:
    path = await booked(scene)
    await scene.system.read("staff", path)
    return Case(path)


@EXAMPLES.of("get_request_bookings", DESK | {"li"})
async def _(scene: Scene) -> Case:
    return Case(f"{await matching.request(scene)}/bookings")


@EXAMPLES.of("get_slots", DESK | {"school", "station", "unbound_contact", "li", "wang", "unbound_resident", "city"})
async def _(scene: Scene) -> Case:
    return Case(f"{await room(scene)}/slots?from={in_days(0)}&until={in_days(6)}")


@EXAMPLES.of("get_calendars", DESK | {"school", "station", "unbound_contact", "li", "wang", "unbound_resident", "city"})
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/communities/{scene.town.home}/calendars")


@EXAMPLES.of("get_community_bookings", DESK | {"city"})
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/communities/{scene.town.home}/bookings?from={in_days(0)}&state=booked")


@EXAMPLES.of("get_organization_bookings", DESK | {"school", "city"})
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/organizations/{scene.town.school}/bookings?side=provider")
