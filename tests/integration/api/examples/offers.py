"""Examples of registry's operations about what becomes of an offer, and about collection campaigns."""

from tests.integration.api.examples.case import AT_HOME, DESK, Case, Examples, Scene
from tests.integration.api.examples.registry import OFFER, contact, home, offer, school, shown

SERVICE = "registry"
EXAMPLES = Examples()
ROOT = "/registry/v1"
CAMPAIGN = {"title": "上半年资源核实", "first": "2026-03-01", "last": "2026-06-30"}


async def campaign(scene: Scene, path: str | None = None) -> tuple[str, str]:
    """A campaign about a listed offer, and the path under which that is asked about."""
    path = path or await offer(scene)
    await scene.system.read("staff", path)
    about = {"organization": scene.town.school}
    body = {**CAMPAIGN, "community": scene.town.home, "about": about}
    made = f"{ROOT}/campaigns/{(await scene.system.post('staff', f'{ROOT}/campaigns', **body))['id']}"
    return made, f"{made}/offers/{path.rpartition('/')[2]}"


@EXAMPLES.of("post_offer_call", DESK)
async def _(scene: Scene) -> Case:
    call = {"outcome": "agreed", "occurred_on": "2024-07-01", "call_again_on": "2024-07-05"}
    return Case(f"{await offer(scene)}/calls", call | {"contact": await contact(scene)})


@EXAMPLES.of("post_offer_pause", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{await offer(scene)}/pause", {"first": "2025-07-01", "reason": "renovation", "note": "暑期装修"})


@EXAMPLES.of("post_offer_resumption", DESK | {"school"})
async def _(scene: Scene) -> Case:
    path = await offer(scene)
    await scene.system.post("staff", f"{path}/pause", first="2025-07-01", reason="holiday")
    return Case(f"{path}/resumption", {})


@EXAMPLES.of("post_offer_reach", DESK)
async def _(scene: Scene) -> Case:
    step = {"level": "subdistrict", "quota": 4, "decided_by": "organization", "decided_on": "2024-07-01"}
    return Case(f"{await offer(scene)}/reach", step)


@EXAMPLES.of("put_offer_contact", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{await offer(scene)}/contact", {"person": await contact(scene)})


@EXAMPLES.of("get_calls", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{school(scene)}/calls")


@EXAMPLES.of("get_offers_from_outside", AT_HOME)
async def _(scene: Scene) -> Case:
    return Case(f"{home(scene)}/offers/from-outside")


@EXAMPLES.of("post_campaign", DESK)
async def _(scene: Scene) -> Case:
    await scene.system.read("staff", await offer(scene))
    about = {"category": "space", "mode": "bookable", "organization": scene.town.school}
    return Case(f"{ROOT}/campaigns", {**CAMPAIGN, "community": scene.town.home, "about": about})


@EXAMPLES.of("post_campaign_closing", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{(await campaign(scene))[0]}/closing", {"note": "全部答复"})


@EXAMPLES.of("post_offer_asking", DESK)
async def _(scene: Scene) -> Case:
    asking = {"way": "call", "contact": await contact(scene), "occurred_on": "2024-07-01"}
    return Case(f"{(await campaign(scene))[1]}/askings", asking)


@EXAMPLES.of("post_offer_answer", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{(await campaign(scene))[1]}/answers", {"way": "letter", "answer": "holds"})


@EXAMPLES.of("post_offer_answer_review", DESK)
async def _(scene: Scene) -> Case:
    path = (await campaign(scene))[1]
    text = {**OFFER, "seats": 80}
    made = await scene.system.post("staff", f"{path}/answers", way="call", answer="changed", text=text)
    return Case(f"{path}/review", {"accept": True}, {"If-Match": f'"{made["version"]}"'})


@EXAMPLES.of("get_campaigns", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{home(scene)}/campaigns")


@EXAMPLES.of("get_campaign", DESK)
async def _(scene: Scene) -> Case:
    return await shown(scene, (await campaign(scene))[0])


@EXAMPLES.of("get_inquiries", DESK)
async def _(scene: Scene) -> Case:
    path, _ = await campaign(scene)
    await scene.system.read("staff", path)
    return Case(f"{path}/inquiries")


@EXAMPLES.of("get_questionnaires", DESK | {"school"})
async def _(scene: Scene) -> Case:
    path, _ = await campaign(scene)
    await scene.system.read("staff", path)
    return Case(f"{ROOT}/organizations/{scene.town.school}/questionnaires")
