"""Calls about offers, on a real MongoDB."""

from datetime import timedelta

from tests.integration.registry.desk import Town
from tests.integration.registry.test_registry_lists import ROOM


async def test_a_call_renews_an_offer_or_is_counted_or_says_when_to_call_again(town: Town) -> None:
    desk = town.desk
    made = await desk.post("staff", "/offers", ROOM | {"organization": town.school, "confirmed_on": "2024-06-01"})
    path = f"/offers/{made['id']}"
    assert (await desk.post("staff", f"{path}/calls", {"outcome": "reached"}, 409))["code"] == "not_listed"
    await desk.post("staff", f"{path}/listing", {}, 200)
    for _ in range(2):
        await desk.post("staff", f"{path}/calls", {"outcome": "not_reached"}, 200)
    seen = await desk.get("staff", path)
    assert (seen["last_call"]["outcome"], seen["last_call"]["tries"], seen["stale"]) == ("not_reached", 2, True)
    again = (desk.clock() + timedelta(days=5)).date().isoformat()
    await desk.post("staff", f"{path}/calls", {"outcome": "agreed", "call_again_on": again}, 200)
    seen = await desk.get("staff", path)
    assert (seen["last_call"]["again_on"], seen["last_call"]["tries"], seen["stale"]) == (again, 0, True)
    await desk.post("staff", f"{path}/calls", {"outcome": "reached"}, 200)
    seen = await desk.get("staff", path)
    assert (seen["last_call"]["outcome"], seen["last_call"]["again_on"], seen["stale"]) == ("reached", None, False)
    assert seen["confirmed_on"] == seen["last_call"]["on"]
    assert "offer_called" in [entry["type"] for entry in seen["history"]]
    own = await desk.get("school", path)
    assert own["last_call"] is None
    assert {entry["type"] for entry in own["history"]} == {"offer_submitted", "offer_listed", "offer_confirmed"}
    await desk.post("school", f"{path}/calls", {"outcome": "reached"}, 403)
    refusal = await desk.post("staff", f"{path}/calls", {"outcome": "agreed"}, 422)
    assert refusal["errors"][0]["field"] == "call_again_on"
