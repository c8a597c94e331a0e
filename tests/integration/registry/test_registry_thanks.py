"""Thanks for a wish that came true: sealed words, a reviewed text for those who fulfilled it, and taking it back."""

import asyncio
from datetime import timedelta
from typing import Any, Literal

import pytest

from services.registry import effects
from services.registry.events import OutcomeKnown, ReopeningKnown, RequestKnown
from shared.contracts.base import Party
from tests.integration.registry.desk import Town
from tests.support.eventually import eventually

WISHED = {"decision": "publish", "text": "一顿饺子", "kind": "person", "category": "care"}
WORDS = "李淑琴谢谢老年驿站的小陈，饺子是韭菜馅的，像老伴包的"
TEXT = "饺子热乎乎的，谢谢老年驿站"
PUBLISH = {"decision": "publish", "text": TEXT}


async def fulfilled(town: Town, by: str | None = None) -> str:
    """A wish of Li's that the station (or `by`, an organization or a person) fulfilled."""
    desk = town.desk
    body = {"community": town.home, "person": town.li, "words": "想吃饺子", "consent": "by_phone"}
    wish = (await desk.post("wang", "/wishes", body))["id"]
    await desk.post("staff", f"/wishes/{wish}/review", WISHED, 200, If_Match='"1"')
    await desk.follow(wish, RequestKnown(request=wish.replace("wish", "req")))
    await desk.follow(wish, done(by or town.station))
    return str(wish)


def done(by: str) -> OutcomeKnown:
    kind: Literal["person", "organization"] = "person" if by.startswith("person_") else "organization"
    return OutcomeKnown(outcome="fulfilled", providers=(Party(kind=kind, id=by),))


async def thanked(town: Town, shown_to: str = "providers", **more: Any) -> tuple[str, str]:
    """A wish for which Li said thanks, and the ETag of that."""
    wish = await fulfilled(town, **more)
    made = await town.desk.post("li", f"/wishes/{wish}/thanks", {"words": WORDS, "shown_to": shown_to})
    return wish, f'"{made["version"]}"'


async def published(town: Town, shown_to: str = "providers", **more: Any) -> str:
    wish, tag = await thanked(town, shown_to, **more)
    await town.desk.post("staff", f"/wishes/{wish}/thanks/review", PUBLISH, 200, If_Match=tag)
    return wish


async def received(town: Town, who: str = "station") -> list[str]:
    page = await town.desk.get(who, f"/organizations/{getattr(town, who)}/thanks")
    return [each["text"] for each in page["items"]]


async def on_the_wall(town: Town) -> list[dict[str, Any]]:
    wall = await town.desk.get("nobody", f"/communities/{town.home}/wall")
    found: list[dict[str, Any]] = wall["thanks"]
    return found


async def test_words_stay_in_the_vault_and_a_reviewed_text_goes_to_who_fulfilled_the_wish(town: Town) -> None:
    desk, (wish, tag) = town.desk, await thanked(town)
    pile = (await desk.get("staff", f"/communities/{town.home}/desk"))["thanks_to_review"]
    assert [(each["id"], each["thanks"]["text"]) for each in pile["items"]] == [(wish, None)]
    read = await desk.post("staff", f"/wishes/{wish}/thanks/words", {"purpose": "review"}, 200)
    assert read["words"] == WORDS
    last = (await desk.get("staff", f"/persons/{town.li}"))["history"][-1]
    assert (last["type"], last["data"]) == ("words_revealed", {"wish": wish, "purpose": "review"})
    warned = await desk.post("staff", f"/wishes/{wish}/text-check", {"text": WORDS}, 200)
    assert "李淑琴" in [each["words"] for each in warned["warnings"]]
    await desk.post("staff", f"/wishes/{wish}/thanks/review", PUBLISH, 200, If_Match=tag)
    assert (await desk.get("staff", f"/communities/{town.home}/desk"))["thanks_to_review"]["total"] == 0
    assert await received(town) == [TEXT]
    assert await received(town, "school") == []
    page = await desk.get("station", f"/organizations/{town.station}/thanks")
    assert not [known for known in (town.li, town.wang, wish) if known in str(page)]
    handover = await desk.get("staff", f"/organizations/{town.station}/handover")
    assert [each["text"] for each in handover["thanks"]] == [TEXT]
    assert await on_the_wall(town) == []
    stored = [str(commit) async for commit in desk.database["commits"].find()]
    assert WORDS not in "".join(stored)


