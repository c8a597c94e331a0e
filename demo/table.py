"""What it came to: figures read from the services, not from the script."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import astuple, dataclass
from typing import Any

from demo.client import NotInTime
from demo.story.places import YEAR
from demo.story.stage import Stage

QUARTER = "2024Q4"
LAST_DAY = "2024-12-31"
PATIENCE = 60.0
LISTENS_TO: Mapping[str, tuple[str, ...]] = {
    "registry": ("matching",),
    "matching": ("registry", "evaluation"),
    "evaluation": ("registry", "matching"),
    "notify": ("registry", "matching", "evaluation"),
}
_LISTS = {
    "registry": "/registry/v1/tree",
    "matching": "/matching/v1/requests",
    "evaluation": "/evaluation/v1/schemes",
    "notify": "/notify/v1/notices/unread",
}

Tips = Callable[[], Awaitable[Mapping[str, int]]]
"""How far the log of each service goes."""


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of the story, without the positions, which differ from play to play."""

    wishes: str
    lists: str
    suggestions: str
    plan: str
    alliance: str
    agreements: str
    bookings: str
    ledger: str
    sheets: str
    notices: str
    positions: str

    def __str__(self) -> str:
        return "\n".join(astuple(self))


async def settle(stage: Stage, tips: Tips) -> Mapping[str, int]:
    """Waits until every service has taken in and shows all that any log holds; gives the positions.

    Raises NotInTime.
    """
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        before = await tips()
        for name, sources in LISTENS_TO.items():
            for source in (*sources, name):
                position = {"min_position": f"{source}:{before[source]}"}
                await stage.client.read(stage.token("desk"), _LISTS[name], **position)
        if await tips() == before:
            return before
        await asyncio.sleep(0.05)
    raise NotInTime("the services did not come to rest")


async def read_table(stage: Stage, tips: Tips) -> Table:
    """The table, once everything has come to rest."""
    positions = await settle(stage, tips)
    at = " · ".join(f"{name} {position}" for name, position in positions.items())
    return Table(
        wishes=await _wishes(stage),
        lists=f"{await _lists(stage)} | {await _scores(stage)}",
        suggestions=await _suggestions(stage),
        plan=await _plan(stage),
        alliance=await _alliance(stage),
        agreements=await _agreements(stage),
        bookings=await _bookings(stage),
        ledger=await _ledger(stage),
        sheets=await _sheets(stage),
        notices=await _notices(stage),
        positions=f"log positions: {at} · projections caught up: yes",
    )


async def _wishes(stage: Stage) -> str:
    path = f"/registry/v1/communities/{stage.ids['hetaoyuan']}/wishes"
    published = await _items(stage, path, state="published")
    requests = await _items(stage, "/matching/v1/requests", community=stage.ids["hetaoyuan"], kind="wish")
    claimed = [request for request in requests if request["claimants"]]
    fulfilled = [request for request in requests if request["state"] == "fulfilled"]
    reopened = [request for request in requests if request["reopened"] and request["state"] == "open"]
    lights = await stage.read("desk", f"/matching/v1/requests/{stage.ids['request.night_lights']}")
    givers = {claim["claimant"]["id"] for claim in lights["claims"] if claim["confirmed"]}
    return (
        f"{len(published)} wishes published · {len(claimed)} claimed · {len(fulfilled)} fulfilled · "
        f"{len(reopened)} reopened and under way · "
        f"night lights {lights['confirmed']} of {lights['quantity']} by {len(givers)} organizations"
    )


async def _lists(stage: Stage) -> str:
    wall = await stage.read("desk", f"/registry/v1/communities/{stage.ids['hetaoyuan']}/wall")
    figures = wall["figures"]
    resolved = figures["needs"].get("resolved", 0)
    still_open = sum(count for progress, count in figures["needs"].items() if progress in ("open", "claimed"))
    return (
        f"{figures['needs_published']} needs published · {resolved} resolved · {still_open} open | "
        f"{figures['offers_listed']} offers listed · {figures['offers_stale']} stale"
    )


async def _scores(stage: Stage) -> str:
    cards = await _items(stage, f"/evaluation/v1/communities/{stage.ids['hetaoyuan']}/scorecards", quarter=QUARTER)
    scored = [card["organization"] for card in cards if not card["no_data"]]
    unexplained = 0
    for organization in scored:
        unexplained += await _unexplained(stage, organization)
    words = f"{unexplained} points unexplained" if unexplained else "every point explained"
    return f"organizations scored {len(scored)}, {words}"


async def _unexplained(stage: Stage, organization: str) -> int:
    """How many points name no fact that counts, no rule in words, or no scheme; a total that is no sum counts too."""
    path = f"/evaluation/v1/organizations/{organization}"
    card = await stage.read("desk", f"{path}/scorecards/{QUARTER}")
    known = {fact["id"] for fact in await _items(stage, f"{path}/facts", quarter=QUARTER) if fact["counts"]}
    points: list[dict[str, Any]] = card["points"]
    sound = [p for p in points if p["fact"] in known and p["rule"] and p["words_zh"] and p["scheme"]]
    return len(points) - len(sound) + int(sum(p["points"] for p in points) != card["total"])


