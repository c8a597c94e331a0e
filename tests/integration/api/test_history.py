"""One request with all that happened to it: who acted, in words that a desk can print."""

import pytest

from tests.integration.api.examples import Scene, matching
from tests.support.system import System, Town


@pytest.fixture(scope="module")
def scene(system: System, town: Town) -> Scene:
    return Scene(system, town)


async def test_a_history_says_who_acted_for_whom_and_what_they_are_called(scene: Scene) -> None:
    path, town = await matching.request(scene), scene.town
    claimant = {"kind": "organization", "id": town.station}
    await scene.system.post("staff", f"{path}/claims", claimant=claimant)
    await scene.system.post("staff", f"{path}/claims/1/declination", reason="unsuitable")
    await scene.system.post("school", f"{path}/claims", claimant={**claimant, "id": town.school})
    await scene.system.post("staff", f"{path}/claims/2/acceptance")
    await scene.system.post("school", f"{path}/claims/2/deliveries", evidence_code="visit")
    await scene.system.post("li", f"{path}/confirmation", mark=4, how="self")
    whole = await scene.system.read("staff", path)
    told = [(entry["type"], entry["by"], entry["on_behalf_of"]) for entry in whole["history"]]
    assert told == [
        ("request_opened", "system", None),
        ("request_claimed", "staff", town.station),
        ("claim_declined", "staff", None),
        ("request_claimed", "contact", town.school),
        ("claim_accepted", "staff", None),
        ("delivered", "contact", town.school),
        ("delivery_confirmed", "resident", None),
        ("request_fulfilled", "resident", None),
    ]
    assert whole["names"] == {town.station: "单位station", town.school: "单位school"}
    kept = whole["claims"][1]
    assert (kept["status"], kept["mark"], kept["deliveries"][0]["state"]) == ("confirmed", 4, "confirmed")


async def test_who_a_request_does_not_concern_learns_no_names(scene: Scene) -> None:
    path = await matching.request(scene)
    claimant = {"kind": "organization", "id": scene.town.station}
    await scene.system.post("staff", f"{path}/claims", claimant=claimant)
    whole = await scene.system.read("school", path)
    assert (whole["history"], whole["names"]) == ([], {})
