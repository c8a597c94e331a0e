"""Rows of needs, until they are published."""

from collections.abc import Sequence
from typing import Any, Literal

from services.registry.commands import PostNeed, PublishNeed
from services.registry.commands.code import CreditCode
from services.registry.commands.fields import Quantity, Unit
from services.registry.commands.reference import RefPart
from services.registry.projections import NEEDS, Need, Organization
from services.registry.queries.wall import OPEN
from services.registry.sheets.deed import Deed, Site, Step, reference_of
from services.registry.sheets.form import REFERENCE, Form, Read
from services.registry.sheets.kinds.listing import ListedRow, plan_listed
from services.registry.sheets.words import AUDIENCE, NEED_KIND, NEED_STATE
from shared.contracts.base import Category
from shared.contracts.registry import Audience, NeedKind
from shared.exporting.sheet import Column
from shared.exporting.words import CATEGORY
from shared.privacy.text import PublicText, Title


class NeedRow(ListedRow):
    """What an organization needs, as a clerk lists it."""

    organization: Title
    credit_code: CreditCode | None = None
    title: Title
    detail: PublicText
    category: Category
    kind: NeedKind | None = None
    quantity: Quantity | None = None
    unit: Unit | None = None
    audience: Audience | None = None
    state: Literal["posted", "published", "withdrawn"] | None = None
    external_system: RefPart | None = None
    external_id: RefPart | None = None


FORM = Form(
    kind="needs",
    zh="需求",
    row=NeedRow,
    columns=(
        Column(
            "organization", "单位名称", "Organization", ("单位", "需求单位"), needed=True, example="某某小学", wide=28
        ),
        Column("credit_code", "统一社会信用代码", "Credit code", ("信用代码",), wide=22),
        Column("title", "需求名称", "Title", ("需求", "标题", "需求标题"), needed=True, example="志愿者", wide=20),
        Column(
            "detail",
            "需求说明",
            "Detail",
            ("说明", "详情", "内容", "需求内容"),
            needed=True,
            example="放学时需要两名志愿者护学",
            wide=40,
        ),
        Column("category", "类别", "Category", ("需求类别", "类型"), CATEGORY, needed=True, example="志愿服务"),
        Column("kind", "需求种类", "Kind", ("需求类型", "招聘或帮忙"), NEED_KIND, example="要人帮忙", wide=22),
        Column("quantity", "数量", "Quantity", ("人数", "需求数量"), example="2"),
        Column("unit", "计量单位", "Unit", ("量词",), example="名"),
        Column("audience", "公开范围", "Audience", ("对象",), AUDIENCE, example="所有人"),
        Column("state", "状态", "State", ("需求状态",), NEED_STATE, example="待发布"),
        *REFERENCE,
    ),
)
TEXTS = ("title", "detail", "category", "kind", "quantity", "unit", "audience")


async def plan(rows: Sequence[Read[NeedRow]], site: Site) -> list[Deed]:
    """What each row would do, in their order."""
    needs = await site.service.reads(NEEDS).find({"community": site.community}, limit=50_000)
    needs.sort(key=_stands)  # the last counts: what stands, before what is over
    return await plan_listed(rows, site, "need", needs, _add, _compare)


def _stands(need: Need) -> bool:
    return need.state != "withdrawn" and need.progress in OPEN


def _add(site: Site, number: int, row: NeedRow, owner: Organization, stream: str) -> Deed:
    if row.state == "withdrawn":
        zh, en = "已撤回的不必导入，请删去这一行。", "It was withdrawn. Delete the row."
        return site.refusal(number, "state", "ended", zh, en)
    post = PostNeed(
        **site.said(owner.id),
        need=stream,
        community=site.community,
        organization=owner.id,
        external_ref=reference_of(row),
        **_given(row),
    )
    publish = (Step(stream, PublishNeed(**site.said())),) if row.state == "published" else ()
    return Deed(number, "add", steps=(Step(stream, post), *publish))


def _compare(site: Site, number: int, row: NeedRow, found: Need) -> Deed:
    for name, value in _given(row).items():
        if value != getattr(found, name):
            zh, en = "与已提交的不一样，请在“需求清单”里修改。", "Differs from what was posted. Change it under Needs."
            return site.conflict(number, name, zh, en, "differs")
    if not _stands(found) and row.state not in (None, found.state):
        zh, en = "这条需求已经结束；若又需要，请重新提交一条。", "It is over. Post a new one if it is wanted again."
        return site.conflict(number, "state", zh, en, "ended")
    if row.state == "published" and found.state == "posted":
        return Deed(number, "change", steps=(Step(found.id, PublishNeed(**site.said())),))
    return Deed(number, "same")


def _given(row: NeedRow) -> dict[str, Any]:
    return {name: value for name in TEXTS if (value := getattr(row, name)) is not None}
