"""Chapter 5: claims are accepted, delivered and confirmed, and what goes wrong on the way."""

from http import HTTPStatus
from typing import Any

from demo.client import Unexpected
from demo.facts import Entry, facts, only, wish_with_reported
from demo.story.organizations import speaker
from demo.story.places import set_limits
from demo.story.stage import Stage

SILENT = "windows"
"""The wish whose first claimant falls silent."""
SHORT = {"claim_due": "PT2S", "claim_grace": "PT2S"}


async def play(stage: Stage) -> None:
    """All wishes are fulfilled, and one is reopened because it was not really done."""
    stage.tell("对接与兑现 acceptances and deliveries")
    wishes = {wish["key"]: wish_with_reported(wish) for wish in facts("wishes")["published"]}
    await _fall_silent(stage, wishes[SILENT])
    await stage.together(_fulfil(stage, wish, wish["claims"]) for key, wish in wishes.items() if key != SILENT)
    stage.tell("等一位认领方逾期、失效 a silent claimant runs out of time")
    await _wait_until_expired(stage)
    await _fulfil(stage, wishes[SILENT], wishes[SILENT]["claims"][1:])
    for wish in wishes.values():
        if "reopened" in wish:
            path = f"/matching/v1/requests/{stage.ids['request.' + wish['key']]}/reopening"
            await stage.post(wish["wisher"], f"reopen.{wish['key']}", path, reason=wish["reopened"])


async def _fall_silent(stage: Stage, wish: Entry) -> None:
    """The community's limits are shortened for one claim, and restored once it is accepted."""
    usual = facts("story")["places"]["settings"]["hetaoyuan"]
    await set_limits(stage, "limits.short", "hetaoyuan", {**usual, **SHORT})
    await _taken_in(stage)
    await _accept(stage, wish, wish["claims"][0])
    await set_limits(stage, "limits.usual", "hetaoyuan", usual)
    await _taken_in(stage)


async def _taken_in(stage: Stage) -> None:
    """Matching knows what registry was told."""
    await stage.read("desk", "/matching/v1/requests", after="registry", limit=1)


async def _wait_until_expired(stage: Stage) -> None:
    def expired(request: Any) -> bool:
        return bool(request["claims"][0]["status"] == "expired")

    path = f"/matching/v1/requests/{stage.ids['request.' + SILENT]}"
    await stage.client.until(stage.token("desk"), path, expired)


async def _fulfil(stage: Stage, wish: Entry, claims: list[Entry]) -> None:
    kept = [claim for claim in claims if "end" not in claim]
    numbers = [await _keep(stage, wish, claim) for claim in kept]
    confirm = wish["confirm"]
    body = {"claims": [{"number": number, "mark": confirm["mark"]} for number in numbers], "how": confirm["how"]}
    path = f"/matching/v1/requests/{stage.ids['request.' + wish['key']]}/confirmation"
    await stage.post(confirm["by"], f"confirm.{wish['key']}", path, **body)


async def _keep(stage: Stage, wish: Entry, entry: Entry) -> int:
    """One claim and what becomes of it; gives its number once it has delivered."""
    if f"claim.{_name(wish, entry)}" not in stage.ids:
        await _claim(stage, wish, entry)
    if wish["kind"] != "public":
        await _accept(stage, wish, entry)
    if entry.get("reveals"):
        await _reveal(stage, wish, entry["by"])
    path = _path(stage, wish, entry)
    await _deliver(stage, entry, _name(wish, entry), f"{path}/deliveries")
    return int(path.rpartition("/")[2])


async def _claim(stage: Stage, wish: Entry, entry: Entry) -> None:
    """After the meeting, by whoever enters things for that organization."""
    claimant = {"kind": "organization", "id": stage.ids[f"org.{entry['by']}"]}
    path = f"/matching/v1/requests/{stage.ids['request.' + wish['key']]}/claims"
    await stage.begin(speaker(entry["by"]), f"claim.{_name(wish, entry)}", path, claimant=claimant)


async def _accept(stage: Stage, wish: Entry, entry: Entry) -> None:
    await stage.post("desk", f"accept.{_name(wish, entry)}", f"{_path(stage, wish, entry)}/acceptance")


def _name(wish: Entry, entry: Entry) -> str:
    return f"{wish['key']}.{entry['by']}"


def _path(stage: Stage, wish: Entry, entry: Entry) -> str:
    """The claim, however it was made."""
    request, _, number = stage.ids[f"claim.{_name(wish, entry)}"].rpartition(".")
    return f"/matching/v1/requests/{request}/claims/{number}"


async def _reveal(stage: Stage, wish: Entry, organization: str) -> None:
    """An accepted claimant sees where to go; registry has to know of the acceptance first."""
    wished = f"/registry/v1/wishes/{stage.ids['wish.' + wish['key']]}"
    await stage.read("desk", wished, after="matching")
    try:
        await stage.post(organization, f"reveal.{wish['key']}", f"{wished}/reveals", purpose="arrange_delivery")
    except Unexpected as refused:
        if refused.status != HTTPStatus.NOT_FOUND:
            raise
        # told once more after an interruption: whose wish came true meanwhile is not shown again
        await stage.client.until(stage.token("desk"), wished, lambda shown: shown["progress"] == "fulfilled")


async def _deliver(stage: Stage, entry: Entry, name: str, path: str) -> None:
    said = {"evidence_code": entry["code"]} if "code" in entry else only(entry, "evidence")
    for part, brought in enumerate(entry.get("parts", [only(entry, "day")]), 1):
        body = {**said, "occurred_on": brought["day"], **only(brought, "quantity")}
        await stage.post(speaker(entry["by"]), f"deliver.{name}.{part}", path, **body)
