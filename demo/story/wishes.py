"""Chapter 3: thirty wishes are posted, reviewed and published; one is rejected and one withdrawn."""

from demo.facts import Entry, facts, only, wish_with_reported
from demo.people import SignIn
from demo.story.organizations import register
from demo.story.places import appoint_stewards
from demo.story.stage import Stage


async def play(stage: Stage) -> None:
    """Some post for themselves, the desk or a neighbour for somebody without a phone."""
    stage.tell("居民 residents")
    home = stage.ids["hetaoyuan"]
    residents = facts("story")["residents"]
    await stage.together(_settle(stage, "desk", resident["key"], home, resident) for resident in residents)
    for resident in residents:
        _sign_in(stage, resident["key"], home, resident)
    await appoint_stewards(stage)
    stage.tell("三十个微心愿 thirty wishes")
    wishes = facts("wishes")
    await stage.together(_wish(stage, wish_with_reported(wish)) for wish in wishes["published"])
    for wish in wishes["rejected"]:
        await _reject(stage, wish, await _post(stage, wish))
    for wish in wishes["withdrawn"]:
        await _post(stage, wish)
        path = f"/registry/v1/wishes/{stage.ids['wish.' + wish['key']]}/withdrawal"
        await stage.post(wish["by"], f"withdraw.{wish['key']}", path, reason=wish["reason"])
    await _elsewhere(stage)


async def _settle(stage: Stage, desk: str, key: str, community: str, person: Entry) -> None:
    await register(stage, desk, f"person.{key}", community, person)


def _sign_in(stage: Stage, key: str, community: str, person: Entry) -> None:
    if person.get("account"):
        known = stage.ids[f"person.{key}"]
        stage.enter(SignIn(key, f"居民（{person['name']}）", "resident", community, person=known))


async def _wish(stage: Stage, wish: Entry) -> None:
    await _publish(stage, "desk", wish, await _post(stage, wish))


async def _post(stage: Stage, wish: Entry) -> str:
    """Posts, and revises where it is said differently; gives the version to review."""
    key = wish["key"]
    body = {"community": stage.ids["hetaoyuan"]}
    who = wish["by"] if wish["by"] in stage.people else "desk"
    if "wisher" in wish:
        body |= {"person": stage.ids[f"person.{wish['wisher']}"], **only(wish, "words", "consent")}
    else:
        body |= only(wish, "text")
    if f"org.{wish['by']}" in stage.ids:
        who, body["organization"] = "desk", stage.ids[f"org.{wish['by']}"]
    receipt = await stage.post(who, f"wish.{key}", "/registry/v1/wishes", **body)
    stage.ids[f"wish.{key}"] = receipt.id
    stage.ids[f"request.{key}"] = receipt.id.replace("wish_", "req_")
    if "revised" in wish:
        path = f"/registry/v1/wishes/{receipt.id}"
        receipt = await stage.put(who, f"revise.{key}", path, etag=receipt.etag, words=wish["revised"])
    return receipt.etag


async def _publish(stage: Stage, desk: str, wish: Entry, etag: str) -> None:
    key = wish["key"]
    shown = only(wish, "text", "kind", "category", "quantity", "unit", "home_visit")
    path = f"/registry/v1/wishes/{stage.ids[f'wish.{key}']}/review"
    await stage.post(desk, f"publish.{key}", path, etag=etag, decision="publish", **shown)


async def _reject(stage: Stage, wish: Entry, etag: str) -> None:
    path = f"/registry/v1/wishes/{stage.ids['wish.' + wish['key']]}/review"
    same = stage.ids[f"wish.{wish['duplicate_of']}"]
    body = {"decision": "reject", "reason": wish["reason"], "duplicate_of": same}
    await stage.post("desk", f"reject.{wish['key']}", path, etag=etag, **body)


async def _elsewhere(stage: Stage) -> None:
    """The community next door has a wish of its own, which nobody here can see all of."""
    story, home = facts("story")["elsewhere"], stage.ids["haitangli"]
    await stage.begin("other_desk", "org.other", "/registry/v1/organizations", community=home, **story["organization"])
    await _settle(stage, "other_desk", "other", home, story["resident"])
    _sign_in(stage, "other", home, story["resident"])
    posted = {"community": home, "person": stage.ids["person.other"], "words": story["wish"]["words"]}
    receipt = await stage.post("other", "wish.other", "/registry/v1/wishes", **posted)
    stage.ids["wish.other"] = receipt.id
    await _publish(stage, "other_desk", {"key": "other", **story["wish"]}, receipt.etag)
