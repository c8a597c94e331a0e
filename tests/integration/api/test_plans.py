"""A plan from the open needs and offers to its last line: proposed, explained, edited, ended."""

from typing import Any
from uuid import uuid4

import pytest

from shared.errors import Unavailable
from tests.integration.api.examples import Scene, plans, suggestions
from tests.integration.api.examples.organizations import name, organization
from tests.integration.api.test_suggestions import far_need
from tests.support.eventually import eventually
from tests.support.system import System, Town

ROOT = "/matching/v1"


@pytest.fixture(scope="module")
def scene(system: System, town: Town) -> Scene:
    return Scene(system, town)


async def lines_of(
    scene: Scene, path: str, more: str = "", who: str = "staff", of: str = "lines"
) -> list[dict[str, Any]]:
    """All of them, page by page: other tests leave needs behind."""
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = await scene.system.read(who, f"{path}/{of}?limit=200{more}{cursor and f'&cursor={cursor}'}")
        found += page["items"]
        cursor = page["next_cursor"]
    return found


async def _player(scene: Scene, name: str = "古筝社") -> str:
    """An organization that has promised nothing yet: the school may be busy with what other tests asked of it."""
    body = {"community": scene.town.home, "name": name, "kind": "shop", "peer_class": "shop"}
    return str((await scene.system.post("staff", "/registry/v1/organizations", **body))["id"])


async def _offered(scene: Scene, organization: str, **said: Any) -> str:
    body = {"organization": organization, **suggestions.HALL, **said}
    made = await scene.system.post("staff", "/registry/v1/offers", **body)
    await scene.system.post("staff", f"/registry/v1/offers/{made['id']}/listing")
    await scene.system.read("staff", f"{ROOT}/requests?limit=1", after="registry")
    return str(made["id"])


async def test_a_need_gets_the_offer_that_says_what_it_asks_for(scene: Scene) -> None:
    rare = {"category": "charging"}  # nobody else asks for it, so the player is not wanted elsewhere
    request = (await suggestions.needed(scene, title="古筝演奏", detail="想请人弹一曲古筝", **rare)).rpartition("/")[2]
    player = await _player(scene)
    zither = await _offered(scene, player, title="古筝演奏", detail="老师们会弹古筝", **rare)
    await _offered(scene, player, title="充电", detail="门口的插座", **rare)
    path = await plans.plan(scene)
    planned = next(line for line in await lines_of(scene, path) if line["request"]["id"] == request)
    assert (planned["provider"]["id"], planned["offer"]) == (player, {"offer": zither, "title": "古筝演奏"})
    causes = {cause["code"]: cause for cause in planned["causes"]}
    assert "古筝" in causes["words"]["about"]
    assert planned["cost"] == sum(cause["cost"] for cause in planned["causes"])
    view = await scene.system.read("staff", path)
    assert view["whole"]
    assert view["total"] == len(await lines_of(scene, path))


async def test_nobody_is_planned_with_who_was_deactivated(scene: Scene) -> None:
    rare = {"category": "transport"}
    request = (await suggestions.needed(scene, title="扬琴演奏", detail="想请人弹一曲扬琴", **rare)).rpartition("/")[2]
    player = await _player(scene, "扬琴社")
    await _offered(scene, player, title="扬琴演奏", detail="老师们会弹扬琴", **rare)

    async def planned() -> str | None:
        lines = await lines_of(scene, await plans.plan(scene))
        provider = next(line["provider"] for line in lines if line["request"]["id"] == request)
        return str(provider["id"]) if provider else None

    assert await planned() == player
    path = f"/registry/v1/organizations/{player}/deactivation"
    await scene.system.post("staff", path, reason="moved_away")
    await scene.system.read("staff", f"{ROOT}/requests?limit=1", after="registry")
    assert await planned() != player


async def test_what_is_for_members_is_planned_for_a_members_need_only(scene: Scene) -> None:
    needy = await organization(scene)
    thing = {"title": "三弦演奏", "detail": "想请人弹一曲三弦", "category": "transport"}
    request = (await suggestions.needed(scene, "staff", organization=name(needy), **thing)).rpartition("/")[2]
    player = await _player(scene, "三弦社")
    offered = {"title": "三弦演奏", "detail": "老师们会弹三弦", "category": "transport", "audience": "members"}
    await _offered(scene, player, **offered)

    async def planned() -> str | None:
        lines = await lines_of(scene, await plans.plan(scene))
        provider = next(line["provider"] for line in lines if line["request"]["id"] == request)
        return str(provider["id"]) if provider else None

    assert await planned() != player
    await scene.system.post("staff", f"{needy}/membership", since="2017-06-01")
    await scene.system.read("staff", f"{ROOT}/requests?limit=1", after="registry")
    assert await planned() == player


