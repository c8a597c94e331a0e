"""Chapter 4: the thirty wishes are planned, and claimed in a meeting, aloud and one by one; the desk enters what it
hears."""

from collections.abc import Iterator

from demo.facts import Entry, facts, only
from demo.story.stage import Stage


async def play(stage: Stage) -> None:
    """A mistake is undone by number, an unsuitable claim declined on the spot; who claims later is not told of here."""
    stage.tell("认领会 the claiming meeting")
    await stage.read("desk", "/matching/v1/requests", after="registry", limit=1)
    wishes = facts("wishes")["published"]
    meeting = await _prepare(stage, wishes)
    for number, wish in enumerate(wishes, 1):
        for entry in aloud(wish):
            await _claim(stage, meeting, number, wish["key"], entry)
    await stage.post("desk", "meeting.close", f"{meeting}/closing")
    await stage.post("desk", "plan.end", f"/matching/v1/plans/{stage.ids['plan']}/ending", reason="carried_out")


def aloud(wish: Entry) -> Iterator[Entry]:
    """The claims made in the meeting: all up to one that will run out long afterwards."""
    for entry in wish["claims"]:
        yield entry
        if entry.get("end") == "expired":
            return


async def _prepare(stage: Stage, wishes: list[Entry]) -> str:
    said = facts("story")["meeting"]
    requests = [stage.ids[f"request.{wish['key']}"] for wish in wishes]
    body = {"community": stage.ids["hetaoyuan"], "requests": requests, **only(said, "title", "held_on")}
    meeting = f"/matching/v1/meetings/{await stage.begin('desk', 'meeting', '/matching/v1/meetings', **body)}"
    for entry in said["intentions"]:
        number = 1 + [wish["key"] for wish in wishes].index(entry["wish"])
        organization = stage.ids[f"org.{entry['by']}"]
        key = f"intend.{entry['wish']}.{entry['by']}"
        await stage.post("desk", key, f"{meeting}/intentions", number=number, organization=organization)
    await _plan(stage, said["plan"])
    await stage.post("desk", "meeting.open", f"{meeting}/opening")
    return meeting


async def _plan(stage: Stage, said: Entry) -> None:
    """Who might fulfil what, proposed from the offers and what was said; one line the desk leaves to the meeting."""
    await stage.read("desk", "/matching/v1/requests", limit=1)
    body = {"community": stage.ids["hetaoyuan"], "meeting": stage.ids["meeting"]}
    plan = await stage.begin("desk", "plan", "/matching/v1/plans", title=said["title"], **body)
    left = said["left_open"]
    line = f"/matching/v1/plans/{plan}/lines/{stage.ids['request.' + left['wish']]}"
    await stage.put("desk", "plan.change", line, provider=None, note=left["note"])


async def _claim(stage: Stage, meeting: str, number: int, wish: str, entry: Entry) -> None:
    name = f"{wish}.{entry['by']}"
    claimant = {"kind": "organization", "id": stage.ids[f"org.{entry['by']}"]}
    said = {"number": number, "claimant": claimant, **only(entry, "quantity")}
    claim = await stage.begin("desk", f"claim.{name}", f"{meeting}/claims", **said)
    if entry.get("end") == "voided":
        await stage.post("desk", f"voided.{name}", f"{meeting}/claims/{number}/void", reason=entry["reason"])
    if entry.get("end") == "declined":
        request, _, made = claim.rpartition(".")
        path = f"/matching/v1/requests/{request}/claims/{made}/declination"
        await stage.post("desk", f"declined.{name}", path, reason=entry["reason"])
