"""Agreements with an organization: from the template to the sheet of what was kept, and the scan under its own key."""

from datetime import timedelta
from typing import Any

import httpx2
import pytest

from services.registry.commands.agreement import KnowDelivery, WithdrawDeliveries
from services.registry.decider.agreement_state import stream_of
from shared.eventsourcing.decider import Envelope
from shared.eventsourcing.model import Command
from tests.integration.registry.desk import DISTRICT, ROOT, SYSTEM, Desk, Town
from tests.support.eventually import eventually

LIGHTS: dict[str, Any] = {
    "kind": "countable",
    "text": "上半年安装50盏灯",
    "what": "灯",
    "category": "safety",
    "quantity": 50,
    "unit": "盏",
    "by": "2025-06-30",
}
VISITS: dict[str, Any] = {"kind": "declaratory", "text": "节假日一起走访"}
TEXT: dict[str, Any] = {"title": "红墙同心共建协议", "clauses": [LIGHTS, VISITS]}
SIGNED: dict[str, Any] = {"signed_on": "2025-01-10", "since": "2025-01-01", "until": "2030-12-31", "office": "书记"}
PDF = b"%PDF-1.7\n" + "李淑琴 签字".encode() * 100_000
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


async def drafted(town: Town, organization: str | None = None, **said: Any) -> str:
    body = {"organization": organization or town.school, **(TEXT | said)}
    return f"/agreements/{(await town.desk.post('staff', '/agreements', body))['id']}"


@pytest.fixture
async def agreement(town: Town) -> str:
    path = await drafted(town)
    await town.desk.post("staff", f"{path}/signing", SIGNED | {"signatory": town.wang}, 200)
    return path


async def send(desk: Desk, path: str, content: bytes, kind: str, who: str = "staff", **headers: str) -> httpx2.Response:
    named = (
        desk.tokens[who] | {"Content-Type": kind} | {name.replace("_", "-"): value for name, value in headers.items()}
    )
    answer = await desk.client.post(f"{ROOT}{path}/scans", content=content, headers=named)
    desk.position = answer.headers.get("Position", desk.position)
    return answer


async def told(town: Town, command: Command, number: int) -> None:
    """Takes in what matching tells."""
    outcome = await town.desk.service.handler.handle(Envelope(stream_of(town.school), command, id=f"told/{number}"))
    town.desk.position = f"registry:{outcome.position}"


def delivery(town: Town, quantity: int, claim: str = "req_a.1", day: str = "2025-03-01") -> KnowDelivery:
    facts: dict[str, Any] = {"category": "safety", "unit": "盏", "quantity": quantity, "occurred_on": day}
    at = town.desk.clock()
    return KnowDelivery(at=at, actor=SYSTEM, organization=town.school, community=town.home, claim=claim, **facts)


async def test_a_template_of_the_district_is_used_below_it_and_keeps_its_edition(town: Town) -> None:
    desk = town.desk
    template = (await desk.post("district", "/templates", {"community": DISTRICT, **TEXT}))["id"]
    assert (await desk.get("staff", f"/templates/{template}"))["title"] == TEXT["title"]
    listed = await desk.get("staff", f"/communities/{town.home}/templates")
    assert [each["id"] for each in listed["items"]] == [template]
    made = await desk.post("staff", "/agreements", {"organization": town.school, "template": template})
    revised = {"title": "新版", "clauses": [VISITS]}
    await desk.write("staff", "PUT", f"/templates/{template}", revised, 404, If_Match='"1"')
    await desk.write("district", "PUT", f"/templates/{template}", revised, If_Match='"1"')
    document = await desk.get("staff", f"/agreements/{made['id']}")
    assert (document["edition"], [clause["text"] for clause in document["clauses"]]) == (
        1,
        [LIGHTS["text"], VISITS["text"]],
    )
    await desk.post("district", f"/templates/{template}/retirement", {}, 200)
    again = {"organization": town.school, "template": template}
    assert (await desk.post("staff", "/agreements", again, 409))["code"] == "retired"
    foreign = (await desk.post("stranger", "/templates", {"community": town.other, **TEXT}))["id"]
    await desk.post("staff", "/agreements", again | {"template": foreign}, 422)
    await desk.get("staff", f"/templates/{foreign}", 404)
    assert (await desk.post("staff", "/agreements", {"organization": town.school}, 422))["errors"][0][
        "field"
    ] == "clauses"


