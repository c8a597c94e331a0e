"""Examples of registry's links: by one the school, without an account, says whether its offer holds still."""

from tests.integration.api.examples.case import DESK, EVERYBODY, Case, Examples, Scene
from tests.integration.api.examples.registry import offer

SERVICE = "registry"
EXAMPLES = Examples()
ROOT = "/registry/v1"


async def linked(scene: Scene, path: str | None = None) -> tuple[str, str]:
    """A listed offer, and the token of its link."""
    path = path or await offer(scene)
    return path, str((await scene.system.post("staff", f"{path}/links"))["token"])


@EXAMPLES.of("post_offer_link", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await offer(scene)}/links", {})


@EXAMPLES.of("get_offer_links", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{(await linked(scene))[0]}/links")


@EXAMPLES.of("post_offer_link_revocation", DESK)
async def _(scene: Scene) -> Case:
    body = {"reason": "sent_to_others", "note": "发错了群"}
    return Case(f"{(await linked(scene))[0]}/links/1/revocation", body)


@EXAMPLES.of("post_link_opening", EVERYBODY)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/links/opening", {"token": (await linked(scene))[1]})


@EXAMPLES.of("post_link_answer", EVERYBODY)
async def _(scene: Scene) -> Case:
    said = {"answer": "paused", "first": "2025-07-01", "reason": "renovation", "note": "暑期装修"}
    return Case(f"{ROOT}/links/answer", {"token": (await linked(scene))[1], "said": said})