async def _suggestions(stage: Stage) -> str:
    """Which offers were asked for, and had; and what the community gave."""
    needs = await _items(stage, "/matching/v1/requests", community=stage.ids["hetaoyuan"], kind="need")
    paths = [f"/matching/v1/requests/{need['id']}/suggestions" for need in needs]
    asked = [(need, made) for need, path in zip(needs, paths, strict=True) for made in (await _made(stage, path))]
    accepted = [(need["title"], made["title"]) for need, made in asked if made["state"] == "accepted"]
    what = " · ".join(f"{offer} for {need}" for need, offer in accepted)
    requests = [await stage.read("desk", f"/matching/v1/requests/{need['id']}") for need in needs]
    given = [
        f"{claim['benefit']['zh']} for {request['title']}"
        for request in requests
        for claim in request["claims"]
        if claim["benefit"]
    ]
    return (
        f"{len(asked)} suggestion made · {len(accepted)} accepted: {what} | "
        f"{len(given)} benefit given: {' · '.join(given)}"
    )


async def _made(stage: Stage, path: str) -> list[Any]:
    made: list[Any] = (await stage.read("desk", path))["made"]
    return made


async def _plan(stage: Stage) -> str:
    """What was proposed for the meeting."""
    (plan,) = await _items(stage, f"/matching/v1/communities/{stage.ids['hetaoyuan']}/plans")
    ended = plan["ended"].replace("_", " ")
    asked = f"{plan['assigned']} with somebody to ask"
    return f"1 plan for {plan['total']} wishes: {asked} · {plan['changed']} line changed by hand · {ended}"


async def _alliance(stage: Stage) -> str:
    """Who was a member on the last day of the year, who had a role then, and who said that it stays."""
    path = f"/registry/v1/communities/{stage.ids['hetaoyuan']}/members"
    members = (await stage.read("desk", path, on=LAST_DAY))["members"]
    roles = [f"{role} {member['name']}" for member in members for role in member["roles"]]
    stay = [member["name"] for member in members if member["confirmed"]]
    return (
        f"alliance on {LAST_DAY}: {len(members)} members · {' · '.join(roles)} | "
        f"{len(stay)} confirmed for {YEAR}: {' · '.join(stay)}"
    )


async def _agreements(stage: Stage) -> str:
    """The agreements that were signed, and how far their countable clauses are ticked off."""
    path = f"/registry/v1/communities/{stage.ids['hetaoyuan']}/agreements"
    signed = [agreement for agreement in await _items(stage, path) if agreement["state"] == "signed"]
    sheets = [await stage.read("desk", f"/registry/v1/agreements/{each['id']}/sheet") for each in signed]
    counted = [line for sheet in sheets for line in sheet["lines"] if line["done"] is not None]
    clauses = " · ".join(
        f"{_promised(line)} {line['done']} of {line['line']['clause']['quantity']}" for line in counted
    )
    return f"agreements signed {len(signed)} | ticked off: {clauses}"


async def _bookings(stage: Stage) -> str:
    """What was booked of the offers here, and used."""
    path = f"/matching/v1/communities/{stage.ids['hetaoyuan']}/bookings"
    kept = await _items(stage, path, state="kept")
    what = " · ".join(f"{booking['title']} {booking['day']}, {booking['people']} people" for booking in kept)
    return f"{len(kept)} booking kept: {what}"


def _promised(line: Any) -> str:
    return str(line["line"]["clause"]["what"])


async def _ledger(stage: Stage) -> str:
    """The year's figures, and how many organizations of it are registered."""
    path = f"/registry/v1/communities/{stage.ids['hetaoyuan']}/ledgers/{YEAR}"
    figures = await stage.read("desk", path)
    groups = " · ".join(f"{group['name']} {group['count']}" for group in figures["groups"])
    beside = figures["organizations"]
    return (
        f"ledger of {figures['year']}: {figures['residents']} residents · {groups} | "
        f"{beside['ledger']} organizations, {beside['registered']} of them registered"
    )


async def _sheets(stage: Stage) -> str:
    """The register of the community next door, which came in as one spreadsheet."""
    path = f"/registry/v1/communities/{stage.ids['haitangli']}"
    imports = await stage.read("other_desk", f"{path}/imports")
    (done,) = imports["items"]
    listed = await stage.client.items(stage.token("other_desk"), f"{path}/organizations")
    counts = f"{done['added']} new · {done['refused']} refused"
    return (
        f"1 spreadsheet ({done['format']}, {done['encoding']}) imported: {counts} | {len(listed)} organizations listed"
    )


async def _notices(stage: Stage) -> str:
    figures = await stage.read("desk", f"/notify/v1/communities/{stage.ids['hetaoyuan']}/figures")
    kinds = " · ".join(f"{kind} {count}" for kind, count in figures["sent"].items())
    total = sum(figures["sent"].values())
    return (
        f"{total} notices sent, by kind: {kinds} | "
        f"told in person {figures['told_in_person']} · still to tell {figures['open_tasks']}"
    )


async def _items(stage: Stage, path: str, **query: str) -> list[Any]:
    return await stage.client.items(stage.token("desk"), path, **query)
