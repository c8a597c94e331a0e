"""A minor's guardian: named with consent, decides in the minor's place, and is the one who is called."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.registry.events import ClaimKnown, OutcomeKnown, RequestKnown
from shared.contracts.base import Party
from tests.integration.registry.desk import Town
from tests.support.eventually import eventually

CALL = {"purpose": "arrange_delivery"}
PHONE = "13911112222"
MOTHERS = "+86 138 0013 8000"
PUBLISH = {"decision": "publish", "text": "一个书包", "kind": "person", "category": "supplies", "home_visit": True}


def years_ago(years: int) -> str:
    today = datetime.now(UTC).date()
    return date(today.year - years, 1, 1).isoformat()


@pytest.fixture
async def child(town: Town) -> str:
    """A child of Li's, with a phone and a sign-in of its own."""
    body = {"community": town.home, "name": "徐小丑", "phone": PHONE, "address": "里屋", "consent": "guardian"}
    made = str((await town.desk.post("staff", "/persons", body))["id"])
    town.desk.sign_in("child", "resident", node=town.home, person=made)
    return made


def guardianship(town: Town, **more: Any) -> dict[str, Any]:
    return {"guardian": town.li, "relation": "mother", "born": years_ago(9), "consent": "in_person"} | more


async def named(town: Town, child: str, **more: Any) -> None:
    await town.desk.write("staff", "PUT", f"/persons/{child}/guardian", guardianship(town, **more))


async def wish_of(town: Town, child: str, who: str = "li", status: int = 201, consent: str | None = "guardian") -> str:
    body = {"community": town.home, "person": child, "words": "想要一个新书包", "consent": consent}
    return str((await town.desk.post(who, "/wishes", body, status)).get("id"))


async def published(town: Town, child: str) -> str:
    desk, wish = town.desk, await wish_of(town, child)
    await desk.post("staff", f"/wishes/{wish}/review", PUBLISH, 200, If_Match='"1"')
    request = wish.replace("wish", "req")
    await desk.follow(wish, RequestKnown(request=request))
    party = Party(kind="organization", id=town.station)
    await desk.follow(wish, ClaimKnown(claim=f"{request}.1", claimant=party, standing="accepted"))
    return wish


async def follows(town: Town, wish: str, guardian: str | None, wanted: bool) -> None:
    """Waits until the wish follows what the person's record says."""

    async def seen() -> bool:
        state = await town.desk.service.handler.state(wish)
        return (state.guardian, state.guardian_wanted) == (guardian, wanted)

    await eventually(seen, "the wish follows")
    town.desk.position = f"registry:{(await town.desk.service.handler.history(wish))[-1].position}"


async def test_naming_is_refused_without_consent_for_adults_and_for_who_is_unknown(town: Town, child: str) -> None:
    desk, path = town.desk, f"/persons/{child}/guardian"
    for who, status in (("li", 403), ("school", 403), ("city", 403), ("stranger", 404)):
        await desk.write(who, "PUT", path, guardianship(town), status)
    for change, field in (
        ({"consent": None}, "consent"),
        ({"consent": "guardian"}, "consent"),
        ({"born": years_ago(19)}, "born"),
        ({"born": (datetime.now(UTC).date() + timedelta(days=2)).isoformat()}, "born"),
        ({"guardian": "person_" + "a" * 26}, "guardian"),
        ({"guardian": child}, "guardian"),
        ({"relation": "friend"}, "relation"),
    ):
        refusal = await desk.write("staff", "PUT", path, guardianship(town, **change), 422)
        assert refusal["errors"][0]["field"] == field, change
    await named(town, child)
    refusal = await desk.write("staff", "PUT", path, guardianship(town, guardian=town.wang), 409)
    assert refusal["code"] == "guardian_known"
    body = guardianship(town, guardian=child)
    assert (await desk.write("staff", "PUT", f"/persons/{town.wang}/guardian", body, 409))["code"] == "guardian_decides"


