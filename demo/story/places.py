"""Chapter 1: 西城区 › 广安门内街道 › 核桃园社区 with its courtyards and its ledger of 2024, a community next to it, and
their staff."""

from demo.facts import Entry, facts, only
from demo.people import SignIn
from demo.story.calendar import record
from demo.story.stage import Stage

YEAR = 2024


async def play(stage: Stage) -> None:
    """`root` is founded already. A node has to stand in the tree before another one hangs below it."""
    stage.tell("社区与台账 communities and the ledger")
    story = facts("story")
    for node in story["places"]["nodes"]:
        _staff_of(stage, node["parent"])
        parent = stage.ids[node["parent"]]
        who = "district" if node["parent"] == "root" else "street"
        body = only(node, "name", "level")
        await stage.read("district", "/registry/v1/tree")
        receipt = await stage.post(who, f"found.{node['key']}", "/registry/v1/communities", parent=parent, **body)
        stage.ids[node["key"]] = receipt.id
    for node in ("hetaoyuan", "haitangli"):
        _staff_of(stage, node)
    await record(stage, "root")
    await _describe(stage, story["places"])
    for courtyard in story["places"]["courtyards"]:
        body = {"community": stage.ids["hetaoyuan"], "kind": "courtyard", "name": courtyard["name"]}
        await stage.begin("desk", f"place.{courtyard['key']}", "/registry/v1/places", **body)


def _staff_of(stage: Stage, node: str) -> None:
    for entry in facts("story")["staff"]:
        if entry["node"] == node:
            stage.enter(SignIn(entry["key"], entry["title"], "staff", stage.ids[node]))


async def _describe(stage: Stage, places: Entry) -> None:
    path = f"/registry/v1/communities/{stage.ids['hetaoyuan']}"
    for node, settings in places["settings"].items():
        await set_limits(stage, f"settings.{node}", node, settings)
    ledger = facts("hetaoyuan")["community"]["ledger"]
    figures = {**only(ledger, "residents", "organizations"), "groups": places["groups"]}
    await stage.put("desk", f"ledger.{YEAR}", f"{path}/ledgers/{YEAR}", **figures)


async def appoint_stewards(stage: Stage) -> None:
    """Who answers for a courtyard lives there, and has to be on record before."""
    for courtyard in facts("story")["places"]["courtyards"]:
        key, person = courtyard["key"], stage.ids[f"person.{courtyard['steward']}"]
        path = f"/registry/v1/places/{stage.ids[f'place.{key}']}/steward"
        await stage.post("desk", f"steward.{key}", path, person=person, since=courtyard["since"])


async def set_limits(stage: Stage, key: str, node: str, settings: Entry) -> None:
    """Replaces the settings of `node`, as its version stands."""
    path = f"/registry/v1/communities/{stage.ids[node]}"
    await stage.put("street", key, f"{path}/settings", etag=await stage.etag("street", path), settings=settings)