async def test_what_everybody_may_read_hangs_on_the_wall_without_saying_whose_it_is(town: Town) -> None:
    before = await town.desk.read("nobody", f"/communities/{town.home}/wall")
    wish = await published(town, "everybody")
    assert await on_the_wall(town) == [{"text": TEXT, "organizations": ["老年驿站"]}]
    after = await town.desk.read("nobody", f"/communities/{town.home}/wall", If_None_Match=before.headers["ETag"])
    assert after.status_code == 200
    await town.desk.post("li", f"/wishes/{wish}/thanks/withdrawal", {"reason": "consent_withdrawn"}, 200)
    assert await on_the_wall(town) == []


async def test_only_the_person_or_who_has_the_consent_says_it(town: Town) -> None:
    desk, wish = town.desk, await fulfilled(town)
    path, body = f"/wishes/{wish}/thanks", {"words": WORDS, "shown_to": "providers"}
    for who, status in (("wang", 422), ("staff", 422), ("station", 403), ("stranger", 404), ("city", 403)):
        await desk.post(who, path, body, status)
    await desk.post("staff", path, body | {"shown_to": "the newspaper", "consent": "by_phone"}, 422)
    await desk.post("wang", path, body | {"consent": "by_phone"})
    assert (await desk.post("li", path, body, 409))["code"] == "thanks_known"
    for who, shown in (("li", True), ("wang", True), ("staff", True), ("city", False)):
        assert ((await desk.get(who, f"/wishes/{wish}"))["thanks"] is not None) is shown


async def test_who_is_thanked_is_an_organization_by_name_or_somebody_only_staff_know(town: Town) -> None:
    desk = town.desk
    body = {"community": town.home, "name": "帮忙的街坊", "consent": "in_person"}
    helper = (await desk.post("staff", "/persons", body))["id"]
    by_station, by_helper = await published(town), await published(town, by=helper)
    station = (await desk.get("staff", f"/organizations/{town.station}"))["name"]
    for who in ("staff", "li"):
        shown = await desk.get(who, f"/wishes/{by_station}")
        assert shown["thanks"]["providers"] == [{"kind": "organization", "id": town.station, "name": station}]
        listed = (await desk.get(who, f"/communities/{town.home}/wishes"))["items"]
        (one,) = [each for each in listed if each["id"] == by_station]
        assert one["thanks"] == shown["thanks"]
    shown = await desk.get("staff", f"/wishes/{by_helper}")
    assert shown["thanks"]["providers"] == [{"kind": "person", "id": helper, "name": ""}]
    for who in ("li", "wang"):
        shown = await desk.get(who, f"/wishes/{by_helper}")
        assert shown["thanks"]["providers"] == [{"kind": "person", "id": "person", "name": ""}]
        assert shown["person"] == town.li
        assert helper not in str(shown), "nor in the history"


async def test_before_a_wish_has_come_true_and_while_it_is_done_anew_there_are_none(town: Town) -> None:
    desk, (wish, tag) = town.desk, await thanked(town)
    await desk.follow(wish, ReopeningKnown(claims=()))
    tag = f'"{(await desk.get("staff", f"/wishes/{wish}"))["version"]}"'
    refusal = await desk.post("staff", f"/wishes/{wish}/thanks/review", PUBLISH, 409, If_Match=tag)
    assert refusal["code"] == "nothing_fulfilled"
    assert (await desk.get("staff", f"/communities/{town.home}/desk"))["thanks_to_review"]["total"] == 0
    body = {"community": town.home, "person": town.li, "words": "想看花"}
    posted = (await desk.post("li", "/wishes", body))["id"]
    said = {"words": WORDS, "shown_to": "providers"}
    assert (await desk.post("li", f"/wishes/{posted}/thanks", said, 409))["code"] == "nothing_fulfilled"
    public = (await desk.post("staff", "/wishes", {"community": town.home, "text": "缺一盏灯"}))["id"]
    refusal = await desk.post("staff", f"/wishes/{public}/thanks", said | {"consent": "by_phone"}, 409)
    assert refusal["code"] == "nobody_to_thank"