async def test_birthday_and_relation_are_in_the_vault_alone(town: Town, child: str) -> None:
    desk = town.desk
    await named(town, child, born="2016-03-07", relation="grandparent")
    stored = "".join([str(commit) async for commit in desk.database["commits"].find()])
    assert child in stored
    assert not [known for known in ("2016-03-07", "grandparent") if known in stored]
    shown = await desk.get("staff", f"/persons/{child}")
    assert (shown["guardian"], "2016-03-07" in str(shown)) == (town.li, False)
    holds = (await desk.post("li", f"/persons/{child}/export", {}, 200))["holds"]
    assert holds["guardianship"] == {"relation": "grandparent", "born": "2016-03-07"}
    holds = (await desk.post("li", f"/persons/{town.li}/export", {}, 200))["holds"]
    assert (holds["guardianship"], holds["guardian_of"]) == (None, [child])


async def test_the_guardian_decides_and_the_minor_does_not(town: Town, child: str) -> None:
    desk = town.desk
    await named(town, child)
    await wish_of(town, child, "child", 409)
    await wish_of(town, child, "staff", 422, "in_person")
    await wish_of(town, child, "wang", 422, "by_phone")
    wish = await wish_of(town, child)
    assert (await desk.get("li", f"/wishes/{wish}"))["words"] == "想要一个新书包"
    mine = await desk.get("li", f"/communities/{town.home}/wishes")
    assert [each["id"] for each in mine["items"]] == [wish]
    for method, path, body in (
        ("PUT", f"/wishes/{wish}", {"words": "别的"}),
        ("POST", f"/wishes/{wish}/withdrawal", {"reason": "other"}),
        ("POST", f"/persons/{child}/reveals", CALL),
        ("POST", f"/persons/{child}/export", {}),
        ("DELETE", f"/persons/{child}?reason=asked_by_person", None),
    ):
        await desk.write("child", method, path, body, 404, If_Match='"1"')
    await desk.get("child", f"/wishes/{wish}", 404)
    assert (await desk.get("child", f"/communities/{town.home}/wishes"))["items"] == []
    await desk.post("li", f"/wishes/{wish}/withdrawal", {"reason": "no_longer_wanted"}, 200)


async def test_the_guardians_phone_is_shown_and_never_the_childs(town: Town, child: str) -> None:
    desk = town.desk
    await desk.post("staff", f"/organizations/{town.station}/contacts", {"person": town.li, "duty": "liaison"})
    await named(town, child)
    wish = await published(town, child)
    for who in ("station", "staff", "li"):
        seen = await desk.post(who, f"/wishes/{wish}/reveals", CALL, 200)
        assert (seen["name"], seen["phone"]) == ("李淑琴", MOTHERS)
        assert PHONE[3:7] not in str(seen)
    await desk.post("child", f"/wishes/{wish}/reveals", CALL, 404)


async def opened(town: Town, receipt: dict[str, Any], status: int = 200) -> dict[str, Any]:
    body = {name: receipt[name] for name in ("number", "code")}
    return await town.desk.post("nobody", f"/receipts/opening?min_position={town.desk.position}", body, status)


