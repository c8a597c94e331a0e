"""Examples of registry's operations."""

from datetime import date, timedelta

from tests.integration.api.examples.case import ABOVE, AT_HOME, DESK, EVERYBODY, Case, Examples, Scene
from tests.support.system import SOMEBODY

SERVICE = "registry"
EXAMPLES = Examples()
ROOT = "/registry/v1"
OFFER = {"title": "会议室", "detail": "周末可借用", "category": "space", "mode": "bookable", "seats": 30}
NEED = {"title": "志愿者", "detail": "需要两名志愿者", "category": "volunteering", "quantity": 2, "unit": "名"}
ORGANIZATION = {"name": "便民商店", "kind": "shop", "peer_class": "shop"}
PUBLICATION = {"text": "想要一盏灯", "kind": "person", "category": "household_help", "home_visit": True}


def school(scene: Scene) -> str:
    return f"{ROOT}/organizations/{scene.town.school}"


def home(scene: Scene) -> str:
    return f"{ROOT}/communities/{scene.town.home}"


async def person(scene: Scene) -> str:
    made = await scene.system.post("staff", f"{ROOT}/persons", **SOMEBODY, community=scene.town.home)
    return str(made["id"])


async def contact(scene: Scene) -> str:
    """Another contact of the school's."""
    known = await person(scene)
    await scene.system.post("staff", f"{school(scene)}/contacts", person=known, duty="liaison")
    return known


async def schools_membership(scene: Scene, member: bool = True) -> str:
    """The school's membership, which lasts or not."""
    return await membership(scene, school(scene), member)


async def membership(scene: Scene, path: str, member: bool = True) -> str:
    """The membership of the organization at `path`, which lasts or not, whatever other tests made of it before."""
    shown = await scene.system.read("staff", path)
    lasts = shown["membership"] in ("member", "suspended")
    known = [day for each in shown["memberships"] for day in (each["since"], each["until"]) if day]
    later = date.fromisoformat(max(known, default="2017-06-01")) + timedelta(days=1)
    if member and not lasts:
        await scene.system.post("staff", f"{path}/membership", since=later.isoformat())
    if lasts and not member:
        await scene.system.post("staff", f"{path}/membership/ending", until=later.isoformat(), reason="other")
    return f"{path}/membership"


async def offer(scene: Scene, listed: bool = True) -> str:
    made = await scene.system.post("school", f"{ROOT}/offers", organization=scene.town.school, **OFFER)
    if listed:
        await scene.system.post("staff", f"{ROOT}/offers/{made['id']}/listing")
    return f"{ROOT}/offers/{made['id']}"


async def need(scene: Scene, published: bool = False) -> str:
    made = await scene.system.post("school", f"{ROOT}/needs", organization=scene.town.school, **NEED)
    if published:
        await scene.system.post("staff", f"{ROOT}/needs/{made['id']}/publication")
    return f"{ROOT}/needs/{made['id']}"


async def wish(scene: Scene, published: bool = False) -> str:
    """A wish of Li's."""
    body = {"community": scene.town.home, "person": scene.town.li, "words": "家里的灯坏了"}
    path = f"{ROOT}/wishes/{(await scene.system.post('li', f'{ROOT}/wishes', **body))['id']}"
    if published:
        await scene.system.post("staff", f"{path}/review", headers=FIRST, decision="publish", **PUBLICATION)
    return path


async def shown(scene: Scene, path: str) -> Case:
    """A read of something that shows already."""
    await scene.system.read("staff", path)
    return Case(path)


FIRST = {"If-Match": '"1"'}


@EXAMPLES.of("post_community", ABOVE)
async def _(scene: Scene) -> Case:
    name = f"新社区{scene.next()}"
    node = {"parent": scene.town.street, "name": name, "level": "community", "division_code": "110102009001"}
    return Case(f"{ROOT}/communities", node)


@EXAMPLES.of("put_settings", DESK)
async def _(scene: Scene) -> Case:
    state = await scene.system.read("staff", home(scene))
    settings = {"claim_due": f"P{scene.next() % 9000 + 30}D", "time_zone": "Asia/Shanghai"}
    return Case(f"{home(scene)}/settings", {"settings": settings}, {"If-Match": f'"{state["version"]}"'})


@EXAMPLES.of("put_ledger", DESK)
async def _(scene: Scene) -> Case:
    groups = [{"name": "汉族", "count": 900}, {"name": "回族", "count": 60}]
    figures = {"residents": 1000 + scene.next(), "groups": groups, "organizations": 90}
    return Case(f"{home(scene)}/ledgers/2024", figures)


@EXAMPLES.of("get_tree", EVERYBODY)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/tree")


@EXAMPLES.of("get_wall", EVERYBODY)
async def _(scene: Scene) -> Case:
    return Case(f"{home(scene)}/wall")


@EXAMPLES.of("get_community", AT_HOME)
async def _(scene: Scene) -> Case:
    return Case(home(scene))


