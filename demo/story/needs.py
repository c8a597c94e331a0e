"""Chapter 6: one need is met by an organization's offer, one by the community itself."""

from demo.facts import Entry, facts
from demo.story.organizations import speaker
from demo.story.stage import Stage


async def play(stage: Stage) -> None:
    """Each is confirmed by the organization that had it."""
    stage.tell("需求对接 needs")
    met = [need for need in facts("story")["needs"] if "claim" in need]
    await stage.together(_resolve(stage, need, need["claim"]) for need in met)


async def _resolve(stage: Stage, need: Entry, claim: Entry) -> None:
    key, by = need["key"], claim["by"]
    community = by == "community"
    who = "desk" if community else speaker(by)
    claimant = stage.ids["hetaoyuan" if community else f"org.{by}"]
    request = f"/matching/v1/requests/{stage.ids[f'need.{key}'].replace('need_', 'req_')}"
    kind = "community" if community else "organization"
    claimed = await stage.post(who, f"claim.{key}", f"{request}/claims", claimant={"kind": kind, "id": claimant})
    deliveries = f"{request}/claims/{claimed.id.rpartition('.')[2]}/deliveries"
    await stage.post(who, f"deliver.{key}", deliveries, occurred_on=claim["day"], evidence=claim["evidence"])
    confirmed = {"mark": claim["mark"], "how": "self"}
    await stage.post(speaker(need["organization"]), f"confirm.{key}", f"{request}/confirmation", **confirmed)