async def test_no_more_is_planned_from_outside_than_is_left_of_the_months_quota(scene: Scene) -> None:
    system, town, player = scene.system, scene.town, await _player(scene, "箜篌社")
    offer = await _offered(scene, player, title="箜篌演奏", detail="老师们会弹箜篌", category="culture")
    step = {"level": "subdistrict", "quota": 1, "decided_by": "organization"}
    await system.post("street", f"/registry/v1/offers/{offer}/reach", **step)
    needs = [await far_need(scene, "箜篌") for _ in range(2)]

    async def planned() -> int:
        """How many lines of a plan of theirs the player has."""
        made = await system.post("far_staff", f"{ROOT}/plans", community=town.far, title="隔壁的计划")
        lines = await lines_of(scene, f"{ROOT}/plans/{made['id']}", who="far_staff")
        return sum(line["provider"] is not None and line["provider"]["id"] == player for line in lines)

    assert await planned() == 1
    await system.post("far_staff", f"{needs[0]}/suggestions", offer=offer)
    await system.post("far_staff", f"{needs[0]}/suggestions/1/acceptance")

    async def used_up() -> bool:
        return await planned() == 0

    await eventually(used_up, "nothing is left this month")


async def test_of_a_need_in_parts_each_open_part_is_a_line(scene: Scene) -> None:
    system, rare = scene.system, {"category": "transport"}
    parts = [{"name": name, "quantity": 2, "unit": "位", **rare} for name in ("马头琴琴师", "呼麦歌手")]
    need = await suggestions.needed(scene, title="草原之夜", detail="想请人来办", parts=parts, **rare)
    player = await _player(scene, "马头琴社")
    await _offered(scene, player, title="马头琴演奏", detail="有马头琴琴师", **rare)
    path = await plans.plan(scene)
    request = need.rpartition("/")[2]
    lines = [line for line in await lines_of(scene, path) if line["request"]["id"] == request]
    assert [line["part"] for line in lines] == [1, 2]
    assert lines[0]["provider"]["id"] == player
    changed = f"{path}/lines/{request}?part=1"
    await system.write("staff", "PUT", changed, {"provider": None})
    again = [line for line in await lines_of(scene, path) if line["request"]["id"] == request]
    assert (again[0]["provider"], again[1]["provider"]) == (None, lines[1]["provider"])
    assert player in {each["provider"]["id"] for each in await _others(scene, f"{path}/lines/{request}", 1)}
    whole = await system.send("staff", "PUT", f"{path}/lines/{request}", {"provider": None})
    assert whole.status_code == 404, "the parts are planned, not the whole"
    claimant = {"kind": "organization", "id": player}
    await system.post("staff", f"{need}/claims", claimant=claimant, part=1, quantity=2)
    later = [line for line in await lines_of(scene, await plans.plan(scene)) if line["request"]["id"] == request]
    assert [line["part"] for line in later] == [2], "what is taken needs nobody else"


async def _others(scene: Scene, line: str, part: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await scene.system.read("staff", f"{line}/others?part={part}"))["items"]
    return found


async def test_what_gets_no_line_is_listed_with_the_reason(scene: Scene) -> None:
    needy = name(await organization(scene))
    job = {"title": "招聘店员", "detail": "要两名店员", "kind": "vacancy", "unit": "人"} | {"category": "employment"}
    vacancy = (await suggestions.needed(scene, "staff", organization=needy, **job)).rpartition("/")[2]
    claimed = await suggestions.needed(scene, title="修葺花坛", detail="要人修花坛", quantity=2)
    claimant = {"kind": "organization", "id": scene.town.school}
    await scene.system.post("staff", f"{claimed}/claims", claimant=claimant, quantity=1)
    path = await plans.plan(scene)
    reasons = {each["request"]["id"]: each["reason"] for each in await lines_of(scene, path, of="left-out")}
    assert reasons[vacancy] == "vacancy"
    assert reasons[claimed.rpartition("/")[2]] == "claimed"
    assert len(reasons) == (await scene.system.read("staff", path))["left_out"]
    lines = {line["request"]["id"] for line in await lines_of(scene, path)}
    assert not lines & reasons.keys()


async def test_no_more_partners_are_planned_than_an_offer_has_places_for(scene: Scene) -> None:
    rare = {"category": "transport"}
    player = await _player(scene, "冬不拉社")
    offer = await _offered(scene, player, title="冬不拉演奏", detail="老师们会弹冬不拉", partners=1, **rare)
    needs = [await suggestions.needed(scene, title="冬不拉演奏", detail="想听冬不拉", **rare) for _ in range(2)]
    names = [need.rpartition("/")[2] for need in needs]
    lines = {line["request"]["id"]: line for line in await lines_of(scene, await plans.plan(scene))}
    had = [lines[need]["offer"] and lines[need]["offer"]["offer"] for need in names]
    assert had.count(offer) == 1