async def test_a_draft_is_changed_by_who_read_it_and_then_signed(town: Town) -> None:
    desk, path = town.desk, await drafted(town)
    other = await drafted(town)
    read = await desk.read("staff", path)
    await desk.write("staff", "PUT", path, TEXT, 428)
    await desk.write("staff", "PUT", path, {"title": "改", "clauses": [VISITS]}, If_Match=read.headers["ETag"])
    await desk.write("staff", "PUT", path, TEXT, 412, If_Match=read.headers["ETag"])
    await desk.write("staff", "PUT", path, TEXT, If_Match=(await desk.read("staff", path)).headers["ETag"])
    assert (await desk.get("staff", path))["stands"] == "draft"
    await desk.post("staff", f"{path}/signing", SIGNED, 200)
    document = await desk.get("staff", path)
    assert (document["stands"], document["organization_name"]) == ("in_force", "北京小学广内分校")
    assert [entry["type"] for entry in document["history"]] == [
        "agreement_drafted",
        "agreement_redrafted",
        "agreement_redrafted",
        "agreement_signed",
    ]
    assert (await desk.get("staff", other))["history"][0]["data"]["agreement"] == other.rpartition("/")[2]
    await desk.post("staff", f"{path}/signing", SIGNED | {"signatory": "person_" + "a" * 26}, 404)


async def test_deliveries_tick_the_sheet_and_what_is_reopened_comes_off(town: Town, agreement: str) -> None:
    desk = town.desk
    await told(town, delivery(town, 30), 1)
    await told(town, delivery(town, 15, "req_b.1", "2025-07-02"), 2)
    (lights, visits) = (await desk.get("staff", f"{agreement}/sheet"))["lines"]
    assert (lights["done"], lights["in_time"], lights["verdict"]) == (45, 30, "broken")
    assert (visits["verdict"], visits["years"]) == ("unknown", [2025])
    body = {"clause": "1.1", "quantity": 5, "occurred_on": "2025-07-03", "note": "另外装了5盏"}
    await desk.post("staff", f"{agreement}/ticks", body)
    assert (await desk.get("staff", f"{agreement}/sheet"))["lines"][0]["verdict"] == "kept_late"
    assert (await desk.post("staff", f"{agreement}/ticks", body, 409))["code"] == "nothing_to_tick"
    await told(town, WithdrawDeliveries(at=desk.clock(), actor=SYSTEM, claim="req_a.1"), 3)
    lights = (await desk.get("staff", f"{agreement}/sheet"))["lines"][0]
    assert (lights["done"], lights["line"]["open"]) == (20, 30)
    hand = lights["line"]["ticks"][-1]["tick"]
    await desk.post("staff", f"{agreement}/ticks/{hand}/reversal", {"note": "重复"}, 200)
    assert (await desk.get("staff", f"{agreement}/sheet"))["lines"][0]["done"] == 15
    assert (await desk.post("staff", f"{agreement}/ticks/{hand}/reversal", {"note": "重复"}, 409))[
        "code"
    ] == "no_such_tick"


