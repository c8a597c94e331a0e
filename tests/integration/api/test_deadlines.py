"""Deadlines at the very same moment: each of them is kept."""

from datetime import timedelta

from tests.support.eventually import eventually
from tests.support.system import System, Town


async def test_three_claims_due_at_the_same_moment_all_expire(system: System, town: Town) -> None:
    said = {"community": town.far, "text": "胡同口缺三盏灯"}
    wish = (await system.post("far_staff", "/registry/v1/wishes", **said))["id"]
    judged = {"decision": "publish", "text": "装灯", "kind": "public", "category": "safety", "quantity": 3}
    await system.post("far_staff", f"/registry/v1/wishes/{wish}/review", headers={"If-Match": '"1"'}, **judged)
    request = f"/matching/v1/requests/{wish.replace('wish_', 'req_')}"
    await system.read("far_staff", request, after="registry")
    for claimant in (town.school, town.station, town.far_shop):
        party = {"kind": "organization", "id": claimant}
        await system.post("far_staff", f"{request}/claims", claimant=party, quantity=1)

    async def standing() -> list[str]:
        return [claim["status"] for claim in (await system.read("far_staff", request))["claims"]]

    async def all_are(status: str) -> bool:
        return await standing() == [status] * 3

    due = {claim["due_at"] for claim in (await system.read("far_staff", request))["claims"]}
    assert len(due) == 1, "whole days end at midnight, for all three"
    try:
        system.clock.ahead = timedelta(days=15)
        await eventually(lambda: all_are("overdue"), "all are overdue")
        system.clock.ahead = timedelta(days=19)
        await eventually(lambda: all_are("expired"), "all have expired")
    finally:
        system.clock.ahead = timedelta()
    assert (await system.read("far_staff", request))["left"] == 3