async def test_a_line_is_changed_with_its_price_and_the_plan_ended(scene: Scene) -> None:
    path = await plans.plan(scene)
    line = await plans.line(scene, path)
    before = next(each for each in await lines_of(scene, path) if line.endswith(each["request"]["id"]))
    others = (await scene.system.read("staff", f"{line}/others"))["items"]
    assert all(other["provider"]["id"] != before["provider"]["id"] for other in others)
    unfit = {"provider": scene.town.far_shop}
    refused = await scene.system.send("staff", "PUT", line, unfit)
    assert (refused.status_code, refused.json()["code"]) == (409, "cannot_take")
    await scene.system.write("staff", "PUT", line, {"provider": None, "note": "本月放假"})
    after = next(each for each in await lines_of(scene, path) if each["number"] == before["number"])
    assert (after["provider"], after["changed"]["note"]) == (None, "本月放假")
    assert after["changed"]["extra"] == after["cost"] - before["cost"] > 0
    assert after["number"] in [each["number"] for each in await lines_of(scene, path, "&open_only=true")]
    await scene.system.post("staff", f"{path}/ending", reason="carried_out")
    over = await scene.system.send("staff", "PUT", line, {"provider": None})
    assert over.status_code in (200, 409)
    assert (await scene.system.read("staff", path))["ended"] == "carried_out"


async def test_what_was_claimed_since_stands_so(scene: Scene) -> None:
    path = await plans.plan(scene)
    request = (await plans.line(scene, path)).rpartition("/")[2]
    claimant = {"kind": "organization", "id": scene.town.school}
    await scene.system.post("staff", f"{ROOT}/requests/{request}/claims", claimant=claimant)
    line = next(each for each in await lines_of(scene, path) if each["request"]["id"] == request)
    assert line["request"]["left"] == 0
    later = await plans.plan(scene)
    assert request not in {each["request"]["id"] for each in await lines_of(scene, later)}


async def test_the_same_plan_twice_is_one(scene: Scene) -> None:
    await suggestions.needed(scene)
    key = {"Idempotency-Key": uuid4().hex}
    body = {"community": scene.town.home, "title": "一次", "kind": "need"}
    made = [await scene.system.post("staff", f"{ROOT}/plans", key, **body) for _ in range(2)]
    path = f"{ROOT}/plans/{made[0]['id']}"
    view = await scene.system.read("staff", path)
    assert made[0] == made[1]
    assert view["version"] == made[0]["version"], "the answer stands after the last line"
    assert view["total"] == len(await lines_of(scene, path))


async def test_a_plan_that_was_broken_off_is_finished_by_its_repeat(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first of two parts was written; meanwhile something was claimed, so that the parts would not be the same."""
    monkeypatch.setattr("services.matching.api.plans.LINES_AT_ONCE", 1)
    for _ in range(2):
        await suggestions.needed(scene)
    handler = scene.system.services["matching"].handler
    whole = handler.handle_many

    async def first(envelopes: Any) -> Any:
        await whole(envelopes[:1])
        raise Unavailable(retry_after=1)

    key = {"Idempotency-Key": uuid4().hex}
    body = {"community": scene.town.home, "title": "断了", "kind": "need"}
    with monkeypatch.context() as broken:
        broken.setattr(handler, "handle_many", first)
        answer = await scene.system.send("staff", "POST", f"{ROOT}/plans", body, key)
        assert answer.status_code == 503
    made = await scene.system.post("staff", f"{ROOT}/plans", key, **body)
    view = await scene.system.read("staff", f"{ROOT}/plans/{made['id']}")
    lines = await lines_of(scene, f"{ROOT}/plans/{made['id']}")
    assert view["whole"]
    assert len({(line["request"]["id"], line["part"]) for line in lines}) == len(lines) >= 2


async def test_lines_come_in_pages(scene: Scene) -> None:
    for _ in range(3):
        await suggestions.needed(scene)
    path = await plans.plan(scene)
    numbers, cursor = [], ""
    while True:
        page = await scene.system.read("staff", f"{path}/lines?limit=2{cursor}")
        numbers += [line["number"] for line in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 4
    wrong = await scene.system.send("staff", "GET", f"{path}/lines?cursor=x")
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "cursor")


async def test_where_nothing_is_open_there_is_nothing_to_plan(scene: Scene) -> None:
    body = {"community": scene.town.home, "title": "旧事", "opened_until": "2001-01-01"}
    answer = await scene.system.send("staff", "POST", f"{ROOT}/plans", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_plan")
