"""Examples of notify's operations."""

from tests.integration.api.examples import registry
from tests.integration.api.examples.case import CALLERS, DESK, Case, Examples, Scene

SERVICE = "notify"
EXAMPLES = Examples()
ROOT = "/notify/v1"
READERS = {who for who, role in CALLERS.items() if role in ("staff", "contact", "resident")}


async def notice(scene: Scene, reader: str) -> str:
    """A notice to `reader` about a wish of Li's: posted, the desk hears of it; published, Li does."""
    wish = (await registry.wish(scene, published=reader == "li")).rpartition("/")[2]
    shown = await scene.system.read(reader, f"{ROOT}/notices", after="registry")
    return f"{ROOT}/notices/{next(each['id'] for each in shown['items'] if each['params'].get('wish') == wish)}"


@EXAMPLES.of("get_notices", READERS)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/notices")


@EXAMPLES.of("get_unread", READERS)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/notices/unread")


@EXAMPLES.of("get_notice_stream", READERS)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/notices/stream", endless=True)


@EXAMPLES.of("post_reading", {"li"})
async def _(scene: Scene) -> Case:
    return Case(f"{await notice(scene, 'li')}/reading", {})


@EXAMPLES.of("post_reading.desk", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await notice(scene, 'staff')}/reading", {})


@EXAMPLES.of("post_telling", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await notice(scene, 'li')}/telling", {"how": "visit"})


@EXAMPLES.of("get_tasks", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/tasks?community={scene.town.home}")


@EXAMPLES.of("get_figures", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/communities/{scene.town.home}/figures")


@EXAMPLES.of("get_redactions", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/redactions?community={scene.town.home}")


@EXAMPLES.of("get_redaction", DESK)
async def _(scene: Scene) -> Case:
    return await registry.followed(scene, SERVICE)
