"""What an organization delivers ticks off what it promised, through both services; and what nears its end is said."""

from datetime import timedelta
from typing import Any

from tests.integration.api.examples.agreements import LIGHTS, ROOT, VISITS
from tests.support.eventually import eventually
from tests.support.system import System, Town


async def _agreed(system: System, town: Town, **clause: Any) -> str:
    text = {"title": "红墙同心共建协议", "clauses": [LIGHTS | {"by": None} | clause, VISITS]}
    made = await system.post("far_staff", f"{ROOT}/agreements", organization=town.far_shop, **text)
    path = f"{ROOT}/agreements/{made['id']}"
    until = (system.clock().date() + timedelta(days=100)).isoformat()
    term = {"signed_on": "2025-01-10", "since": "2025-01-01", "until": until}
    await system.post("far_staff", f"{path}/signing", **term)
    return path


async def _confirmed(system: System, town: Town, quantity: int) -> str:
    """A public wish for lamps that the shop fulfilled; the path of its request."""
    said = {"community": town.far, "text": "胡同口缺灯"}
    wish = (await system.post("far_staff", f"{ROOT}/wishes", **said))["id"]
    judged = {"decision": "publish", "text": "装灯", "kind": "public", "category": "safety", "unit": "盏"}
    review = {**judged, "quantity": quantity}
    await system.post("far_staff", f"{ROOT}/wishes/{wish}/review", headers={"If-Match": '"1"'}, **review)
    request = f"/matching/v1/requests/{wish.replace('wish_', 'req_')}"
    await system.read("far_staff", request, after="registry")
    party = {"kind": "organization", "id": town.far_shop}
    await system.post("far_staff", f"{request}/claims", claimant=party, quantity=quantity)
    claim = (await system.read("far_staff", request))["claims"][0]
    if claim["status"] == "claimed":
        await system.post("far_staff", f"{request}/claims/1/acceptance")
    await system.post("far_staff", f"{request}/claims/1/deliveries", evidence_code="visit", occurred_on="2025-03-01")
    await system.post("far_staff", f"{request}/confirmation", mark=5, how="visit")
    return request


async def _done(system: System, path: str) -> int:
    sheet = await system.read("far_staff", f"{path}/sheet")
    return int(sheet["lines"][0]["done"])


async def test_a_confirmed_delivery_ticks_the_clause_and_reopening_takes_it_back(system: System, town: Town) -> None:
    path = await _agreed(system, town)
    request = await _confirmed(system, town, 20)

    async def is_done(quantity: int) -> bool:
        return await _done(system, path) == quantity

    await eventually(lambda: is_done(20), "the delivery ticks the clause")
    await system.post("far_staff", f"{request}/reopening", reason="defective", claims=[1])
    await eventually(lambda: is_done(0), "what was reopened comes off")
    history = (await system.read("far_staff", path))["history"]
    assert [entry["type"] for entry in history][-2:] == ["obligation_ticked", "obligation_unticked"]
    await system.post("far_staff", f"{path}/termination", reason="entered_by_mistake")


async def test_its_end_and_an_overdue_clause_are_said_to_both_sides_in_time(system: System, town: Town) -> None:
    by = (system.clock().date() + timedelta(days=20)).isoformat()
    path = await _agreed(system, town, category="culture", by=by)
    agreement = path.rpartition("/")[2]

    async def kinds(who: str) -> set[str]:
        page = await system.read(who, "/notify/v1/notices?limit=200")
        return {each["kind"] for each in page["items"] if each["params"].get("agreement") == agreement}

    async def both_know(kind: str) -> bool:
        return kind in await kinds("far_staff") & await kinds("far_shop")

    await eventually(lambda: both_know("agreement_signed"), "both sides know")
    assert "obligation_overdue" not in await kinds("far_staff")
    try:
        system.clock.ahead = timedelta(days=21)
        await eventually(lambda: both_know("obligation_overdue"), "the clause is overdue")
        assert "agreement_expiring" not in await kinds("far_staff")
        system.clock.ahead = timedelta(days=71)
        await eventually(lambda: both_know("agreement_expiring"), "it ends soon")
        page = await system.read("far_staff", "/notify/v1/notices?limit=200")
        words = {each["kind"]: each["words"]["zh"] for each in page["items"]}
        assert f"应在 {by} 前完成，现为 0/50" in words["obligation_overdue"]
    finally:
        system.clock.ahead = timedelta()
