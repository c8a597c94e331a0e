"""Links: an organization without an account answers one question, once, and can do nothing else."""

import asyncio
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
import structlog

from shared.runtime.logging import configure
from tests.integration.api.examples import Scene, matching, registry, request_links, suggestions
from tests.integration.api.examples.offer_links import linked
from tests.integration.api.examples.request_links import request_of
from tests.support.eventually import eventually
from tests.support.system import SOMEBODY, System, Town

SERVICES = {"offer": registry.ROOT, "req": matching.ROOT}
HOLDS = {"answer": "holds"}


@pytest.fixture(scope="module")
def scene(system: System, town: Town) -> Scene:
    return Scene(system, town)


@contextmanager
def long_ago(scene: Scene, ago: timedelta) -> Iterator[None]:
    """What is written inside was written `ago`: nobody's deadlines pass meanwhile."""
    before = scene.system.clock.ahead
    scene.system.clock.ahead = before - ago
    try:
        yield
    finally:
        scene.system.clock.ahead = before


def _at(token: str) -> str:
    return SERVICES[token.partition("_")[0]]


async def _open(scene: Scene, token: str, status: int = 200) -> Any:
    answer = await scene.system.send("nobody", "POST", f"{_at(token)}/links/opening", {"token": token})
    assert answer.status_code == status, answer.text
    return answer.json()


async def _answer(scene: Scene, token: str, said: dict[str, Any], status: int = 200) -> Any:
    answer = await scene.system.send("nobody", "POST", f"{_at(token)}/links/answer", {"token": token, "said": said})
    assert answer.status_code == status, answer.text
    return answer.json()


async def _refused(scene: Scene, token: str, said: dict[str, Any], code: str, status: int = 409) -> None:
    assert (await _answer(scene, token, said, status))["code"] == code


async def test_by_a_link_an_offer_is_said_to_hold_once_whoever_asks_again(scene: Scene) -> None:
    path, token = await linked(scene)
    shown = await _open(scene, token)
    assert (shown["purpose"], shown["state"], shown["receipt"]) == ("confirm_offer", "open", None)
    assert (shown["title"], shown["organization_name"]) == (registry.OFFER["title"], "单位school")
    assert shown["community_name"] == "核桃园社区"
    receipt = await _answer(scene, token, HOLDS)
    assert receipt["answer"] == "holds"
    assert await _answer(scene, token, HOLDS) == receipt
    assert await _answer(scene, token, {"answer": "ended", "reason": "moved_away"}) == receipt
    again = await _open(scene, token)
    assert (again["state"], again["receipt"]) == ("used", receipt)
    offer = await scene.system.read("staff", path)
    assert offer["state"] == "listed"
    said = [entry for entry in offer["history"] if entry["by"] == "link"]
    assert said[-1]["type"] == "link_used"
    assert {(entry["actor"], entry["on_behalf_of"]) for entry in said} == {
        (f"link:{path.rpartition('/')[2]}.1", scene.town.school)
    }


async def test_many_at_once_answer_it_once(scene: Scene) -> None:
    path, token = await linked(scene)
    receipts = await asyncio.gather(*(_answer(scene, token, HOLDS) for _ in range(20)))
    assert len({receipt["position"] for receipt in receipts}) == 1
    history = (await scene.system.read("staff", path))["history"]
    assert [entry["type"] for entry in history].count("link_used") == 1


async def test_an_answer_outlives_the_processes(scene: Scene) -> None:
    _, token = await linked(scene)
    receipt = await _answer(scene, token, HOLDS)
    after = await scene.system.restarted()
    answer = await after.send("nobody", "POST", f"{registry.ROOT}/links/answer", {"token": token, "said": HOLDS})
    assert answer.json() == receipt


async def test_what_can_t_be_had_is_paused_or_ended_by_the_rules_of_the_list(scene: Scene) -> None:
    path, token = await linked(scene)
    pause = {"answer": "paused", "first": "2098-07-01", "last": "2098-08-31", "reason": "renovation"}
    await _answer(scene, token, pause)
    assert (await scene.system.read("staff", path))["pause"]["reason"] == "renovation"
    await eventually(lambda: _told_staff(scene, path, "offer_paused"), "the desk hears of the pause")
    _, token = await linked(scene, path)
    await _refused(scene, token, pause, "already_paused")
    assert (await _open(scene, token))["state"] == "open"
    await _answer(scene, token, {"answer": "ended", "reason": "no_longer_available", "note": "场地改作他用"})
    assert (await scene.system.read("staff", path))["state"] == "ended"
    assert (await _open(scene, token))["receipt"]["answer"] == "ended"
    await eventually(lambda: _told_staff(scene, path, "offer_ended"), "the desk hears of the end")