async def test_nobody_is_thanked_while_it_is_done_anew_and_then_only_who_did_it(town: Town) -> None:
    desk, wish = town.desk, await published(town, "everybody")
    await desk.follow(wish, ReopeningKnown(claims=()))
    assert (await received(town), await on_the_wall(town)) == ([], [])
    assert (await desk.get("staff", f"/wishes/{wish}"))["thanks"]["state"] == "published"
    await desk.follow(wish, done(town.school))
    assert (await received(town), await received(town, "school"), await on_the_wall(town)) == ([], [], [])
    shown = (await desk.get("staff", f"/wishes/{wish}"))["thanks"]
    assert (shown["state"], shown["reason"]) == ("withdrawn", "not_really_done")


async def test_an_organization_that_entered_a_wish_reads_nothing_of_the_thanks(town: Town) -> None:
    desk = town.desk
    body = {"community": town.home, "organization": town.school, "person": town.li, "words": "想吃饺子"}
    wish = (await desk.post("school", "/wishes", body | {"consent": "in_person"}))["id"]
    await desk.post("staff", f"/wishes/{wish}/review", WISHED, 200, If_Match='"1"')
    await desk.follow(wish, done(town.station))
    said = await desk.post("li", f"/wishes/{wish}/thanks", {"words": WORDS, "shown_to": "providers"})
    tag = f'"{said["version"]}"'
    await desk.post("staff", f"/wishes/{wish}/thanks/review", PUBLISH, 200, If_Match=tag)
    for who, shown in (("school", False), ("li", True), ("staff", True)):
        read = await desk.get(who, f"/wishes/{wish}")
        assert ("thanks_published" in [entry["type"] for entry in read["history"]]) is shown
        assert (TEXT in str(read)) is shown


async def test_a_review_matches_what_was_read_and_says_no_number(town: Town) -> None:
    desk, (wish, tag) = town.desk, await thanked(town)
    path = f"/wishes/{wish}/thanks/review"
    await desk.post("staff", path, PUBLISH, 428)
    await desk.post("staff", path, PUBLISH, 412, If_Match='"1"')
    await desk.post("li", path, PUBLISH, 403, If_Match=tag)
    await desk.post("stranger", path, PUBLISH, 404, If_Match=tag)
    await desk.post("staff", path, PUBLISH | {"text": "请打 13800138000 谢我"}, 422, If_Match=tag)
    await desk.post("staff", path, {"decision": "reject", "reason": "tells_too_much"}, 200, If_Match=tag)
    shown = (await desk.get("li", f"/wishes/{wish}"))["thanks"]
    assert (shown["state"], shown["reason"]) == ("rejected", "tells_too_much")
    refusal = await desk.post("staff", f"/wishes/{wish}/thanks/words", {"purpose": "review"}, 409)
    assert refusal["code"] == "no_thanks"


