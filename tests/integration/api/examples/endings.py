"""Examples of ends that are no fulfilment, and of answers to vacancies."""

from tests.integration.api.examples import registry
from tests.integration.api.examples.case import DESK, Case, Examples, Scene
from tests.integration.api.examples.matching import ROOT, request

SERVICE = "matching"
EXAMPLES = Examples()
OFFICE = {"to": "街道民政科", "expected_by": "2098-01-01"}


async def referred(scene: Scene) -> str:
    """A request that was passed on."""
    path = await request(scene)
    await scene.system.post("staff", f"{path}/referral", **OFFICE)
    return path


async def vacancy(scene: Scene) -> str:
    """The request of the school's vacancy."""
    said = {"title": "招聘保安", "detail": "白班两名", "category": "employment", "quantity": 2, "unit": "人"}
    need = await scene.system.post(
        "school", "/registry/v1/needs", organization=scene.town.school, kind="vacancy", **said
    )
    await scene.system.post("staff", f"/registry/v1/needs/{need['id']}/publication")
    path = f"{ROOT}/requests/{need['id'].replace('need_', 'req_')}"
    await scene.system.read("staff", path, after="registry")
    return path


async def answered(scene: Scene) -> str:
    """Wang's answer to a vacancy."""
    path = await vacancy(scene)
    await scene.system.post("wang", f"{path}/answers", person=scene.town.wang)
    return f"{path}/answers/1"


@EXAMPLES.of("post_impossibility", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await request(scene)}/impossibility", {"reason": "beyond_powers"})


@EXAMPLES.of("post_referral", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await request(scene)}/referral", OFFICE)


@EXAMPLES.of("post_referral_outcome", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await referred(scene)}/referral/outcome", {"outcome": "done", "occurred_on": "2025-01-02"})


@EXAMPLES.of("post_return", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await referred(scene)}/return", {"reason": "sent_back"})


@EXAMPLES.of("post_part_end", DESK)
async def _(scene: Scene) -> Case:
    wish = await scene.system.post("staff", "/registry/v1/wishes", community=scene.town.home, text="楼道缺灯")
    said = {"decision": "publish", "text": "装灯", "kind": "public", "category": "safety", "quantity": 2}
    await scene.system.post("staff", f"/registry/v1/wishes/{wish['id']}/review", headers=registry.FIRST, **said)
    path = f"{ROOT}/requests/{wish['id'].replace('wish_', 'req_')}"
    await scene.system.read("staff", path, after="registry")
    claimant = {"kind": "organization", "id": scene.town.school}
    await scene.system.post("staff", f"{path}/claims", claimant=claimant, quantity=1)
    await scene.system.post("staff", f"{path}/claims/1/deliveries", evidence_code="visit")
    await scene.system.post("staff", f"{path}/confirmation", mark=5, how="on_site")
    return Case(f"{path}/part-end", {"reason": "no_more_givers", "note": "其余明年再装"})


@EXAMPLES.of("post_answer", DESK | {"wang"})
async def _(scene: Scene) -> Case:
    return Case(f"{await vacancy(scene)}/answers", {"person": scene.town.wang, "consent": "in_person"})


@EXAMPLES.of("post_answer_outcome", DESK | {"wang"})
async def _(scene: Scene) -> Case:
    return Case(f"{await answered(scene)}/outcome", {"outcome": "withdrew", "occurred_on": "2025-01-02"})
