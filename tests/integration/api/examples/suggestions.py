"""Examples of matching's suggestions: the school's hall for a need of the station."""

from typing import Any

from tests.integration.api.examples.case import DESK, Case, Examples, Scene

SERVICE = "matching"
EXAMPLES = Examples()
ROOT = "/matching/v1"
HALL = {"title": "多功能会议室", "detail": "一百个座位，有投影和显示屏", "category": "space", "mode": "standing"}
NEED = {"title": "借会议室", "detail": "开居民议事会，要有投影", "category": "space", "quantity": 1, "unit": "次"}


async def hall(scene: Scene, **other: Any) -> str:
    """An offer of the school's on the list, which matching knows of."""
    made = await scene.system.post("school", "/registry/v1/offers", organization=scene.town.school, **HALL | other)
    await scene.system.post("staff", f"/registry/v1/offers/{made['id']}/listing")
    await scene.system.read("staff", f"{ROOT}/requests?limit=1", after="registry")
    return str(made["id"])


async def needed(scene: Scene, who: str = "station", **other: Any) -> str:
    """The request of a published need of the station's, or of the organization `who` enters it for."""
    body: dict[str, Any] = {"organization": scene.town.station, **NEED, **other}
    made = await scene.system.post(who, "/registry/v1/needs", **body)
    await scene.system.post("staff", f"/registry/v1/needs/{made['id']}/publication")
    path = f"{ROOT}/requests/{made['id'].replace('need_', 'req_')}"
    await scene.system.read("staff", path, after="registry")
    return path


async def asked(scene: Scene) -> str:
    """A suggestion that waits for the school's answer."""
    path, offer = await needed(scene), await hall(scene)
    await scene.system.post("staff", f"{path}/suggestions", offer=offer)
    return f"{path}/suggestions/1"


@EXAMPLES.of("get_suggestions", DESK | {"station"})
async def _(scene: Scene) -> Case:
    return Case(f"{await needed(scene)}/suggestions?on=2098-03-01&limit=5")


@EXAMPLES.of("post_suggestion", DESK | {"station"})
async def _(scene: Scene) -> Case:
    path, offer = await needed(scene), await hall(scene)
    return Case(f"{path}/suggestions", {"offer": offer, "quantity": 1})


@EXAMPLES.of("post_suggestion_acceptance", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{await asked(scene)}/acceptance", {"quantity": 1})


@EXAMPLES.of("post_suggestion_refusal", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{await asked(scene)}/refusal", {"reason": "not_now", "note": "今年已有安排"})


@EXAMPLES.of("post_suggestion_withdrawal", DESK | {"station"})
async def _(scene: Scene) -> Case:
    return Case(f"{await asked(scene)}/withdrawal", {"reason": "found_another"})


@EXAMPLES.of("get_organization_suggestions", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/organizations/{scene.town.school}/suggestions")
