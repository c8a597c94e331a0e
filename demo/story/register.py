"""Chapter 1, continued: the community next door has its register of organizations in a spreadsheet, and hands it in."""

import csv
import io
from typing import Any

from demo.story.stage import Stage

COUNT = 900
KINDS = ("商铺", "商铺", "商铺", "企业", "企业", "社会组织", "学校", "事业单位", "医院")


async def play(stage: Stage) -> None:
    """As anybody would: the file is looked at, carried out, and waited for."""
    stage.tell("单位台账导入 a register from a spreadsheet")
    path = f"/registry/v1/communities/{stage.ids['haitangli']}/imports?kind=organizations"
    made = await stage.hand_in("other_desk", "import", path, register())
    await stage.post("other_desk", "import.apply", f"/registry/v1/imports/{made}/application")
    token = stage.token("other_desk")
    await stage.client.until(token, f"/registry/v1/imports/{made}", _over)


def register() -> bytes:
    """A made-up register as an office saves it: csv in GBK, a title above the headings, columns nobody needs."""
    text = io.StringIO(newline="")
    sheet = csv.writer(text)
    sheet.writerow(["海棠里社区（虚构）驻区单位台账"])
    sheet.writerow(["序号", "名称", "单位性质", "办公电话", "备注"])
    for number in range(1, COUNT + 1):
        kind = KINDS[number % len(KINDS)]
        phone = f"010-6310{number:04}" if number % 9 == 0 else ""
        sheet.writerow([number, f"海棠里{kind}{number:03}号（虚构）", kind, phone, ""])
    return text.getvalue().encode("gb18030")


def _over(shown: Any) -> bool:
    return bool(shown["state"] in ("finished", "failed"))
