"""Examples of evaluation's operations."""

from typing import Any

from demo.facts import facts
from tests.integration.api.examples import registry
from tests.integration.api.examples.case import DESK, SIGNED_IN, Case, Examples, Scene
from tests.integration.api.examples.registry import followed

SERVICE = "evaluation"
EXAMPLES = Examples()
ROOT = "/evaluation/v1"


def adoption(scene: Scene) -> dict[str, Any]:
    return {"node": scene.town.home, "scheme": facts("scheme")["scheme"], "valid_from": "2024-01-01"}


@EXAMPLES.of("post_scheme", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/schemes", adoption(scene))


@EXAMPLES.of("get_schemes", SIGNED_IN)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/schemes")


@EXAMPLES.of("get_scheme", SIGNED_IN)
async def _(scene: Scene) -> Case:
    path = f"{ROOT}/schemes/{(await scene.system.post('staff', f'{ROOT}/schemes', **adoption(scene)))['id']}"
    await scene.system.read("staff", path)
    return Case(path)


@EXAMPLES.of("get_scorecard", DESK | {"station", "city"})
async def _(scene: Scene) -> Case:
    station = f"/organizations/{scene.town.station}"
    await registry.membership(scene, f"/registry/v1{station}")
    path = f"{ROOT}{station}/scorecards/2024Q4"
    await scene.system.read("staff", path, after="registry")
    return Case(path)


@EXAMPLES.of("get_facts", DESK | {"school", "city"})
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/organizations/{scene.town.school}/facts")


@EXAMPLES.of("get_scorecards", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/communities/{scene.town.home}/scorecards?quarter=2024Q4")


@EXAMPLES.of("get_redactions", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/redactions?community={scene.town.home}")


@EXAMPLES.of("get_redaction", DESK)
async def _(scene: Scene) -> Case:
    return await followed(scene, SERVICE)
