"""Examples of matching's links: by one the school, without an account, answers a suggestion or says it delivered."""

from tests.integration.api.examples.case import DESK, EVERYBODY, Case, Examples, Scene
from tests.integration.api.examples.matching import claimed
from tests.integration.api.examples.suggestions import asked

SERVICE = "matching"
EXAMPLES = Examples()
ROOT = "/matching/v1"


async def linked(scene: Scene, path: str | None = None) -> tuple[str, str]:
    """A suggestion (or the claim at `path`), and the token of its link."""
    path = path or await asked(scene)
    return path, str((await scene.system.post("staff", f"{path}/links"))["token"])


def request_of(path: str) -> str:
    return "/".join(path.split("/")[:5])


@EXAMPLES.of("post_suggestion_link", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await asked(scene)}/links", {})


@EXAMPLES.of("post_claim_link", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await claimed(scene, accepted=True)}/links", {})


@EXAMPLES.of("get_request_links", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{request_of((await linked(scene))[0])}/links")


@EXAMPLES.of("post_request_link_revocation", DESK)
async def _(scene: Scene) -> Case:
    body = {"reason": "answered_otherwise", "note": "对方已来电答复"}
    return Case(f"{request_of((await linked(scene))[0])}/links/1/revocation", body)


@EXAMPLES.of("post_link_opening", EVERYBODY)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/links/opening", {"token": (await linked(scene))[1]})


@EXAMPLES.of("post_link_answer", EVERYBODY)
async def _(scene: Scene) -> Case:
    said = {"answer": "no", "reason": "not_now", "note": "今年已有安排"}  # until no day that other tests would meet
    return Case(f"{ROOT}/links/answer", {"token": (await linked(scene))[1], "said": said})
