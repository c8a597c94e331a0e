"""A minor's wish through the whole flow: the guardian is told, confirms and says thanks; the minor decides nothing."""

from typing import Any

from tests.integration.api.examples.guardians import BORN
from tests.support.eventually import eventually
from tests.support.system import System, Town

PUBLISH = {"decision": "publish", "text": "一盒水彩笔（监护测试）", "kind": "person", "category": "supplies"}


async def person(system: System, town: Town, name: str) -> str:
    """Somebody with an account, signed in under his or her own name."""
    body = {"name": name, "phone": "13800138000", "consent": "in_person", "account": True, "community": town.home}
    made = str((await system.post("staff", "/registry/v1/persons", **body))["id"])
    system.sign_in(name, "resident", node=town.home, person=made)
    return made


async def named(system: System, child: str, guardian: str) -> None:
    body = {"guardian": guardian, "relation": "mother", "born": BORN, "consent": "in_person"}
    await system.write("staff", "PUT", f"/registry/v1/persons/{child}/guardian", body)


async def wish_of(system: System, town: Town, child: str, who: str) -> str:
    """A published wish of the child's, claimed by the school and accepted; its letters."""
    body = {"community": town.home, "person": child, "words": "想要水彩笔", "consent": "guardian"}
    wish = (await system.post(who, "/registry/v1/wishes", **body))["id"]
    path = f"/registry/v1/wishes/{wish}/review"
    await system.post("staff", path, headers={"If-Match": '"1"'}, **PUBLISH)
    request = f"/matching/v1/requests/{wish.replace('wish_', 'req_')}"
    await eventually(lambda: _there(system, request), "the request is open")
    await system.post("school", f"{request}/claims", claimant={"kind": "organization", "id": town.school})
    await system.post("staff", f"{request}/claims/1/acceptance")
    return str(wish.partition("_")[2])


async def _there(system: System, path: str) -> bool:
    return (await system.send("staff", "GET", path)).is_success


async def _status(system: System, who: str, method: str, path: str, body: Any = None) -> int:
    return (await system.send(who, method, path, body)).status_code


async def kinds(system: System, who: str) -> set[str]:
    """What `who` was told of."""
    page = await system.read(who, "/notify/v1/notices?limit=100")
    return {notice["kind"] for notice in page["items"]}


async def test_the_guardian_is_told_confirms_and_thanks(system: System, town: Town) -> None:
    child, parent = await person(system, town, "小满"), await person(system, town, "满妈妈")
    await named(system, child, parent)
    await system.post("staff", f"/registry/v1/organizations/{town.school}/contacts", person=parent, duty="liaison")
    letters = await wish_of(system, town, child, "满妈妈")
    request, wish = f"/matching/v1/requests/req_{letters}", f"/registry/v1/wishes/wish_{letters}"
    await system.post("school", f"{request}/claims/1/deliveries", evidence_code="handover", occurred_on="2024-11-05")
    assert (await system.read("小满", request))["person"] is None, "what anybody at home sees"
    assert (await system.read("满妈妈", request))["person"] == parent
    assert await _status(system, "小满", "POST", f"{request}/confirmation", {"mark": 5, "how": "self"}) == 404
    assert await _status(system, "小满", "POST", f"{request}/closing", {"reason": "no_longer_wanted"}) == 404
    await system.post("满妈妈", f"{request}/confirmation", mark=5, how="self")
    await eventually(lambda: _progress(system, wish, "fulfilled"), "registry knows")
    said = {"words": "谢谢水彩笔", "shown_to": "providers", "consent": "guardian"}
    assert await _status(system, "小满", "POST", f"{wish}/thanks", said) == 404
    await system.post("满妈妈", f"{wish}/thanks", **said)
    told = {"wish_published", "claim_accepted", "delivered", "wish_fulfilled"}
    await eventually(lambda: _told(system, "满妈妈", told), "the guardian was told")
    assert await kinds(system, "小满") == set()


async def test_another_guardian_takes_over_what_is_under_way(system: System, town: Town) -> None:
    child, parent = await person(system, town, "小雪儿"), await person(system, town, "雪妈妈")
    aunt = await person(system, town, "雪姑姑")
    await named(system, child, parent)
    letters = await wish_of(system, town, child, "雪妈妈")
    request = f"/matching/v1/requests/req_{letters}"
    await system.write("staff", "DELETE", f"/registry/v1/persons/{child}/guardian?reason=replaced")
    await eventually(lambda: _decides(system, request, None), "matching knows that nobody decides")
    assert await _status(system, "雪妈妈", "POST", f"{request}/closing", {"reason": "no_longer_wanted"}) == 404
    await named(system, child, aunt)
    await eventually(lambda: _decides(system, request, aunt), "matching knows who decides")
    await eventually(lambda: _told(system, "雪姑姑", {"wish_guardian_changed"}), "the new guardian was told")
    await system.post("雪姑姑", f"{request}/closing", reason="no_longer_wanted")


async def _progress(system: System, wish: str, progress: str) -> bool:
    return bool((await system.read("staff", wish))["progress"] == progress)


async def _told(system: System, who: str, expected: set[str]) -> bool:
    return expected <= await kinds(system, who)


async def _decides(system: System, request: str, person: str | None) -> bool:
    state = await system.services["matching"].handler.state(request.rpartition("/")[2])
    return bool(state.decides == person)
