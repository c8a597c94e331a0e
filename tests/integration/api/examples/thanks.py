"""Examples of thanks for wishes that came true."""

from tests.integration.api.examples import matching
from tests.integration.api.examples.case import DESK, Case, Examples, Scene
from tests.support.eventually import eventually

SERVICE = "registry"
EXAMPLES = Examples()
THANKS = {"words": "灯亮了，晚上走路不怕了，谢谢你们", "shown_to": "everybody", "consent": "by_phone"}


async def fulfilled(scene: Scene) -> str:
    """A wish of Li's that the school fulfilled, as registry knows by now."""
    request = await matching.confirmed(scene)
    wish = f"/registry/v1/wishes/wish_{request.partition('req_')[2]}"
    await eventually(lambda: _fulfilled(scene, wish), f"{wish} has come true")
    return wish


async def _fulfilled(scene: Scene, wish: str) -> bool:
    return bool((await scene.system.read("staff", wish))["progress"] == "fulfilled")


async def thanked(scene: Scene) -> tuple[str, dict[str, str]]:
    """A wish for which Li said thanks, and what its review has to match."""
    wish = await fulfilled(scene)
    made = await scene.system.post("li", f"{wish}/thanks", **THANKS)
    return wish, {"If-Match": f'"{made["version"]}"'}


@EXAMPLES.of("post_wish_thanks", DESK | {"li"})
async def _(scene: Scene) -> Case:
    return Case(f"{await fulfilled(scene)}/thanks", THANKS)


@EXAMPLES.of("post_thanks_review", DESK)
async def _(scene: Scene) -> Case:
    wish, match = await thanked(scene)
    return Case(f"{wish}/thanks/review", {"decision": "publish", "text": "灯亮了，谢谢"}, match)


@EXAMPLES.of("post_thanks_withdrawal", DESK | {"li"})
async def _(scene: Scene) -> Case:
    wish, _ = await thanked(scene)
    return Case(f"{wish}/thanks/withdrawal", {"reason": "consent_withdrawn"})


@EXAMPLES.of("post_thanks_words", DESK)
async def _(scene: Scene) -> Case:
    wish, _ = await thanked(scene)
    return Case(f"{wish}/thanks/words", {"purpose": "review"})


@EXAMPLES.of("get_person_thanks", DESK | {"li"})
async def _(scene: Scene) -> Case:
    return Case(f"/registry/v1/persons/{scene.town.li}/thanks")


@EXAMPLES.of("get_organization_thanks", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"/registry/v1/organizations/{scene.town.school}/thanks")