async def test_what_one_of_two_merged_organizations_delivers_ticks_the_agreements_of_both(
    town: Town, agreement: str
) -> None:
    desk = town.desk
    twin = await desk.post(
        "staff", "/organizations", {"community": town.home, "name": "北京小学广内", "kind": "school"}
    )
    other = await drafted(town, twin["id"], clauses=[LIGHTS | {"quantity": 20}])
    await desk.post("staff", f"{other}/signing", SIGNED, 200)
    await told(town, delivery(town, 60), 1)
    merger = f"/organizations/{twin['id']}/merger"

    async def done(path: str, number: int) -> None:
        async def ticked() -> bool:
            (lights, *_) = (await desk.get("staff", f"{path}/sheet"))["lines"]
            return bool(lights["done"] == number)

        await eventually(ticked, f"{number} of {path} are done")

    await done(agreement, 50)
    await done(other, 0)
    await desk.post("staff", merger, {"into": town.school}, 200)
    await done(other, 10)
    await told(town, delivery(town, 30, "req_b.1"), 2)
    await done(other, 20)
    await told(town, WithdrawDeliveries(at=desk.clock(), actor=SYSTEM, claim="req_a.1"), 3)
    await done(agreement, 20)
    await done(other, 10)
    late = delivery(town, 25, "req_c.1").model_copy(update={"organization": twin["id"]})
    await desk.service.handler.handle(Envelope(stream_of(twin["id"]), late, id="told/4"))
    await done(other, 20)
    await done(agreement, 35)
    await desk.write("staff", "DELETE", merger)
    await done(agreement, 30)
    await done(other, 20)
    assert (await desk.get("staff", other))["organization"] == twin["id"]


async def test_what_staff_have_to_see_to(town: Town, agreement: str) -> None:
    desk = town.desk
    waiting = await desk.get("staff", f"/communities/{town.home}/duties")
    assert {name: pile["total"] for name, pile in waiting.items()} == {"expiring": 0, "overdue": 1, "to_note": 1}
    note = f"{agreement}/clauses/1.2/notes/2025", {"kept": "partly", "note": "走访了一次"}
    assert (await desk.write("staff", "PUT", *note, 428))["code"] == "precondition_required"
    read = (await desk.read("staff", agreement)).headers["ETag"]
    await desk.write("staff", "PUT", *note, If_Match=read)
    await desk.write("staff", "PUT", note[0], {"kept": "kept", "note": ""}, 412, If_Match=read)
    await told(town, delivery(town, 50), 1)
    today = desk.clock().date()
    soon = {"until": (today + timedelta(days=20)).isoformat(), "note": "止期录错"}
    await desk.post("staff", f"{agreement}/correction", SIGNED | soon, 200)
    waiting = await desk.get("district", f"/communities/{DISTRICT}/duties")
    assert {name: pile["total"] for name, pile in waiting.items()} == {"expiring": 1, "overdue": 0, "to_note": 0}
    listed = f"/communities/{town.home}/agreements"
    assert len((await desk.get("staff", f"{listed}?expiring_within=30"))["items"]) == 1
    assert len((await desk.get("staff", f"{listed}?expiring_within=10"))["items"]) == 0


async def test_lists_by_where_an_agreement_stands(town: Town) -> None:
    desk, today = town.desk, town.desk.clock().date()
    days: dict[str, tuple[int, int]] = {"signed": (10, 400), "in_force": (-10, 400), "expired": (-40, -10)}
    paths = {"draft": await drafted(town)}
    plain = {"title": "协议", "clauses": [VISITS]}
    for name, (since, until) in days.items():
        paths[name] = await drafted(town, town.station, **plain)
        term = {"since": (today + timedelta(since)).isoformat(), "until": (today + timedelta(until)).isoformat()}
        await desk.post("staff", f"{paths[name]}/signing", SIGNED | term, 200)
    paths["terminated"] = await drafted(town)
    await desk.post("staff", f"{paths['terminated']}/termination", {"reason": "not_signed"}, 200)
    listed = f"/communities/{town.home}/agreements"
    for name, path in paths.items():
        found = await desk.get("staff", f"{listed}?stands={name}")
        assert [each["id"] for each in found["items"]] == [path.rpartition("/")[2]], name
    mine = await desk.get("school", listed)
    assert {each["organization"] for each in mine["items"]} == {town.school}
    assert (await desk.get("school", f"{listed}?organization={town.station}"))["items"] == []
    await desk.get("station", paths["draft"], 404)
    await desk.get("stranger", paths["draft"], 404)
    await desk.get("li", paths["draft"], 403)


