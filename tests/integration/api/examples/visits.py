"""Examples of visits, working days and waiting."""

from tests.integration.api.examples import registry
from tests.integration.api.examples.case import DESK, Case, Examples, Scene
from tests.integration.api.examples.matching import ROOT, claimed, delivered
from tests.support.bookable import today

SERVICE = "matching"
EXAMPLES = Examples()


@EXAMPLES.of("post_arrangement", DESK | {"school"})
async def _(scene: Scene) -> Case:
    body = {"on": today().isoformat(), "time": "14:30", "people": 2, "escort": True}
    return Case(f"{await claimed(scene, accepted=True)}/arrangement", body)


@EXAMPLES.of("post_return_visit", DESK)
async def _(scene: Scene) -> Case:
    path = (await delivered(scene)).partition("/claims")[0]
    return Case(f"{path}/return-visits", {"how": "visit", "occurred_on": "2025-01-02"})


@EXAMPLES.of("get_return_visits", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/communities/{scene.town.home}/return-visits")


@EXAMPLES.of("get_stewards_return_visits", DESK | {"li"})
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/persons/{scene.town.li}/return-visits")


@EXAMPLES.of("post_waiting", DESK)
async def _(scene: Scene) -> Case:
    home = f"/registry/v1/communities/{scene.town.home}"
    node = await scene.system.read("staff", home)
    if not node["settings"].get("unclaimed_after"):
        settings = {"settings": {**node["settings"], "unclaimed_after": "P300D"}}
        await scene.system.write("staff", "PUT", f"{home}/settings", settings, {"If-Match": f'"{node["version"]}"'})
        await scene.system.read("staff", home)
    wish = (await registry.wish(scene, published=True)).rpartition("/")[2]
    path = f"{ROOT}/requests/{wish.replace('wish_', 'req_')}"
    await scene.system.read("staff", path, after="registry")
    return Case(f"{path}/waiting", {"until": "2098-01-01", "reason": "other"})
