"""Examples of registry's operations about number plates."""

from tests.integration.api.examples.case import DESK, Case, Examples, Scene

SERVICE = "registry"
EXAMPLES = Examples()
ROOT = "/registry/v1"


def plate(scene: Scene) -> str:
    """The path of a person's plate."""
    return f"{ROOT}/persons/{scene.town.li}/plate"


@EXAMPLES.of("put_person_plate", DESK | {"li"})
async def _(scene: Scene) -> Case:
    return Case(plate(scene), {"plate": "京A12345", "consent": "in_person"})


@EXAMPLES.of("post_plate_reveal", DESK | {"li"})
async def _(scene: Scene) -> Case:
    await scene.system.write("staff", "PUT", plate(scene), {"plate": "京A12345", "consent": "in_person"})
    return Case(f"{plate(scene)}/reveals", {"purpose": "parking"})