@pytest.mark.parametrize("reviewed", [False, True])
async def test_consent_is_withdrawn_before_publication_or_after_it(town: Town, reviewed: bool) -> None:
    desk = town.desk
    wish = await published(town, "everybody") if reviewed else (await thanked(town, "everybody"))[0]
    path, taken_back = f"/wishes/{wish}/thanks/withdrawal", {"reason": "consent_withdrawn"}
    for who, status in (("station", 403), ("stranger", 404), ("school", 403)):
        await desk.post(who, path, taken_back, status)
    made = await desk.post("li", path, taken_back, 200)
    assert await received(town) == []
    assert await on_the_wall(town) == []
    shown = (await desk.get("staff", f"/wishes/{wish}"))["thanks"]
    assert (shown["state"], shown["text"]) == ("withdrawn", None)
    refusal = await desk.post("staff", f"/wishes/{wish}/thanks/review", PUBLISH, 409, If_Match=f'"{made["version"]}"')
    assert refusal["code"] == "no_thanks"
    assert (await desk.post("li", path, taken_back, 409))["code"] == "no_thanks"


async def test_an_organization_reads_what_those_merged_into_it_were_thanked_for(town: Town) -> None:
    desk = town.desk
    await published(town, by=town.school)
    await desk.post("staff", f"/organizations/{town.school}/merger", {"into": town.station}, 200)
    assert await received(town) == [TEXT]
    await desk.get("school", f"/organizations/{town.station}/thanks", 404)


async def test_a_resident_who_fulfilled_a_wish_reads_the_thanks_and_no_other_resident_does(town: Town) -> None:
    desk, path = town.desk, f"/persons/{town.wang}/thanks"
    wish = await published(town, by=town.wang)
    for who in ("wang", "staff", "district"):
        page = await desk.get(who, path)
        assert [each["text"] for each in page["items"]] == [TEXT]
        assert not [known for known in (town.li, town.wang, wish) if known in str(page)]
    for who, status in (("li", 404), ("stranger", 404), ("station", 403), ("city", 403), ("nobody", 401)):
        await desk.read(who, path, status)
    assert (await desk.get("li", f"/persons/{town.li}/thanks"))["items"] == []
    await desk.post("li", f"/wishes/{wish}/thanks/withdrawal", {"reason": "consent_withdrawn"}, 200)
    assert (await desk.get("wang", path))["items"] == []


async def by_receipt(town: Town, wish: str, who: str = "holder") -> dict[str, Any]:
    """What the receipt for `wish` opens; its pass is `who`'s from now on."""
    desk = town.desk
    made = await desk.post("staff", f"/wishes/{wish}/receipt", {})
    body = {"number": made["number"], "code": made["code"]}
    shown = await desk.post("nobody", f"/receipts/opening?min_position={desk.position}", body, 200)
    desk.tokens[who] = {"Authorization": f"Bearer {shown['token']}"}
    return shown


async def test_whoever_shows_the_receipt_says_thanks_and_takes_them_back(town: Town) -> None:
    desk, wish = town.desk, await fulfilled(town)
    shown = await by_receipt(town, wish)
    assert (shown["thanks"], shown["can_thank"]) == (None, True)
    path, said = f"/wishes/{wish}/thanks", {"words": WORDS, "shown_to": "providers"}
    assert (await desk.post("holder", path, said, 422))["errors"][0]["field"] == "consent"
    await desk.post("holder", path, said | {"on_behalf_of": town.li, "consent": "in_person"}, 403)
    await desk.post("holder", path, said | {"consent": "self"})
    assert (await desk.post("holder", path, said | {"consent": "self"}, 409))["code"] == "thanks_known"
    entry = (await desk.get("staff", f"/wishes/{wish}"))["history"][-1]
    assert (entry["type"], entry["by"], entry["data"]["consent"]) == ("thanks_said", "holder", "self")
    shown = await by_receipt(town, wish)
    assert (shown["thanks"], shown["can_thank"]) == ({"state": "said", "text": None}, False)
    tag = f'"{(await desk.get("staff", f"/wishes/{wish}"))["version"]}"'
    await desk.post("holder", f"{path}/review", PUBLISH, 403, If_Match=tag)
    await desk.post("holder", f"{path}/words", {"purpose": "review"}, 403)
    await desk.post("staff", f"{path}/review", PUBLISH, 200, If_Match=tag)
    assert (await by_receipt(town, wish))["thanks"] == {"state": "published", "text": TEXT}
    await desk.post("holder", f"{path}/withdrawal", {"reason": "consent_withdrawn"}, 200)
    assert await received(town) == []
    shown = await by_receipt(town, wish)
    assert (shown["thanks"], shown["can_thank"]) == ({"state": "withdrawn", "text": None}, True)