async def test_a_scan_is_sealed_shown_on_record_and_erased_with_its_key(town: Town, agreement: str) -> None:
    desk = town.desk
    kept = await send(desk, agreement, PDF, "application/pdf", Idempotency_Key="scan")
    assert kept.status_code == 201, kept.text
    again = await send(desk, agreement, PDF, "application/pdf", Idempotency_Key="scan")
    assert again.json() == kept.json()
    scan = kept.json()["id"]
    records = await desk.database["vault"].find({"person": scan}).to_list()
    assert len(records) == 2
    assert all("签字".encode() not in record["sealed"]["part"] for record in records)
    shown = await desk.client.post(f"{ROOT}{agreement}/scans/{scan}/showing", json={}, headers=desk.tokens["school"])
    assert (shown.status_code, shown.headers["content-type"], shown.content) == (200, "application/pdf", PDF)
    assert ".pdf" in shown.headers["content-disposition"]
    history = (await desk.get("staff", agreement))["history"]
    assert history[-1]["type"] == "scan_shown"
    assert history[-1]["by"] == "contact"
    await desk.post("station", f"{agreement}/scans/{scan}/showing", {}, 404)
    await desk.post("staff", f"{agreement}/scans/{scan}/erasure", {"reason": "on_request"}, 200)

    vault = desk.service.vault
    assert vault

    async def gone() -> bool:
        return not await desk.database["vault"].count_documents({"person": scan}) and not await vault.keys.get(scan)

    await eventually(gone, "the file and its key are gone")
    assert (await desk.post("staff", f"{agreement}/scans/{scan}/showing", {}, 409))["code"] == "scan_gone"
    (document,) = (await desk.get("staff", agreement))["scans"]
    assert (document["erased"], document["size"]) == (True, len(PDF))


async def test_a_scan_is_what_its_first_bytes_say_and_no_larger_than_allowed(town: Town, agreement: str) -> None:
    desk = town.desk
    for content, kind in (
        (b"<html>", "application/pdf"),
        (PNG, "application/pdf"),
        (PDF, "text/html"),
        (b"", "image/png"),
    ):
        answer = await send(desk, agreement, content, kind)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "Content-Type")
    assert (await send(desk, agreement, PNG, "image/png")).status_code == 201
    answer = await send(desk, agreement, b"%PDF-" + bytes(10 * 1024 * 1024), "application/pdf")
    assert answer.status_code == 422
    assert "10 MB" in answer.json()["detail"]
    answer = await send(desk, agreement, b"%PDF-" + bytes(20 * 1024 * 1024), "application/pdf")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert (await send(desk, await drafted(town), PDF, "application/pdf")).json()["code"] == "not_signed"
    assert (await send(desk, agreement, PDF, "application/pdf", who="school")).status_code == 403
    sealed = {record["person"] async for record in desk.database["vault"].find({"_id": {"$regex": "scan_"}})}
    assert len(sealed) == 1, "what was refused was not sealed"


async def test_a_scan_that_no_commit_names_is_swept(town: Town, agreement: str) -> None:
    desk = town.desk
    scan = (await send(desk, agreement, PDF, "application/pdf")).json()["id"]
    vault = desk.service.vault
    assert vault
    lost = "scan_" + "l" * 26
    await vault.register(lost)
    await vault.seal(lost, f"{agreement.rpartition('/')[2]}.{lost}.1", {"part": "x"})
    desk.clock.ahead = timedelta(hours=25)
    await desk.sweep()
    kept = {record["person"] async for record in desk.database["vault"].find({"_id": {"$regex": "scan_"}})}
    assert kept == {scan}