async def _told_staff(scene: Scene, path: str, kind: str) -> bool:
    latest = (await scene.system.read("staff", "/notify/v1/notices?limit=200"))["items"]
    offer = path.rpartition("/")[2]
    return any((each["kind"], each["params"].get("offer")) == (kind, offer) for each in latest)


async def test_a_link_that_is_none_opens_nothing(scene: Scene) -> None:
    path, token = await linked(scene)
    other, _ = await linked(scene)
    stream, code = token.split(".")
    guessed = f"{stream}.{code[:-1]}{'a' if code[-1] != 'a' else 'b'}"
    elsewhere = f"{other.rpartition('/')[2]}.{code}"
    for wrong in (guessed, elsewhere, f"offer_{'z' * 26}.{code}"):
        assert (await _open(scene, wrong, 404))["code"] == "wrong_link"
        await _refused(scene, wrong, HOLDS, "wrong_link", 404)
    for cut in (token[:-1], stream, ""):
        for way, body in (("opening", {"token": cut}), ("answer", {"token": cut, "said": HOLDS})):
            answer = await scene.system.send("nobody", "POST", f"{registry.ROOT}/links/{way}", body)
            assert answer.status_code == 422
            assert not cut or cut not in answer.text
    assert all(entry["type"] != "link_used" for entry in (await scene.system.read("staff", path))["history"])


async def test_it_ends_after_seven_days(scene: Scene) -> None:
    path = await registry.offer(scene)
    with long_ago(scene, timedelta(days=8)):
        _, token = await linked(scene, path)
    shown = await _open(scene, token)
    assert (shown["state"], shown["title"], shown["detail"], shown["confirmed_on"]) == ("expired", "", "", None)
    await _refused(scene, token, HOLDS, "link_expired")
    with long_ago(scene, timedelta(days=7)):
        _, token = await linked(scene, path)
    await _answer(scene, token, HOLDS)  # its last day is whole


async def test_how_long_it_lasts_is_the_community_s_to_say(scene: Scene) -> None:
    home = f"{registry.ROOT}/communities"
    body = {"parent": scene.town.street, "name": "链接里社区", "level": "community"}
    community = (await scene.system.post("street", home, **body))["id"]
    await scene.system.read("street", f"{home}/{community}")
    said = {"settings": {"link_lasts": "PT2H"}}
    match = {"If-Match": f'"{(await scene.system.read("street", f"{home}/{community}"))["version"]}"'}
    await scene.system.write("street", "PUT", f"{home}/{community}/settings", said, match)
    assert (await scene.system.read("street", f"{home}/{community}"))["limits"]["link_lasts"] == "PT2H"
    shop = await _shop(scene, "链接里小店", community, "street")
    made = await scene.system.post("street", f"{registry.ROOT}/offers", organization=shop, **registry.OFFER)
    path = f"{registry.ROOT}/offers/{made['id']}"
    await scene.system.post("street", f"{path}/listing")
    link = await scene.system.post("street", f"{path}/links")
    left = datetime.fromisoformat(link["until"]) - scene.system.clock()
    assert timedelta(hours=1, minutes=50) < left <= timedelta(hours=2)


async def test_staff_take_it_back_and_a_newer_one_takes_its_place(scene: Scene) -> None:
    path, first = await linked(scene)
    _, second = await linked(scene, path)
    assert (await _open(scene, first))["state"] == "replaced"
    await _refused(scene, first, HOLDS, "link_replaced")
    await scene.system.post("staff", f"{path}/links/2/revocation", reason="sent_to_others")
    shown = await _open(scene, second)
    assert (shown["state"], shown["title"], shown["detail"]) == ("revoked", "", ""), "it went to others"
    await _refused(scene, second, HOLDS, "link_taken_back")
    again = await scene.system.send("staff", "POST", f"{path}/links/2/revocation", {"reason": "other"})
    assert (again.status_code, again.json()["code"]) == (409, "link_not_open")
    listed = await scene.system.read("staff", f"{path}/links")
    assert [(each["number"], each["state"]) for each in listed] == [(2, "revoked"), (1, "replaced")]
    assert not {"lock", "token"} & set(listed[0])