async def test_a_receipt_thanks_for_its_own_wish_only_and_for_half_an_hour(town: Town) -> None:
    desk, wish, other = town.desk, await fulfilled(town), await fulfilled(town, by=town.school)
    await by_receipt(town, wish)
    said = {"words": WORDS, "shown_to": "everybody", "consent": "self"}
    await desk.post("holder", f"/wishes/{other}/thanks", said, 404)
    await desk.get("holder", f"/persons/{town.li}/thanks", 403)
    await desk.get("holder", f"/wishes/{wish}", 403)
    desk.clock.ahead = timedelta(minutes=31)
    await desk.post("holder", f"/wishes/{wish}/thanks", said, 401)


async def test_a_person_gets_what_he_or_she_said_in_thanks(town: Town) -> None:
    wish, _ = await thanked(town)
    holds = (await town.desk.post("li", f"/persons/{town.li}/export", {}, 200))["holds"]
    assert {each["id"]: [said["words"] for said in each["thanked"]] for each in holds["wishes"]} == {wish: [WORDS]}


async def test_words_that_were_taken_back_are_swept_and_no_others(town: Town) -> None:
    desk, kept, (taken_back, _) = town.desk, await published(town), await thanked(town)
    made = {"system": "12345", "id": "1"}
    body = {"community": town.home, "person": town.li, "words": "想看花", "external_ref": made}
    referred = (await desk.post("staff", "/wishes", body | {"consent": "in_person"}))["id"]
    await desk.post("li", f"/wishes/{taken_back}/thanks/withdrawal", {"reason": "consent_withdrawn"}, 200)
    desk.clock.ahead = timedelta(hours=25)
    await desk.sweep()
    records = {record["_id"] async for record in desk.database["vault"].find({"person": town.li})}
    assert {record.partition(".")[0] for record in records} == {town.li, kept, taken_back, referred}
    assert [record for record in records if record.startswith(f"{taken_back}.")] == []
    assert len([record for record in records if record.startswith(f"{kept}.")]) == 1


async def test_erasure_destroys_the_words_and_leaves_a_text_that_names_nobody(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, wish, (waiting, _) = town.desk, await published(town, "everybody"), await thanked(town)
    refused, withdraw = asyncio.Event(), effects._withdraw

    async def later(*asked: Any) -> None:
        await refused.wait()
        await withdraw(*asked)

    monkeypatch.setattr(effects, "_withdraw", later)
    await desk.write("li", "DELETE", f"/persons/{town.li}?reason=asked_by_person")
    path = f"/wishes/{waiting}/thanks"
    said = {"words": WORDS, "shown_to": "providers", "consent": "by_phone"}
    await desk.post("staff", f"{path}/words", {"purpose": "review"}, 410)
    await desk.post("staff", f"{path}/review", PUBLISH, 410, If_Match='"6"')
    await desk.post("staff", f"/wishes/{wish}/thanks", said, 410)
    refused.set()

    async def gone() -> bool:
        state = await desk.service.handler.state(waiting)
        return state.thanks is None and await desk.database["vault"].count_documents({"person": town.li}) == 0

    await eventually(gone, "what was said is taken back and destroyed")
    tip = (await desk.service.handler.history(waiting))[-1]
    desk.position = f"registry:{tip.position}"
    assert (await desk.get("staff", f"/communities/{town.home}/desk"))["thanks_to_review"]["total"] == 0
    assert await received(town) == [TEXT]
    assert [each["text"] for each in await on_the_wall(town)] == [TEXT]
    reject, tag = {"decision": "reject", "reason": "unclear"}, f'"{tip.version}"'
    assert (await desk.post("staff", f"{path}/review", reject, 409, If_Match=tag))["code"] == "no_thanks"
