"""Rows of offers, as they stand on the list."""

from collections.abc import Sequence
from typing import Any, Literal

from services.registry.commands import ChangeOffer, ConfirmOffer, ListOffer, SubmitOffer
from services.registry.commands.code import CreditCode
from services.registry.commands.fields import DayGiven, Quantity
from services.registry.commands.reference import RefPart
from services.registry.projections import OFFERS, Offer, Organization
from services.registry.sheets.deed import Deed, Site, Step, reference_of
from services.registry.sheets.form import REFERENCE, Form, Read
from services.registry.sheets.kinds.listing import plan_listed
from services.registry.sheets.kinds.terms import COLUMNS, TermsRow, halved, terms_of
from services.registry.sheets.words import AUDIENCE, MODE, OFFER_STATE
from shared.contracts.base import Category
from shared.contracts.offers import Mode, OfferText
from shared.contracts.registry import Audience
from shared.exporting.sheet import Column
from shared.exporting.words import CATEGORY
from shared.privacy.text import PublicText, Title


class OfferRow(TermsRow):
    """An offer as a clerk lists it; what is left empty stays as it is."""

    organization: Title
    credit_code: CreditCode | None = None
    title: Title
    detail: PublicText
    category: Category
    mode: Mode | None = None
    seats: Quantity | None = None
    quantity: Quantity | None = None
    audience: Audience | None = None
    confirmed_on: DayGiven | None = None
    state: Literal["submitted", "listed", "ended"] | None = None
    external_system: RefPart | None = None
    external_id: RefPart | None = None


FORM = Form(
    kind="offers",
    zh="资源",
    row=OfferRow,
    columns=(
        Column(
            "organization",
            "单位名称",
            "Organization",
            ("单位", "提供单位", "名称"),
            needed=True,
            example="某某小学",
            wide=28,
        ),
        Column("credit_code", "统一社会信用代码", "Credit code", ("信用代码",), wide=22),
        Column("title", "资源名称", "Title", ("资源", "标题", "资源标题"), needed=True, example="会议室", wide=20),
        Column(
            "detail",
            "资源说明",
            "Detail",
            ("说明", "详情", "内容", "资源内容"),
            needed=True,
            example="周末可借用，可坐三十人",
            wide=40,
        ),
        Column("category", "类别", "Category", ("资源类别", "类型"), CATEGORY, needed=True, example="场地"),
        Column("mode", "提供方式", "Mode", ("方式",), MODE, example="长期"),
        *COLUMNS,
        Column("seats", "容纳人数", "Seats", ("容量", "座位数", "可容纳人数"), example="30"),
        Column("quantity", "数量", "Quantity", ("总数",), example=""),
        Column("audience", "公开范围", "Audience", ("对象", "服务对象"), AUDIENCE, example="所有人"),
        Column("confirmed_on", "确认日期", "Confirmed on", ("最近确认", "核实日期"), example="2024-12-31"),
        Column("state", "状态", "State", ("资源状态",), OFFER_STATE, example="待上清单"),
        *REFERENCE,
    ),
)
TEXTS = ("title", "detail", "category", "mode", "seats", "quantity", "audience")


async def plan(rows: Sequence[Read[OfferRow]], site: Site) -> list[Deed]:
    """What each row would do, in their order."""
    offers = await site.service.reads(OFFERS).find({"community": site.community}, limit=50_000)
    offers.sort(key=lambda each: each.state != "ended")  # what stands counts, before what has ended
    return await plan_listed(rows, site, "offer", offers, _add, _compare)


def _add(site: Site, number: int, row: OfferRow, owner: Organization, stream: str) -> Deed:
    if wrong := halved(site, number, row):
        return wrong
    if row.state == "ended":
        return site.refusal(
            number, "state", "ended", "已结束的资源不必导入，请删去这一行。", "It has ended. Delete the row."
        )
    submit = SubmitOffer(
        **site.said(owner.id),
        offer=stream,
        community=site.community,
        organization=owner.id,
        confirmed_on=row.confirmed_on,
        external_ref=reference_of(row),
        **{"mode": "standing", **_given(row)},
    )
    listing = (Step(stream, ListOffer(**site.said())),) if row.state == "listed" else ()
    return Deed(number, "add", steps=(Step(stream, submit), *listing))


def _compare(site: Site, number: int, row: OfferRow, found: Offer) -> Deed:
    if wrong := halved(site, number, row):
        return wrong
    if found.state == "ended":
        if row.state == "ended":
            return Deed(number, "same")
        zh, en = (
            "这条资源已经结束；若又可以提供，请换一个编号重新登记。",
            "It has ended. Enter it anew under another id.",
        )
        return site.conflict(number, "title", zh, en, "ended")
    if row.state == "ended":
        zh, en = "要结束一条资源，请在“资源清单”里写明原因。", "To end an offer, do it under Offers, with a reason."
        return site.conflict(number, "state", zh, en, "ended")
    steps: list[Step] = []
    now = found.model_dump(include=set(OfferText.model_fields))
    if now | _given(row) != now:
        steps.append(Step(found.id, ChangeOffer(**site.said(found.organization), **now | _given(row))))
    if row.state == "listed" and found.state == "submitted":
        steps.append(Step(found.id, ListOffer(**site.said())))
    day = row.confirmed_on
    if day and found.state == "listed" and (found.confirmed_on is None or day > found.confirmed_on):
        steps.append(Step(found.id, ConfirmOffer(**site.said(found.organization), confirmed_on=day)))
    return Deed(number, "change" if steps else "same", steps=tuple(steps))


def _given(row: OfferRow) -> dict[str, Any]:
    return {name: value for name in TEXTS if (value := getattr(row, name)) is not None} | terms_of(row)
