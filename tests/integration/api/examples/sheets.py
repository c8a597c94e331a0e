"""Examples of registry's operations about spreadsheets."""

from tests.integration.api.examples.case import DESK, Case, Examples, Scene

SERVICE = "registry"
EXAMPLES = Examples()
ROOT = "/registry/v1"


def home(scene: Scene) -> str:
    return f"{ROOT}/communities/{scene.town.home}"


def sheet(scene: Scene) -> bytes:
    """One organization that is not there yet."""
    return f"单位名称,类型\n某某店{scene.next()},商铺\n".encode()


async def handed_in(scene: Scene, who: str = "staff") -> str:
    """An import that nobody has started."""
    made = await scene.system.write(who, "POST", f"{home(scene)}/imports?kind=organizations", sheet(scene))
    path = f"{ROOT}/imports/{made['id']}"
    await scene.system.read("staff", path)
    return path


@EXAMPLES.of("get_sheet_form", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{home(scene)}/forms/organizations")


@EXAMPLES.of("post_import", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{home(scene)}/imports?kind=organizations", sheet(scene))


@EXAMPLES.of("get_imports", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{home(scene)}/imports")


@EXAMPLES.of("get_import", DESK)
async def _(scene: Scene) -> Case:
    return Case(await handed_in(scene))


@EXAMPLES.of("get_import_check", {"staff"})
async def _(scene: Scene) -> Case:
    return Case(f"{await handed_in(scene)}/check")


@EXAMPLES.of("get_import_check.others", {"district"})
async def _(scene: Scene) -> Case:
    return Case(f"{await handed_in(scene, 'district')}/check")


@EXAMPLES.of("get_import_remarks", {"district"})
async def _(scene: Scene) -> Case:
    return Case(f"{await handed_in(scene, 'district')}/remarks")


@EXAMPLES.of("post_import_application", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await handed_in(scene)}/application", {})


@EXAMPLES.of("delete_import", DESK)
async def _(scene: Scene) -> Case:
    return Case(await handed_in(scene))


@EXAMPLES.of("post_export", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{home(scene)}/exports", {"list": "organizations", "format": "csv", "filters": {"kind": "school"}})


@EXAMPLES.of("get_exports", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{home(scene)}/exports")
