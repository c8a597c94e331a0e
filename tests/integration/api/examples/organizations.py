"""Examples of registry's operations about what organizations are, their membership, and visits to them."""

from services.registry.commands.code import check_character
from tests.integration.api.examples import registry
from tests.integration.api.examples.case import DESK, Case, Examples, Scene
from tests.support.system import System

SERVICE = "registry"
EXAMPLES = Examples()
ROOT = "/registry/v1"
FACTS = {"name": "便民商店", "kind": "shop", "staff": 6}


def code(number: int) -> str:
    """A credit code of its own."""
    first = f"91110102MA{number:07}"
    return first + check_character(first)


async def no_member(system: System, organization: str) -> None:
    """Ends a membership that another test may have begun."""
    path = f"{ROOT}/organizations/{organization}"
    shown = await system.read("district", path)
    if shown["membership"] in ("member", "suspended"):
        since = shown["memberships"][-1]["since"]
        await system.post("district", f"{path}/membership/ending", until=since, reason="other")
    await system.read("district", "/matching/v1/requests?limit=1", after="registry")


async def organization(scene: Scene, member: bool = False) -> str:
    """Another organization of the home community."""
    body = {**FACTS, "community": scene.town.home, "credit_code": code(scene.next())}
    path = f"{ROOT}/organizations/{(await scene.system.post('staff', f'{ROOT}/organizations', **body))['id']}"
    if member:
        await scene.system.post("staff", f"{path}/membership", since="2017-06-01")
    return path


def name(path: str) -> str:
    return path.rpartition("/")[2]


@EXAMPLES.of("put_organization", DESK)
async def _(scene: Scene) -> Case:
    return Case(await organization(scene), {**FACTS, "account": True}, {"If-Match": '"1"'})


@EXAMPLES.of("post_organization_deactivation", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await organization(scene)}/deactivation", {"reason": "moved_away"})


@EXAMPLES.of("post_organization_reactivation", DESK)
async def _(scene: Scene) -> Case:
    path = await organization(scene)
    await scene.system.post("staff", f"{path}/deactivation", reason="other")
    return Case(f"{path}/reactivation", {})


@EXAMPLES.of("post_organization_merger", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await organization(scene)}/merger", {"into": name(await organization(scene))})


@EXAMPLES.of("delete_organization_merger", DESK)
async def _(scene: Scene) -> Case:
    path = await organization(scene)
    await scene.system.post("staff", f"{path}/merger", into=name(await organization(scene)))
    return Case(f"{path}/merger")


@EXAMPLES.of("post_contact_ending", DESK | {"school"})
async def _(scene: Scene) -> Case:
    known = await registry.contact(scene)
    return Case(f"{registry.school(scene)}/contacts/{known}/ending", {"successor": await registry.person(scene)})


@EXAMPLES.of("post_membership_approach", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await organization(scene)}/membership/approach", {"stage": "invited", "on": "2024-01-01"})


@EXAMPLES.of("post_membership_application", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{await registry.schools_membership(scene, member=False)}/application", {"on": "2024-01-01"})


@EXAMPLES.of("post_membership_declination", DESK)
async def _(scene: Scene) -> Case:
    path = await organization(scene)
    await scene.system.post("staff", f"{path}/membership/application", on="2024-01-01")
    return Case(f"{path}/membership/declination", {"on": "2024-02-01", "reason": "not_now", "note": "明年再议"})


@EXAMPLES.of("post_membership_suspension", DESK)
async def _(scene: Scene) -> Case:
    path = await organization(scene, member=True)
    return Case(f"{path}/membership/suspension", {"since": "2024-01-01", "reason": "moving"})


@EXAMPLES.of("post_membership_resumption", DESK)
async def _(scene: Scene) -> Case:
    path = await organization(scene, member=True)
    await scene.system.post("staff", f"{path}/membership/suspension", since="2024-01-01", reason="moving")
    return Case(f"{path}/membership/resumption", {"until": "2024-02-01"})


@EXAMPLES.of("post_membership_confirmation", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{await registry.schools_membership(scene)}/confirmations", {"year": 2025})


@EXAMPLES.of("post_alliance_role", DESK)
async def _(scene: Scene) -> Case:
    path = await organization(scene, member=True)
    return Case(f"{path}/membership/roles", {"role": "chair", "since": "2024-01-01", "until": "2024-06-30"})


@EXAMPLES.of("post_alliance_role_ending", DESK)
async def _(scene: Scene) -> Case:
    path = await organization(scene, member=True)
    await scene.system.post("staff", f"{path}/membership/roles", role="council", since="2024-01-01")
    return Case(f"{path}/membership/roles/ending", {"role": "council", "until": "2024-06-30"})


@EXAMPLES.of("get_members", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/communities/{scene.town.home}/members?on=2025-06-30")


@EXAMPLES.of("get_handover", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{registry.school(scene)}/handover")


VISIT = {"occurred_on": "2024-05-01", "findings": "门口台阶缺扶手", "follow_up": "联系物业加装扶手"}


@EXAMPLES.of("post_visit", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{registry.school(scene)}/visits", VISIT)


@EXAMPLES.of("post_visit_follow_up", DESK)
async def _(scene: Scene) -> Case:
    made = await scene.system.post("staff", f"{registry.school(scene)}/visits", **VISIT)
    return Case(f"{ROOT}/visits/{made['id']}/follow-up", {"occurred_on": "2024-05-20", "outcome": "扶手已装好"})


@EXAMPLES.of("get_visits", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{registry.school(scene)}/visits")


@EXAMPLES.of("put_person_account", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/persons/{await registry.person(scene)}/account", {"account": True, "consent": "in_person"})
