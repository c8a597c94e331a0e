"""Examples of registry's operations about working days, and about wishes wished twice."""

from datetime import date

from tests.integration.api.examples import registry
from tests.integration.api.examples.case import DESK, Case, Examples, Scene

SERVICE = "registry"
EXAMPLES = Examples()
ROOT = "/registry/v1"


@EXAMPLES.of("put_calendar", DESK)
async def _(scene: Scene) -> Case:
    year = 2030 + scene.next() % 60
    saturday = next(date(year, 5, day) for day in range(2, 9) if date(year, 5, day).weekday() == 5)
    body = {
        "off": [f"{year}-05-01"],
        "worked": [saturday.isoformat()],
        "source": "国务院办公厅关于部分节假日安排的通知",
    }
    return Case(f"{ROOT}/communities/{scene.town.home}/calendars/{year}", body)


@EXAMPLES.of("get_wish_duplicates", DESK)
async def _(scene: Scene) -> Case:
    return await registry.shown(scene, f"{await registry.wish(scene)}/duplicates")
