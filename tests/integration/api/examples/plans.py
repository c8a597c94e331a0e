"""Examples of matching's plans: needs of the station, and the school's hall."""

from tests.integration.api.examples import suggestions
from tests.integration.api.examples.case import DESK, Case, Examples, Scene

SERVICE = "matching"
EXAMPLES = Examples()
ROOT = "/matching/v1"


async def plan(scene: Scene, **scope: str) -> str:
    """A plan for the needs of the community, of which there is one."""
    await suggestions.needed(scene)
    await suggestions.hall(scene)
    body = {"community": scene.town.home, "title": "本月安排", "kind": "need"} | scope
    made = await scene.system.post("staff", f"{ROOT}/plans", **body)
    await scene.system.read("staff", f"{ROOT}/plans/{made['id']}")
    return f"{ROOT}/plans/{made['id']}"


async def line(scene: Scene, path: str) -> str:
    """A line of a need of the station's that has a provider; other tests' needs are planned too."""
    lines = await scene.system.items("staff", f"{path}/lines")
    ours = (each for each in lines if (each["request"]["organization"] or {}).get("id") == scene.town.station)
    planned = next(each for each in ours if each["provider"] and not each["part"])
    return f"{path}/lines/{planned['request']['id']}"


@EXAMPLES.of("post_plan", DESK)
async def _(scene: Scene) -> Case:
    await suggestions.needed(scene)
    return Case(f"{ROOT}/plans", {"community": scene.town.home, "title": "本月安排", "opened_from": "2024-01-01"})


@EXAMPLES.of("get_plans", DESK)
async def _(scene: Scene) -> Case:
    await plan(scene)
    return Case(f"{ROOT}/communities/{scene.town.home}/plans")


@EXAMPLES.of("get_plan", DESK)
async def _(scene: Scene) -> Case:
    return Case(await plan(scene))


@EXAMPLES.of("get_plan_lines", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await plan(scene)}/lines?open_only=true&limit=5")


@EXAMPLES.of("get_plan_left_out", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await plan(scene)}/left-out?limit=5")


@EXAMPLES.of("get_plan_line_others", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await line(scene, await plan(scene))}/others")


@EXAMPLES.of("put_plan_line", DESK)
async def _(scene: Scene) -> Case:
    return Case(await line(scene, await plan(scene)), {"provider": scene.town.school, "note": "已商定"})


@EXAMPLES.of("post_plan_ending", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await plan(scene)}/ending", {"reason": "carried_out"})
