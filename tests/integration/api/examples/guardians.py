"""Examples of naming and releasing a minor's guardian."""

from datetime import UTC, date, datetime

from tests.integration.api.examples import registry
from tests.integration.api.examples.case import DESK, Case, Examples, Scene

SERVICE = "registry"
EXAMPLES = Examples()
BORN = date(datetime.now(UTC).date().year - 9, 1, 2).isoformat()
"""Of somebody who is nine or will be this year."""


async def minor(scene: Scene, named: bool = False) -> tuple[str, dict[str, str]]:
    """Somebody, and who is going to decide for that child; or does already."""
    child, parent = await registry.person(scene), await registry.person(scene)
    body = {"guardian": parent, "relation": "mother", "born": BORN, "consent": "in_person"}
    path = f"{registry.ROOT}/persons/{child}/guardian"
    if named:
        await scene.system.write("staff", "PUT", path, body)
    return path, body


@EXAMPLES.of("put_person_guardian", DESK)
async def _(scene: Scene) -> Case:
    path, body = await minor(scene)
    return Case(path, body)


@EXAMPLES.of("delete_person_guardian", DESK)
async def _(scene: Scene) -> Case:
    path, _ = await minor(scene, named=True)
    return Case(f"{path}?reason=replaced")