@EXAMPLES.of("get_desk", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{home(scene)}/desk")


@EXAMPLES.of("get_overview", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{home(scene)}/overview")


@EXAMPLES.of("post_organization", DESK)
async def _(scene: Scene) -> Case:
    ref = {"system": "city", "id": str(scene.next())}
    return Case(f"{ROOT}/organizations", {**ORGANIZATION, "community": scene.town.home, "external_ref": ref})


@EXAMPLES.of("put_phones", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{school(scene)}/phones", {"phones": [{"number": "010-63030001", "shown_to": "wall"}]})


@EXAMPLES.of("post_contact", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{school(scene)}/contacts", {"person": await person(scene), "duty": "liaison"})


@EXAMPLES.of("put_contact", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{school(scene)}/contacts/{await contact(scene)}", {"duty": "head"})


@EXAMPLES.of("delete_contact", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{school(scene)}/contacts/{await contact(scene)}")


@EXAMPLES.of("post_membership", DESK)
async def _(scene: Scene) -> Case:
    made = await scene.system.post("staff", f"{ROOT}/organizations", **ORGANIZATION, community=scene.town.home)
    return Case(f"{ROOT}/organizations/{made['id']}/membership", {"since": "2020-01-01"})


@EXAMPLES.of("post_membership_ending", DESK | {"school"})
async def _(scene: Scene) -> Case:
    path = await schools_membership(scene)
    since = (await scene.system.read("staff", school(scene)))["memberships"][-1]["since"]
    return Case(f"{path}/ending", {"until": since, "reason": "own_wish", "note": "到期"})


@EXAMPLES.of("get_organizations", AT_HOME)
async def _(scene: Scene) -> Case:
    return Case(f"{home(scene)}/organizations")


@EXAMPLES.of("get_organizations.found", AT_HOME)
async def _(scene: Scene) -> Case:
    return Case(f"{home(scene)}/organizations?q=dwsc")


@EXAMPLES.of("get_organization", AT_HOME)
async def _(scene: Scene) -> Case:
    return Case(school(scene))


@EXAMPLES.of("post_offer", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/offers", {**OFFER, "organization": scene.town.school, "confirmed_on": "2024-06-01"})


@EXAMPLES.of("put_offer", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(await offer(scene, listed=False), {**OFFER, "title": f"大会议室{scene.next()}"}, FIRST)


@EXAMPLES.of("post_offer_listing", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await offer(scene, listed=False)}/listing", {})


@EXAMPLES.of("post_offer_confirmation", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{await offer(scene)}/confirmation", {"confirmed_on": "2024-07-01"})


@EXAMPLES.of("post_offer_ending", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{await offer(scene)}/ending", {"reason": "used_up", "note": "已用完"})


@EXAMPLES.of("get_offers", AT_HOME)
async def _(scene: Scene) -> Case:
    return Case(f"{home(scene)}/offers")


@EXAMPLES.of("get_offer", AT_HOME)
async def _(scene: Scene) -> Case:
    return await shown(scene, await offer(scene))


@EXAMPLES.of("get_offer.submitted", DESK | {"school", "city"})
async def _(scene: Scene) -> Case:
    return await shown(scene, await offer(scene, listed=False))


@EXAMPLES.of("post_need", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/needs", {**NEED, "organization": scene.town.school})


@EXAMPLES.of("post_need_publication", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await need(scene)}/publication", {"text": "需要志愿者", "confirmed_on": "2024-07-01"})


@EXAMPLES.of("post_need_publications", DESK)
async def _(scene: Scene) -> Case:
    one = {"need": (await need(scene)).rpartition("/")[2], "text": "需要志愿者", "confirmed_on": "2024-07-01"}
    return Case(f"{ROOT}/needs/publications", {"publications": [one]})


@EXAMPLES.of("post_need_withdrawal", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{await need(scene)}/withdrawal", {"reason": "met_elsewhere", "note": "已解决"})


@EXAMPLES.of("get_needs", AT_HOME)
async def _(scene: Scene) -> Case:
    return Case(f"{home(scene)}/needs")


@EXAMPLES.of("get_need", AT_HOME)
async def _(scene: Scene) -> Case:
    return await shown(scene, await need(scene, published=True))


@EXAMPLES.of("get_need.posted", DESK | {"school", "city"})
async def _(scene: Scene) -> Case:
    return await shown(scene, await need(scene))


@EXAMPLES.of("post_person", DESK | {"li", "wang", "unbound_resident"})
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/persons", {**SOMEBODY, "community": scene.town.home})


@EXAMPLES.of("post_person_reveal", DESK | {"li"})
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/persons/{scene.town.li}/reveals", {"purpose": "tell_in_person"})


@EXAMPLES.of("post_person_export", DESK | {"li"})
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/persons/{scene.town.li}/export", {})


@EXAMPLES.of("delete_person", DESK | {"li"})
async def _(scene: Scene) -> Case:
    known = await person(scene)
    return Case(f"{ROOT}/persons/{known}?reason=moved_away", owner=known)


@EXAMPLES.of("post_person_matches", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/persons/matches", {"phone": SOMEBODY["phone"], "community": scene.town.home})


@EXAMPLES.of("get_persons", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{home(scene)}/persons")


@EXAMPLES.of("get_person", DESK | {"li"})
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/persons/{scene.town.li}")


@EXAMPLES.of("post_wish", DESK | {"li", "wang", "unbound_resident"})
async def _(scene: Scene) -> Case:
    words = {"words": "想学智能手机", "consent": "by_phone"}
    return Case(f"{ROOT}/wishes", {**words, "community": scene.town.home, "person": scene.town.li})


@EXAMPLES.of("post_wish.noticed", DESK | {"school"})
async def _(scene: Scene) -> Case:
    said = {"community": scene.town.home, "organization": scene.town.school, "text": "胡同口缺一盏灯"}
    return Case(f"{ROOT}/wishes", said)


@EXAMPLES.of("put_wish", DESK | {"li"})
async def _(scene: Scene) -> Case:
    return Case(await wish(scene), {"words": "想学拍照"}, FIRST)


@EXAMPLES.of("post_wish_withdrawal", DESK | {"li"})
async def _(scene: Scene) -> Case:
    return Case(f"{await wish(scene)}/withdrawal", {"reason": "moved_away", "note": "已搬家"})


@EXAMPLES.of("post_wish_review", DESK)
async def _(scene: Scene) -> Case:
    said = {**PUBLICATION, "quantity": 2, "unit": "盏"}
    return Case(f"{await wish(scene)}/review", {"decision": "publish", **said}, FIRST)


@EXAMPLES.of("post_wish_review.reject", DESK)
async def _(scene: Scene) -> Case:
    said = {"reason": "duplicate", "note": "已有同样的", "duplicate_of": (await wish(scene)).rpartition("/")[2]}
    return Case(f"{await wish(scene)}/review", {"decision": "reject", **said}, FIRST)


@EXAMPLES.of("post_wish_reviews", DESK)
async def _(scene: Scene) -> Case:
    one = {"wish": (await wish(scene)).rpartition("/")[2], "version": 1, "decision": "publish"}
    return Case(f"{ROOT}/wishes/reviews", {"reviews": [{**one, **PUBLICATION, "quantity": 2, "unit": "盏"}]})


@EXAMPLES.of("post_wish_reveal", DESK | {"li", "school"})
async def _(scene: Scene) -> Case:
    from tests.integration.api.examples import matching  # it makes its requests of our wishes

    request = await matching.request(scene)
    path = f"{ROOT}/wishes/{request.rpartition('/')[2].replace('req_', 'wish_')}"
    claimant = {"kind": "organization", "id": scene.town.school}
    await scene.system.post("school", f"{request}/claims", claimant=claimant)
    await scene.system.post("staff", f"{request}/claims/1/acceptance")
    await scene.system.read("staff", path, after="matching")
    return Case(f"{path}/reveals", {"purpose": "arrange_delivery"})


@EXAMPLES.of("post_wish_words", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await wish(scene)}/words", {"purpose": "review"})


@EXAMPLES.of("post_text_check", DESK)
async def _(scene: Scene) -> Case:
    path = await wish(scene)
    await scene.system.read("staff", path)
    return Case(f"{path}/text-check", {"text": "想要一盏灯"})


@EXAMPLES.of("post_wish_receipt", DESK | {"li"})
async def _(scene: Scene) -> Case:
    return Case(f"{await wish(scene)}/receipt", {})


@EXAMPLES.of("post_receipt_opening", EVERYBODY)
async def _(scene: Scene) -> Case:
    path = await wish(scene)
    receipt = await scene.system.post("staff", f"{path}/receipt")
    await scene.system.read("staff", path)
    return Case(f"{ROOT}/receipts/opening", {"number": receipt["number"], "code": receipt["code"]})


@EXAMPLES.of("get_wishes", AT_HOME)
async def _(scene: Scene) -> Case:
    return Case(f"{home(scene)}/wishes")


@EXAMPLES.of("get_wish", DESK | {"li", "city"})
async def _(scene: Scene) -> Case:
    return await shown(scene, await wish(scene))


async def redaction(scene: Scene) -> dict[str, str]:
    """Words that stand nowhere else: what is taken out of one thing is taken out of its copies too."""
    n = scene.next()
    body = {**OFFER, "organization": scene.town.school, "detail": f"请找第{n}位老师"}
    thing = (await scene.system.post("school", f"{ROOT}/offers", **body))["id"]
    return {"thing": thing, "find": f"第{n}位", "reason": "other"}


async def followed(scene: Scene, service: str) -> Case:
    """A redaction that `service` has heard of."""
    made = await scene.system.post("staff", f"{ROOT}/redactions", **await redaction(scene))
    path = f"/{service}/v1/redactions/{made['id']}"
    await scene.system.read("staff", path, after="registry")
    return Case(path)


@EXAMPLES.of("post_redaction", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/redactions", await redaction(scene))


@EXAMPLES.of("get_redactions", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/redactions?community={scene.town.home}")


@EXAMPLES.of("get_redaction", DESK)
async def _(scene: Scene) -> Case:
    made = await scene.system.post("staff", f"{ROOT}/redactions", **await redaction(scene))
    return await shown(scene, f"{ROOT}/redactions/{made['id']}")
