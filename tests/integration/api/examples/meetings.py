"""Examples of matching's operations about claiming meetings."""

from typing import Any

from tests.integration.api.examples import matching
from tests.integration.api.examples.case import DESK, EVERYBODY, Case, Examples, Scene

SERVICE = "matching"
EXAMPLES = Examples()
ROOT = "/matching/v1"
SAID = {"title": "微心愿认领会", "held_on": "2024-09-27"}
FIRST = {"If-Match": '"1"'}


async def requests(scene: Scene, how_many: int = 1) -> list[str]:
    """Open wishes nobody has used yet."""
    return [(await matching.request(scene)).rpartition("/")[2] for _ in range(how_many)]


async def meeting(scene: Scene, opened: bool = True, how_many: int = 1) -> str:
    """A meeting with wishes of Li's."""
    body = {"community": scene.town.home, "requests": await requests(scene, how_many), **SAID}
    path = f"{ROOT}/meetings/{(await scene.system.post('staff', f'{ROOT}/meetings', **body))['id']}"
    if opened:
        await scene.system.post("staff", f"{path}/opening")
    return path


async def shown(scene: Scene, path: str, part: str = "") -> Case:
    await scene.system.read("staff", path)
    return Case(f"{path}{part}")


def claim(scene: Scene, number: int = 1) -> dict[str, Any]:
    """The school claims a number."""
    return {"number": number, "claimant": {"kind": "organization", "id": scene.town.school}, "quantity": 1}


def intention(scene: Scene) -> dict[str, Any]:
    return {"number": 1, "organization": scene.town.school}


@EXAMPLES.of("post_meeting", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/meetings", {"community": scene.town.home, "requests": await requests(scene), **SAID})


@EXAMPLES.of("put_meeting", DESK)
async def _(scene: Scene) -> Case:
    body = {"requests": await requests(scene), **SAID}
    return Case(await meeting(scene, opened=False), body, FIRST)


@EXAMPLES.of("post_meeting_numbers", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await meeting(scene)}/numbers", {"requests": await requests(scene)})


@EXAMPLES.of("post_meeting_opening", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await meeting(scene, opened=False)}/opening", {})


@EXAMPLES.of("post_meeting_closing", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await meeting(scene)}/closing", {})


@EXAMPLES.of("post_intention", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await meeting(scene, opened=False)}/intentions", intention(scene))


@EXAMPLES.of("post_intention_withdrawal", DESK)
async def _(scene: Scene) -> Case:
    path = f"{await meeting(scene, opened=False)}/intentions"
    await scene.system.post("staff", path, **intention(scene))
    return Case(f"{path}/withdrawal", intention(scene))


@EXAMPLES.of("post_meeting_claim", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await meeting(scene)}/claims", claim(scene))


@EXAMPLES.of("post_meeting_void", DESK)
async def _(scene: Scene) -> Case:
    path = f"{await meeting(scene)}/claims"
    await scene.system.post("staff", path, **claim(scene))
    return Case(f"{path}/1/void", {"reason": "wrong_party"})


@EXAMPLES.of("get_meetings", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/communities/{scene.town.home}/meetings")


@EXAMPLES.of("get_meeting", DESK)
async def _(scene: Scene) -> Case:
    return await shown(scene, await meeting(scene))


@EXAMPLES.of("get_meeting_sheet", DESK)
async def _(scene: Scene) -> Case:
    return await shown(scene, await meeting(scene), "/sheet")


@EXAMPLES.of("get_meeting_board", EVERYBODY)
async def _(scene: Scene) -> Case:
    return await shown(scene, await meeting(scene), "/board")


@EXAMPLES.of("get_meeting_board.closed", DESK)
async def _(scene: Scene) -> Case:
    path = await meeting(scene)
    await scene.system.post("staff", f"{path}/closing")
    return await shown(scene, path, "/board")