async def test_the_same_request_makes_the_same_link(scene: Scene) -> None:
    path = await registry.offer(scene)
    made = [await scene.system.post("staff", f"{path}/links", {"Idempotency-Key": "link"}) for _ in range(2)]
    assert made[0] == made[1]
    assert len(await scene.system.read("staff", f"{path}/links")) == 1


async def _listed(scene: Scene, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await scene.system.read("staff", f"{path}/links")
    return found


async def _shop(scene: Scene, name: str, community: str | None = None, by: str = "staff") -> str:
    body = {"community": community or scene.town.home, "name": name, "kind": "shop", "peer_class": "shop"}
    return str((await scene.system.post(by, f"{registry.ROOT}/organizations", **body))["id"])


async def _offer_of(scene: Scene, shop: str, said: dict[str, Any] = registry.OFFER) -> str:
    """The path of an offer of a shop's on the list, which matching knows of."""
    made = await scene.system.post("staff", f"{registry.ROOT}/offers", organization=shop, **said)
    path = f"{registry.ROOT}/offers/{made['id']}"
    await scene.system.post("staff", f"{path}/listing")
    await scene.system.read("staff", f"{matching.ROOT}/requests?limit=1", after="registry")
    return path


@pytest.mark.parametrize("gone", ["deactivated", "merged"])
async def test_it_is_dead_with_its_organization(scene: Scene, gone: str) -> None:
    shop, stays = [await _shop(scene, f"链接小店{gone}{n}") for n in range(2)]
    path = await _offer_of(scene, shop)
    _, token = await linked(scene, path)
    if gone == "merged":
        await scene.system.post("staff", f"{registry.ROOT}/organizations/{shop}/merger", into=stays)
    else:
        await scene.system.post("staff", f"{registry.ROOT}/organizations/{shop}/deactivation", reason="moved_away")
    assert (await _open(scene, token))["state"] == "over"
    assert [each["state"] for each in await scene.system.read("staff", f"{path}/links")] == ["over"]
    await _refused(scene, token, HOLDS, "link_over")
    if gone == "merged":
        _, token = await linked(scene, path)
        assert (await _open(scene, token))["organization_name"] == f"链接小店{gone}1"
        await _answer(scene, token, HOLDS)
    else:
        again = await scene.system.send("staff", "POST", f"{path}/links", {})
        assert (again.status_code, again.json()["code"]) == (409, "organization_inactive")


async def _merged_in_a_row(scene: Scene, shops: list[str]) -> str:
    """Where the merger of the first is: each was merged into the next."""
    mergers = [f"{registry.ROOT}/organizations/{shop}/merger" for shop in shops]
    for merger, into in zip(mergers, shops[1:], strict=False):
        await scene.system.post("staff", merger, into=into)
    await scene.system.read("staff", f"{matching.ROOT}/requests?limit=1", after="registry")
    return mergers[0]


async def test_asked_is_who_speaks_for_it_by_now_and_nobody_else(scene: Scene) -> None:
    shops = [await _shop(scene, f"链接分店{n}") for n in range(3)]
    offer, hall = await _offer_of(scene, shops[0]), await _offer_of(scene, shops[0], suggestions.HALL)
    request = await suggestions.needed(scene)
    await scene.system.post("staff", f"{request}/suggestions", offer=hall.rpartition("/")[2])
    merger = await _merged_in_a_row(scene, shops)
    made = [(await linked(scene, path))[1] for path in (offer, f"{request}/suggestions/1")]
    assert [(await _open(scene, token))["organization_name"] for token in made] == ["链接分店2"] * 2
    assert [(await _open(scene, token))["state"] for token in made] == ["open"] * 2
    await scene.system.write("staff", "DELETE", merger)
    await scene.system.read("staff", f"{matching.ROOT}/requests?limit=1", after="registry")
    answers = (HOLDS, {"answer": "yes"})
    for token, said in zip(made, answers, strict=True):
        assert (await _open(scene, token))["state"] == "over", "the third has nothing to do with it any more"
        await _refused(scene, token, said, "link_over")
    made = [(await linked(scene, path))[1] for path in (offer, f"{request}/suggestions/1")]
    for token, said in zip(made, answers, strict=True):
        assert (await _open(scene, token))["organization_name"] == "链接分店0"
        await _answer(scene, token, said)


async def test_by_a_link_a_suggestion_is_accepted_and_becomes_a_claim(scene: Scene) -> None:
    path, token = await request_links.linked(scene)
    shown = await _open(scene, token)
    assert (shown["purpose"], shown["state"], shown["quantity"]) == ("answer_suggestion", "open", 1)
    assert (shown["title"], shown["unit"]) == (suggestions.NEED["title"], "次")
    receipt = await _answer(scene, token, {"answer": "yes"})
    assert await _answer(scene, token, {"answer": "yes"}) == receipt
    request = await scene.system.read("staff", request_of(path))
    (claim,) = request["claims"]
    assert claim["claimant"] == {"kind": "organization", "id": scene.town.school}
    (claimed,) = (entry for entry in request["history"] if entry["type"] == "request_claimed")
    assert (claimed["by"], claimed["on_behalf_of"]) == ("link", scene.town.school)


async def _shops(scene: Scene, name: str) -> tuple[str, str]:
    """A suggestion to a shop, and a link for it: the no of a shop that nobody else asks is in nobody's way."""
    offer = await _offer_of(scene, await _shop(scene, name), suggestions.HALL)
    request = await suggestions.needed(scene)
    await scene.system.post("staff", f"{request}/suggestions", offer=offer.rpartition("/")[2])
    return await request_links.linked(scene, f"{request}/suggestions/1")


async def test_a_no_says_why_and_until_when(scene: Scene) -> None:
    path, token = await _shops(scene, "链接婉拒书店")
    no = {"answer": "no", "reason": "not_now"}
    past = await _answer(scene, token, no | {"not_before": "2024-01-01"}, 422)
    assert past["errors"][0]["field"] == "not_before"
    await _answer(scene, token, no | {"not_before": "2098-01-01", "note": "今年已有安排"})
    made = (await scene.system.read("staff", f"{request_of(path)}/suggestions"))["made"]
    assert (made[0]["state"], made[0]["not_before"]) == ("declined", "2098-01-01")


async def test_one_organization_s_link_answers_for_no_other(scene: Scene) -> None:
    path, token = await request_links.linked(scene)
    request = request_of(path)
    shop = await _shop(scene, "链接邻家书店")
    offer = (await _offer_of(scene, shop, suggestions.HALL)).rpartition("/")[2]
    await scene.system.post("staff", f"{request}/suggestions", offer=offer)
    _, shops = await request_links.linked(scene, f"{request}/suggestions/2")
    assert (await _open(scene, token))["state"] == "open", "that of another suggestion is not replaced"
    await _answer(scene, shops, {"answer": "no", "reason": "not_now"})
    made = (await scene.system.read("staff", f"{request}/suggestions"))["made"]
    assert {each["provider"]["id"]: each["state"] for each in made} == {shop: "declined", scene.town.school: "asked"}
    assert (await _open(scene, token))["state"] == "open"
    await _refused(scene, token, {"answer": "delivered"}, "not_its_question")


async def test_a_suggestion_that_was_answered_at_the_desk_needs_no_link(scene: Scene) -> None:
    path, token = await _shops(scene, "链接当面书店")
    assert (await _listed(scene, request_of(path)))[0]["state"] == "open"
    await scene.system.post("staff", f"{path}/refusal", reason="not_now")
    assert (await _open(scene, token))["state"] == "over"
    assert (await _listed(scene, request_of(path)))[0]["state"] == "over"
    far = await scene.system.send("staff", "POST", f"{request_of(path)}/links/10001/revocation", {"reason": "other"})
    assert far.status_code == 404, "a number like any other, of no link so far"
    await _refused(scene, token, {"answer": "yes"}, "link_over")
    late = await scene.system.send("staff", "POST", f"{path}/links", {})
    assert (late.status_code, late.json()["code"]) == (409, "already_answered")


async def test_delivered_is_said_with_day_and_words_by_the_rules_for_every_delivery(scene: Scene) -> None:
    path = await suggestions.needed(scene, quantity=3)
    claimant = {"kind": "organization", "id": scene.town.school}
    await scene.system.post("staff", f"{path}/claims", claimant=claimant)
    _, token = await request_links.linked(scene, f"{path}/claims/1")
    shown = await _open(scene, token)
    assert (shown["purpose"], shown["quantity"], shown["words"]) == ("say_delivered", 3, True)
    said = {"answer": "delivered", "quantity": 2, "occurred_on": "2024-08-01", "evidence": "两次会议都开了"}
    await _refused(scene, token, said | {"quantity": 4}, "delivers_too_much")
    await _refused(scene, token, said | {"occurred_on": "2098-08-01"}, "not_yet", 422)
    assert (await _answer(scene, token, said | {"evidence": "请电13800138000"}, 422))["errors"]
    await _refused(scene, token, {"answer": "yes"}, "not_its_question")
    await _answer(scene, token, said)
    (claim,) = (await scene.system.read("staff", path))["claims"]
    assert (claim["delivered"], claim["deliveries"][0]["evidence"]) == (2, "两次会议都开了")
    _, rest = await request_links.linked(scene, f"{path}/claims/1")
    await _answer(scene, rest, {"answer": "delivered"})
    (claim,) = (await scene.system.read("staff", path))["claims"]
    assert (claim["status"], claim["delivered"]) == ("delivered", 3)


async def test_around_a_person_s_wish_a_link_shows_nobody_and_takes_no_words(scene: Scene) -> None:
    path, token = await request_links.linked(scene, await matching.claimed(scene, accepted=True))
    shown = await _open(scene, token)
    assert not shown["words"]
    assert not any(secret in str(shown) for secret in (scene.town.li, *SOMEBODY.values()))
    await _refused(scene, token, {"answer": "delivered", "evidence": "老人很高兴"}, "no_free_text")
    await _answer(scene, token, {"answer": "delivered", "evidence_code": "handover"})
    assert (await scene.system.read("staff", request_of(path)))["claims"][0]["status"] == "delivered"


async def test_it_is_dead_once_the_person_is_erased(scene: Scene) -> None:
    person = await registry.person(scene)
    body = {"community": scene.town.home, "person": person, "words": "想要一盏灯", "consent": "in_person"}
    wish = (await scene.system.post("staff", f"{registry.ROOT}/wishes", **body))["id"]
    judged = {"decision": "publish", **registry.PUBLICATION}
    await scene.system.post("staff", f"{registry.ROOT}/wishes/{wish}/review", registry.FIRST, **judged)
    request = f"{matching.ROOT}/requests/{wish.replace('wish_', 'req_')}"
    await scene.system.read("staff", request, after="registry")
    claimant = {"kind": "organization", "id": scene.town.school}
    await scene.system.post("staff", f"{request}/claims", claimant=claimant)
    await scene.system.post("staff", f"{request}/claims/1/acceptance")
    _, token = await request_links.linked(scene, f"{request}/claims/1")
    assert (await _open(scene, token))["text"] == registry.PUBLICATION["text"]
    await scene.system.write("staff", "DELETE", f"{registry.ROOT}/persons/{person}?reason=asked_by_person")

    async def over() -> bool:
        return bool((await _open(scene, token))["state"] == "over")

    await eventually(over, "the request of who was erased is closed", 30)
    shown = await _open(scene, token)
    assert (shown["text"], shown["quantity"], shown["due_at"]) == ("", 0, None), "it is nobody's business any more"
    await _refused(scene, token, {"answer": "delivered"}, "link_over")


async def test_residents_and_the_community_get_no_links(scene: Scene) -> None:
    path = await matching.request(scene)
    await scene.system.post("wang", f"{path}/claims", claimant={"kind": "person", "id": scene.town.wang})
    await scene.system.post("staff", f"{path}/claims/1/acceptance")
    answer = await scene.system.send("staff", "POST", f"{path}/claims/1/links", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "only_for_organizations")


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """What is logged inside, as in production."""
    out, root, kept = io.StringIO(), logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers, root.level
    configure("INFO", out)
    try:
        yield out
    finally:
        structlog.configure(**kept)
        root.handlers, root.level = handlers, level


async def test_what_opens_a_link_is_in_no_log_event_or_document(scene: Scene) -> None:
    tokens = [(await linked(scene))[1], (await request_links.linked(scene))[1]]
    codes = [token.partition(".")[2] for token in tokens]
    with logged() as out:
        fresh = await scene.system.restarted()  # whose loggers write where we look
        for token, said in zip(tokens, (HOLDS, {"answer": "yes"}), strict=True):
            for way, body, status in (
                ("opening", {}, 200),
                ("answer", {"said": {"answer": "nonsense"}}, 422),
                ("answer", {"said": said}, 200),
            ):
                answer = await fresh.send("nobody", "POST", f"{_at(token)}/links/{way}", {"token": token} | body)
                assert answer.status_code == status, answer.text
                assert not any(code in answer.text for code in codes)
    assert "links/answer" in out.getvalue(), "these requests are logged"
    assert not any(code in out.getvalue() for code in codes)
    streams, seen = [token.partition(".")[0] for token in tokens], False
    for service in scene.system.services.values():
        for name in await service.database.list_collection_names():
            async for row in service.database[name].find():
                seen |= any(stream in str(row) for stream in streams)
                assert not any(code in str(row) for code in codes), f"{service.name}.{name}"
    assert seen, "what the links were made for is found like this"


def _contact_of(scene: Scene, shop: str) -> str:
    """Somebody who speaks for a shop."""
    name = f"contact of {shop}"
    scene.system.sign_in(name, "contact", node=scene.town.home, organization=shop)
    return name


async def _active(scene: Scene, shop: str, active: bool) -> None:
    """Deactivates a shop, or reactivates it, as matching knows by now."""
    path = f"{registry.ROOT}/organizations/{shop}"
    if active:
        await scene.system.post("staff", f"{path}/reactivation")
    else:
        await scene.system.post("staff", f"{path}/deactivation", reason="moved_away")
    await scene.system.read("staff", f"{matching.ROOT}/requests?limit=1", after="registry")


async def test_matching_asks_and_hears_nobody_of_an_organization_that_was_deactivated(scene: Scene) -> None:
    shop = await _shop(scene, "链接停业书店")
    said = suggestions.HALL | {"title": "停业书店的琉璃讲堂", "detail": "琉璃讲堂可借用"}
    offer = (await _offer_of(scene, shop, said)).rpartition("/")[2]
    request = await suggestions.needed(scene, title="借琉璃讲堂", detail="想借琉璃讲堂开会")
    other = await suggestions.needed(scene, title="再借琉璃讲堂", detail="想借琉璃讲堂排练")
    await scene.system.post("staff", f"{request}/suggestions", offer=offer)
    _, token = await request_links.linked(scene, f"{request}/suggestions/1")

    async def suggested() -> bool:
        found = await scene.system.read("staff", f"{other}/suggestions?limit=50")
        return offer in [each["offer"] for each in found["items"]]

    assert await suggested()
    await _active(scene, shop, False)
    assert not await suggested()
    assert (await _open(scene, token))["state"] == "over"
    assert (await _listed(scene, request))[0]["state"] == "over"
    await _refused(scene, token, {"answer": "yes"}, "link_over")
    claimant, contact = {"claimant": {"kind": "organization", "id": shop}}, _contact_of(scene, shop)
    for who, path, body in (
        ("staff", f"{request}/suggestions/1/links", {}),
        ("staff", f"{other}/suggestions", {"offer": offer}),
        ("staff", f"{other}/claims", claimant),
        (contact, f"{other}/claims", claimant),
        (contact, f"{request}/suggestions/1/acceptance", {}),
    ):
        answer = await scene.system.send(who, "POST", path, body)
        assert (answer.status_code, answer.json()["code"]) == (409, "organization_inactive"), (path, answer.text)
    await _active(scene, shop, True)
    assert await suggested()
    assert (await _open(scene, token))["state"] == "open"
    await _answer(scene, token, {"answer": "yes"})
    await scene.system.post(contact, f"{other}/claims", **claimant)
