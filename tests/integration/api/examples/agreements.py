"""Examples of registry's operations about agreements, their templates, scans and obligations."""

from typing import Any

from tests.integration.api.examples.case import DESK, Case, Examples, Scene
from tests.integration.api.examples.registry import shown

SERVICE = "registry"
EXAMPLES = Examples()
ROOT = "/registry/v1"
PDF = b"%PDF-1.7\n" + bytes(2000)
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


async def template(scene: Scene) -> str:
    """A template of the home community."""
    made = await scene.system.post("staff", f"{ROOT}/templates", community=scene.town.home, **TEXT)
    return f"{ROOT}/templates/{made['id']}"


async def draft(scene: Scene) -> str:
    """A draft with the school."""
    made = await scene.system.post("staff", f"{ROOT}/agreements", organization=scene.town.school, **TEXT)
    return f"{ROOT}/agreements/{made['id']}"


async def agreement(scene: Scene) -> str:
    """A signed agreement with the school."""
    path = await draft(scene)
    await scene.system.post("staff", f"{path}/signing", **SIGNED)
    return path


async def scan(scene: Scene) -> str:
    """The scan of a signed agreement."""
    path = await agreement(scene)
    made = await scene.system.write("staff", "POST", f"{path}/scans", PDF, {"Content-Type": "application/pdf"})
    return f"{path}/scans/{made['id']}"


async def version(scene: Scene, path: str) -> dict[str, str]:
    """What a change has to match."""
    found = await scene.system.read("staff", path)
    return {"If-Match": f'"{found["version"]}"'}


@EXAMPLES.of("post_template", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/templates", {"community": scene.town.home, **TEXT})


@EXAMPLES.of("put_template", DESK)
async def _(scene: Scene) -> Case:
    path = await template(scene)
    return Case(path, {"title": "共建协议", "clauses": [LIGHTS]}, await version(scene, path))


@EXAMPLES.of("post_template_retirement", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await template(scene)}/retirement", {"note": "已有新版"})


@EXAMPLES.of("get_templates", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/communities/{scene.town.home}/templates")


@EXAMPLES.of("get_template", DESK)
async def _(scene: Scene) -> Case:
    path = await template(scene)
    await scene.system.read("staff", path)
    return Case(path)


@EXAMPLES.of("post_agreement", DESK)
async def _(scene: Scene) -> Case:
    kept = (await template(scene)).rpartition("/")[2]
    return Case(f"{ROOT}/agreements", {"organization": scene.town.school, "template": kept, **TEXT})


@EXAMPLES.of("put_agreement", DESK)
async def _(scene: Scene) -> Case:
    path = await draft(scene)
    return Case(path, {"title": "共建协议", "clauses": [LIGHTS]}, await version(scene, path))


@EXAMPLES.of("post_agreement_signing", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await draft(scene)}/signing", SIGNED | {"signatory": scene.town.wang})


@EXAMPLES.of("post_agreement_renewal", DESK)
async def _(scene: Scene) -> Case:
    term = {"since": "2031-01-01", "until": "2033-12-31", "clauses": [VISITS], "signatory": scene.town.wang}
    return Case(f"{await agreement(scene)}/renewal", SIGNED | term)


@EXAMPLES.of("post_agreement_correction", DESK)
async def _(scene: Scene) -> Case:
    said = {"until": "2029-12-31", "note": "止期录错", "clauses": TEXT["clauses"], "signatory": scene.town.wang}
    return Case(f"{await agreement(scene)}/correction", SIGNED | said)


@EXAMPLES.of("post_agreement_termination", DESK)
async def _(scene: Scene) -> Case:
    body = {"on": "2025-06-30", "reason": "moved_away", "note": "已搬走"}
    return Case(f"{await agreement(scene)}/termination", body)


@EXAMPLES.of("post_agreement_reinstatement", DESK)
async def _(scene: Scene) -> Case:
    path = await agreement(scene)
    await scene.system.post("staff", f"{path}/termination", reason="entered_by_mistake")
    return Case(f"{path}/reinstatement", {"note": "误录"})


@EXAMPLES.of("get_agreements", DESK | {"school", "station", "unbound_contact"})
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/communities/{scene.town.home}/agreements")


@EXAMPLES.of("get_agreement", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return await shown(scene, await agreement(scene))


@EXAMPLES.of("get_agreement_sheet", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return await shown(scene, f"{await agreement(scene)}/sheet")


@EXAMPLES.of("post_agreement_scan", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await agreement(scene)}/scans", PDF, {"Content-Type": "application/pdf"})


@EXAMPLES.of("post_agreement_scan_showing", DESK | {"school"})
async def _(scene: Scene) -> Case:
    return Case(f"{await scan(scene)}/showing", {})


@EXAMPLES.of("post_agreement_scan_erasure", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{await scan(scene)}/erasure", {"reason": "wrong_document", "note": "扫错了"})


@EXAMPLES.of("post_obligation_tick", DESK)
async def _(scene: Scene) -> Case:
    body = {"clause": "1.1", "quantity": 5, "occurred_on": "2025-02-01", "note": "另外装了5盏"}
    return Case(f"{await agreement(scene)}/ticks", body)


@EXAMPLES.of("post_obligation_tick_reversal", DESK)
async def _(scene: Scene) -> Case:
    path = await agreement(scene)
    ticked = {"clause": "1.1", "quantity": 5, "occurred_on": "2025-02-01", "note": "另外装了5盏"}
    await scene.system.post("staff", f"{path}/ticks", **ticked)
    lines = (await scene.system.read("staff", path))["lines"]
    return Case(f"{path}/ticks/{lines[0]['ticks'][-1]['tick']}/reversal", {"note": "重复"})


@EXAMPLES.of("put_clause_note", DESK)
async def _(scene: Scene) -> Case:
    path = await agreement(scene)
    note = {"kept": "kept", "note": "走访12户"}
    return Case(f"{path}/clauses/1.2/notes/2025", note, await version(scene, path))


@EXAMPLES.of("get_duties", DESK)
async def _(scene: Scene) -> Case:
    return Case(f"{ROOT}/communities/{scene.town.home}/duties")
