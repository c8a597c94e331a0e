"""Examples of matching's operations about spreadsheets."""

from tests.integration.api.examples.case import DESK, Case, Examples, Scene

SERVICE = "matching"
EXAMPLES = Examples()


def home(scene: Scene) -> str:
    return f"/matching/v1/communities/{scene.town.home}"


@EXAMPLES.of("post_export", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{home(scene)}/exports", {"list": "cases", "format": "csv", "filters": {"kind": "need"}})


@EXAMPLES.of("get_exports", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{home(scene)}/exports")
