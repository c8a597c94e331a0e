"""Spreadsheets handed in and taken out, as a clerk does it."""

import io
from typing import Any

import httpx2
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from tests.integration.registry.desk import ROOT, Desk, Town
from tests.support.eventually import eventually

HEAD = ["单位名称", "类型", "信用代码", "联系电话", "备注说明"]
FIRMS = [
    ["某某小学", "学校", "12110102000000001Q", "010-63030001", ""],
    ["某某商店", "商店", "", "010-63030002、010-63030003", "门脸房"],
    ["某某公司", "企业", "91110102MA0000000K", "", ""],
]


def xlsx(*rows: list[Any]) -> bytes:
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("台账")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


def cells(file: bytes) -> list[list[Any]]:
    found: list[list[Any]] = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    return found


async def upload(
    town: Town, kind: str, file: bytes, status: int = 201, who: str = "staff", language: str = "zh"
) -> dict[str, Any]:
    desk = town.desk
    answer = await desk.client.post(
        f"{ROOT}/communities/{town.home}/imports?kind={kind}",
        content=file,
        headers=desk.tokens[who] | {"Accept-Language": language},
    )
    assert answer.status_code == status, answer.text
    desk.position = answer.headers.get("Position", desk.position)
    found: dict[str, Any] = answer.json()
    return found


async def check(desk: Desk, sheet_import: str) -> dict[str, Any]:
    return await desk.get("staff", f"/imports/{sheet_import}/check")


async def applied(town: Town, kind: str, file: bytes) -> dict[str, Any]:
    """What came of the whole file."""
    made = await upload(town, kind, file)
    await town.desk.post("staff", f"/imports/{made['id']}/application", {}, 200)
    return await finished(town.desk, made["id"])


async def finished(desk: Desk, sheet_import: str) -> dict[str, Any]:
    async def done() -> dict[str, Any] | None:
        found = await desk.get("staff", f"/imports/{sheet_import}")
        return found if found["state"] in ("finished", "failed") else None

    found = await eventually(done, "the import is over", 30)
    desk.position = f"registry:{await desk.service.log.tip()}"
    await desk.shown()  # what it entered may show a moment after that it is over, and a list is taken out as it shows
    return found


def counts(found: dict[str, Any]) -> tuple[int, ...]:
    return tuple(found[name] for name in ("added", "changed", "same", "refused"))


async def exported(town: Town, status: int = 200, **body: Any) -> httpx2.Response:
    desk = town.desk
    answer = await desk.client.post(f"{ROOT}/communities/{town.home}/exports", json=body, headers=desk.tokens["staff"])
    assert answer.status_code == status, answer.text
    desk.position = answer.headers.get("Position", desk.position)
    return answer