async def test_a_receipt_speaks_for_who_decided_when_it_was_made(town: Town, child: str) -> None:
    desk = town.desk
    await named(town, child)
    wish = await published(town, child)
    done_by = (Party(kind="organization", id=town.station),)
    await desk.follow(wish, OutcomeKnown(outcome="fulfilled", occurred_on=desk.clock().date(), providers=done_by))
    receipt = await desk.post("li", f"/wishes/{wish}/receipt", {})
    shown = await opened(town, receipt)
    assert (shown["guarded"], shown["can_thank"]) == (True, True)
    desk.tokens["holder"] = {"Authorization": f"Bearer {shown['token']}"}
    thanks = f"/wishes/{wish}/thanks", {"words": "谢谢", "shown_to": "providers"}
    await desk.post("holder", thanks[0], thanks[1] | {"consent": "self"}, 422)

    await desk.write("staff", "DELETE", f"/persons/{child}/guardian?reason=no_longer_guardian")
    await follows(town, wish, None, True)
    await opened(town, receipt, 404)
    shown = await opened(town, await desk.post("staff", f"/wishes/{wish}/receipt", {}))
    assert (shown["guarded"], shown["can_thank"]) == (True, False), "nobody is known who may decide"

    await named(town, child, guardian=town.wang)
    await follows(town, wish, town.wang, False)
    await desk.post("li", f"/wishes/{wish}/receipt", {}, 404)
    receipt = await desk.post("wang", f"/wishes/{wish}/receipt", {})
    desk.tokens["holder"] = {"Authorization": f"Bearer {(await opened(town, receipt))['token']}"}
    await desk.post("holder", thanks[0], thanks[1] | {"consent": "guardian"})

    await desk.write("staff", "DELETE", f"/persons/{child}/guardian?reason=entered_by_mistake")
    await follows(town, wish, None, False)
    await opened(town, receipt, 404)


async def test_without_the_guardian_a_wish_waits_at_the_desk_for_another(town: Town, child: str) -> None:
    desk = town.desk
    await named(town, child)
    open_wish, waiting, refused = await published(town, child), await wish_of(town, child), await wish_of(town, child)
    rejection = {"decision": "reject", "reason": "out_of_scope", "note": "不属于微心愿"}
    await desk.post("staff", f"/wishes/{refused}/review", rejection, 200, If_Match='"1"')
    await desk.write("li", "DELETE", f"/persons/{town.li}?reason=asked_by_person")
    for wish in (open_wish, waiting, refused):
        await follows(town, wish, None, True)
    refusals = (
        await desk.post("staff", f"/wishes/{waiting}/review", PUBLISH, 409, If_Match='"2"'),
        await desk.post("station", f"/wishes/{open_wish}/reveals", CALL, 409),
        await desk.post("staff", "/wishes", {**said(town, child), "consent": "guardian"}, 409),
    )
    assert {refusal["code"] for refusal in refusals} == {"guardian_wanted"}
    pile = (await desk.get("staff", f"/communities/{town.home}/desk"))["guardians_wanted"]
    assert [person["id"] for person in pile["items"]] == [child]
    await named(town, child, guardian=town.wang)
    for wish in (open_wish, waiting, refused):
        await follows(town, wish, town.wang, False)
    assert (await desk.post("station", f"/wishes/{open_wish}/reveals", CALL, 200))["name"] == "王建国"
    await desk.get("wang", f"/wishes/{open_wish}")
    assert (await desk.get("staff", f"/communities/{town.home}/desk"))["guardians_wanted"]["total"] == 0


def said(town: Town, child: str) -> dict[str, Any]:
    return {"community": town.home, "person": child, "words": "想看花"}


async def test_who_comes_of_age_decides(town: Town, child: str) -> None:
    desk, path = town.desk, f"/persons/{child}/guardian?reason=came_of_age"
    await named(town, child)
    wish = await wish_of(town, child)
    assert (await desk.write("staff", "DELETE", path, None, 422))["errors"][0]["field"] == "reason"
    desk.clock.ahead = timedelta(days=366 * 10)
    await desk.sweep()
    await follows(town, wish, None, False)
    state = await desk.service.handler.state(child)
    assert (state.guardian, state.owners) == (None, {child})
    assert await desk.database["vault"].count_documents({"_id": {"$regex": f"^{child}[.]"}}) == 0, (
        "the grounds are swept"
    )
    refusal = await desk.write("staff", "DELETE", path, None, 409)
    assert refusal["code"] == "no_guardian"


