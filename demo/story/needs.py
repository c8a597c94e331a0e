"""Chapter 7: one need is met by an organization that was asked for its offer, one by the community itself, with one of
the scheme's benefits."""

from demo.facts import Entry, facts, only
from demo.story.organizations import speaker
from demo.story.stage import Stage


async def play(stage: Stage) -> None:
    """Each is confirmed by the organization that had it."""
    stage.tell("需求对接 needs")
    met = [need for need in facts("story")["needs"] if "claim" in need]
    await stage.together(_resolve(stage, need, need["claim"]) for need in met)


async def _resolve(stage: Stage, need: Entry, claim: Entry) -> None:
    key, by = need["key"], claim["by"]
    who = "desk" if by == "community" else speaker(by)
    request = f"/matching/v1/requests/{stage.ids[f'need.{key}'].replace('need_', 'req_')}"
    claims = f"{request}/claims"
    if "offer" in claim:
        number = await _accepted(stage, who, key, request, stage.ids[f"offer.{claim['offer']}"])
    else:
        number = await _claimed(stage, who, key, request, claim)
    delivery = only(claim, "evidence")
    await stage.post(who, f"deliver.{key}", f"{claims}/{number}/deliveries", occurred_on=claim["day"], **delivery)
    confirmed = {"mark": claim["mark"], "how": "self"}
    await stage.post(speaker(need["organization"]), f"confirm.{key}", f"{request}/confirmation", **confirmed)


async def _accepted(stage: Stage, who: str, key: str, request: str, offer: str) -> int:
    """The desk asks for the offer, and its provider says yes; gives the number of the claim."""
    await stage.post("desk", f"suggest.{key}", f"{request}/suggestions", offer=offer)
    await stage.post(who, f"accept.{key}", f"{request}/suggestions/1/acceptance")
    return 1


async def _claimed(stage: Stage, who: str, key: str, request: str, claim: Entry) -> int:
    """Somebody takes it on without being asked, once matching knows the benefits; gives the number of the claim."""
    community = claim["by"] == "community"
    claimant = stage.ids["hetaoyuan" if community else f"org.{claim['by']}"]
    kind = "community" if community else "organization"
    await stage.read("desk", f"{request}/suggestions", after="evaluation")
    said = {"claimant": {"kind": kind, "id": claimant}, **only(claim, "benefit")}
    claimed = await stage.post(who, f"claim.{key}", f"{request}/claims", **said)
    return int(claimed.id.rpartition(".")[2])
