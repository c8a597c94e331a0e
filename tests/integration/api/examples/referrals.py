"""Examples of needs that change or are confirmed anew, and of wishes passed on before they are published."""

from tests.integration.api.examples.case import DESK, Case, Examples, Scene
from tests.integration.api.examples.registry import FIRST, NEED, need, wish

SERVICE = "registry"
EXAMPLES = Examples()
OFFICE = {"to": "街道民政科", "expected_by": "2098-01-01"}


async def referred(scene: Scene) -> str:
    """A wish that was passed on."""
    path = await wish(scene)
    await scene.system.post("staff", f"{path}/referral", **OFFICE)
    return path


@EXAMPLES.of("put_need", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(await need(scene), {**NEED, "title": "换一种说法"}, FIRST)


@EXAMPLES.of("post_need_confirmation", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{await need(scene, published=True)}/confirmation", {"confirmed_on": "2024-08-01"})


@EXAMPLES.of("post_wish_referral", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await wish(scene)}/referral", OFFICE)


@EXAMPLES.of("post_wish_referral_outcome", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await referred(scene)}/referral/outcome", {"outcome": "done", "occurred_on": "2025-01-02"})


@EXAMPLES.of("post_wish_return", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await referred(scene)}/return", {"reason": "sent_back"})
