"""Examples of matching's operations."""

import asyncio

from tests.integration.api.examples import registry, suggestions
from tests.integration.api.examples.case import DESK, EVERYBODY, Case, Examples, Scene
from tests.support.eventually import eventually

SERVICE = "matching"
EXAMPLES = Examples()
ROOT = "/matching/v1"


async def request(scene: Scene) -> str:
    """The request of a published wish of Li's; they are made several at once, since messages take their time."""
    if not scene.stock:
        wishes = await asyncio.gather(*(registry.wish(scene, published=True) for _ in range(35)))
        scene.stock += [f"{ROOT}/requests/{wish.rpartition('/')[2].replace('wish_', 'req_')}" for wish in wishes]
        await asyncio.gather(*(eventually(lambda path=path: _open(scene, path), path) for path in scene.stock))
    return scene.stock.pop()


async def _open(scene: Scene, path: str) -> bool:
    return (await scene.system.send("staff", "GET", path)).is_success


async def claimed(scene: Scene, accepted: bool = False) -> str:
    """The school's claim on a request."""
    path = await request(scene)
    claimant = {"kind": "organization", "id": scene.town.school}
    await scene.system.post("school", f"{path}/claims", claimant=claimant)
    if accepted:
        await scene.system.post("staff", f"{path}/claims/1/acceptance")
    return f"{path}/claims/1"


async def delivered(scene: Scene) -> str:
    """The school's claim, delivered."""
    path = await claimed(scene, accepted=True)
    await scene.system.post("school", f"{path}/deliveries", evidence_code="visit")
    return path


async def confirmed(scene: Scene) -> str:
    """A request of which all is confirmed."""
    path = (await delivered(scene)).partition("/claims")[0]
    await scene.system.post("li", f"{path}/confirmation", mark=5, how="self")
    return path


@EXAMPLES.of("post_claim", DESK | {"school"})
async def _(scene: Scene) -> Case:
    claimant = {"kind": "organization", "id": scene.town.school}
    return Case(f"{await request(scene)}/claims", {"claimant": claimant, "quantity": 1})


@EXAMPLES.of("post_claim.resident", DESK | {"wang"})
async def _(scene: Scene) -> Case:
    body = {"claimant": {"kind": "person", "id": scene.town.wang}, "consent": "by_phone"}
    return Case(f"{await request(scene)}/claims", body)


@EXAMPLES.of("post_acceptance", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await claimed(scene)}/acceptance", {})


@EXAMPLES.of("post_declination", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await claimed(scene)}/declination", {"reason": "already_helped"})


@EXAMPLES.of("post_release", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{await claimed(scene)}/release", {"reason": "no_time"})


@EXAMPLES.of("post_void", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await claimed(scene)}/void", {"reason": "wrong_party"})


@EXAMPLES.of("post_extension", DESK)
async def _(scene: Scene) -> Case:
    body = {"until": "2098-01-01", "reason": "weather"}
    return Case(f"{await claimed(scene, accepted=True)}/extension", body)


@EXAMPLES.of("post_delivery", DESK | {"school"})
async def _(scene: Scene) -> Case:
    body = {"quantity": 1, "final": True, "occurred_on": "2024-08-01", "evidence_code": "handover"}
    return Case(f"{await claimed(scene, accepted=True)}/deliveries", body)


@EXAMPLES.of("post_delivery_void", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await delivered(scene)}/deliveries/1/void", {"reason": "entered_twice"})


@EXAMPLES.of("post_confirmation", DESK | {"li"})
async def _(scene: Scene) -> Case:
    path = (await delivered(scene)).partition("/claims")[0]
    return Case(f"{path}/confirmation", {"claims": [{"number": 1, "mark": 5}], "how": "call"})


@EXAMPLES.of("post_reopening", DESK | {"li"})
async def _(scene: Scene) -> Case:
    return Case(f"{await confirmed(scene)}/reopening", {"claims": [1], "reason": "not_done"})


@EXAMPLES.of("post_closing", DESK | {"li"})
async def _(scene: Scene) -> Case:
    return Case(f"{await request(scene)}/closing", {"reason": "no_longer_wanted"})


@EXAMPLES.of("put_text", DESK)
async def _(scene: Scene) -> Case:
    body = {"text": "想要一盏台灯", "reason": "clearer"}
    return Case(f"{await request(scene)}/text", body, {"If-Match": '"1"'})


@EXAMPLES.of("get_requests", EVERYBODY)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/requests")


@EXAMPLES.of("get_request", EVERYBODY)
async def _(scene: Scene) -> Case:
    return Case(await request(scene))


@EXAMPLES.of("get_request.ended", DESK | {"li", "school", "city"})
async def _(scene: Scene) -> Case:
    path = await confirmed(scene)
    await scene.system.read("staff", path)
    return Case(path)


@EXAMPLES.of("get_promises", DESK | {"school", "city"})
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/organizations/{scene.town.school}/promises")


@EXAMPLES.of("get_desk", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/communities/{scene.town.home}/desk")


@EXAMPLES.of("get_overview", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/communities/{scene.town.home}/overview")


@EXAMPLES.of("get_satisfaction", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/communities/{scene.town.home}/satisfaction?first=2024-01-01&until=2024-12-31")


async def redaction(scene: Scene) -> dict[str, str]:
    """Words that stand nowhere else: what is taken out of one thing is taken out of its copies too."""
    n = scene.next()
    thing = (await suggestions.needed(scene, detail=f"请找第{n}位老师")).rpartition("/")[2]
    return {"thing": thing, "find": f"第{n}位", "reason": "other"}


@EXAMPLES.of("post_redaction", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/redactions", await redaction(scene))


@EXAMPLES.of("get_redactions", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/redactions?community={scene.town.home}")


@EXAMPLES.of("get_redaction", DESK)
async def _(scene: Scene) -> Case:
    made = await scene.system.post("staff", f"{ROOT}/redactions", **await redaction(scene))
    return await registry.shown(scene, f"{ROOT}/redactions/{made['id']}")