async def test_birthdays_are_opened_on_the_first_of_a_month_and_once_after_it(
    town: Town, child: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, opened = town.desk, list[str]()
    await named(town, child)
    assert desk.service.vault
    grounds = (await desk.service.handler.state(child)).grounds
    assert (await desk.get("staff", f"/persons/{child}"))["guardian"] == town.li, "its document, too, shows it by now"
    plain = desk.service.vault.open

    async def counted(person: str, record: str) -> Any:
        opened.append(record)
        return await plain(person, record)

    monkeypatch.setattr(desk.service.vault, "open", counted)
    began = datetime.now(UTC)
    for year, month, day, times in (
        (1, 2, 1, 1),
        (1, 2, 1, 2),
        (1, 2, 2, 3),
        (1, 2, 3, 3),
        (1, 2, 28, 3),
        (1, 3, 9, 4),
    ):
        then = datetime(began.year + year, month, day, 4, tzinfo=UTC)
        desk.clock.ahead = then - datetime.now(UTC)
        await desk.sweep()
        assert opened == [grounds] * times, then


async def test_who_comes_of_age_while_a_guardian_is_wanted_decides_too(town: Town, child: str) -> None:
    desk = town.desk
    await named(town, child)
    wish = await wish_of(town, child)
    await desk.write("staff", "DELETE", f"/persons/{child}/guardian?reason=no_longer_guardian")
    await follows(town, wish, None, True)
    desk.clock.ahead = timedelta(days=2)
    await desk.sweep()
    grounds = {"_id": {"$regex": f"^{child}[.]"}}
    assert await desk.database["vault"].count_documents(grounds) == 1, "it says until when a guardian is wanted"
    desk.clock.ahead = timedelta(days=366 * 10)
    await desk.sweep()
    await follows(town, wish, None, False)
    pile = (await desk.get("staff", f"/communities/{town.home}/desk"))["guardians_wanted"]
    assert pile["total"] == 0
    await desk.get("child", f"/wishes/{wish}")


async def test_who_gets_a_guardian_decides_for_nobody_any_more(town: Town, child: str) -> None:
    desk = town.desk
    await named(town, child)
    wish = await wish_of(town, child)
    await desk.write("staff", "PUT", f"/persons/{town.li}/guardian", guardianship(town, guardian=town.wang))
    await follows(town, wish, None, True)
    assert (await desk.get("staff", f"/persons/{child}"))["guardian_wanted"]


async def test_a_plate_and_a_guardian_are_kept_side_by_side(town: Town, child: str) -> None:
    desk, plate = town.desk, {"plate": "京A12345", "consent": "guardian"}
    await named(town, child)
    await desk.write("staff", "PUT", f"/persons/{child}/plate", plate)
    await named_again(town, child)
    desk.clock.ahead = timedelta(days=2)
    await desk.sweep()
    holds = (await desk.post("li", f"/persons/{child}/export", {}, 200))["holds"]
    assert (holds["plate"], holds["guardianship"]["relation"]) == ("京A12345", "grandparent")
    assert await desk.database["vault"].count_documents({"_id": {"$regex": f"^{child}[.]"}}) == 2


async def named_again(town: Town, child: str) -> None:
    await town.desk.write("staff", "DELETE", f"/persons/{child}/guardian?reason=replaced")
    await named(town, child, relation="grandparent")


async def test_erasing_the_minor_destroys_the_grounds(town: Town, child: str) -> None:
    desk = town.desk
    await named(town, child)
    await desk.write("li", "DELETE", f"/persons/{child}?reason=asked_by_person")

    async def gone() -> bool:
        return await desk.database["vault"].count_documents({"person": child}) == 0

    await eventually(gone, "record and grounds are destroyed")
    shown = await desk.get("staff", f"/persons/{child}")
    assert (shown["erased"], shown["guardian"]) == (True, None)
    await desk.write("staff", "PUT", f"/persons/{child}/guardian", guardianship(town), 410)
