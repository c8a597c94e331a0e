"""Examples of registry's operations about places and who lives there."""

from tests.integration.api.examples.case import AT_HOME, DESK, Case, Examples, Scene

SERVICE = "registry"
EXAMPLES = Examples()
ROOT = "/registry/v1"


async def place(scene: Scene, kind: str = "courtyard") -> str:
    """A place of the home community."""
    body = {"community": scene.town.home, "kind": kind, "name": f"北里{scene.next()}号"}
    return f"{ROOT}/places/{(await scene.system.post('staff', f'{ROOT}/places', **body))['id']}"


async def with_steward(scene: Scene) -> str:
    """A place that Wang answers for."""
    path = await place(scene)
    await scene.system.post("staff", f"{path}/steward", person=scene.town.wang, since="2024-01-01")
    return path


@EXAMPLES.of("post_place", DESK)
async def _(scene: Scene) -> Case:
    parent = (await place(scene, "estate")).rpartition("/")[2]
    body = {"community": scene.town.home, "kind": "courtyard", "name": "北里12号楼", "parent": parent}
    return Case(f"{ROOT}/places", body)


@EXAMPLES.of("put_place", DESK)
async def _(scene: Scene) -> Case:
    return Case(await place(scene), {"name": "北里十二号楼", "parent": None})


@EXAMPLES.of("post_steward", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await place(scene)}/steward", {"person": scene.town.li, "since": "2024-01-01"})


@EXAMPLES.of("post_steward_ending", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await with_steward(scene)}/steward/ending", {"until": "2024-12-31"})


@EXAMPLES.of("post_place_deactivation", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await place(scene)}/deactivation", {"reason": "torn_down", "note": "已拆除"})


@EXAMPLES.of("post_place_reactivation", DESK)
async def _(scene: Scene) -> Case:
    path = await place(scene)
    await scene.system.post("staff", f"{path}/deactivation", reason="other")
    return Case(f"{path}/reactivation", {})


@EXAMPLES.of("get_places", AT_HOME)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/communities/{scene.town.home}/places")


@EXAMPLES.of("get_place", AT_HOME)
async def _(scene: Scene) -> Case:
    path = await place(scene)
    await scene.system.read("staff", path)
    return Case(path)


@EXAMPLES.of("get_ledger", DESK)
async def _(scene: Scene) -> Case:
    path = f"{ROOT}/communities/{scene.town.home}/ledgers/2023"
    await scene.system.write("staff", "PUT", path, {"residents": 1000, "organizations": 90})
    await scene.system.read("staff", f"{ROOT}/communities/{scene.town.home}")
    return Case(path)


@EXAMPLES.of("put_person_place", DESK | {"li"})
async def _(scene: Scene) -> Case:
    where = (await place(scene)).rpartition("/")[2]
    return Case(f"{ROOT}/persons/{scene.town.li}/place", {"place": where, "consent": "in_person"})
