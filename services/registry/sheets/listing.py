"""The lists of the desk as rows of a sheet: in the columns of the import's form, so that they come back in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from services.registry.sheets import gathering
from services.registry.sheets.form import REFERENCE, Form
from services.registry.sheets.kinds import contacts, needs, offers, organizations, persons
from services.registry.sheets.words import (
    ANSWER,
    INSIDE,
    KIND,
    PROGRESS,
    ROLE,
    STANDS,
    WAY,
    WISH_STATE,
    YES,
)
from shared.exporting.sheet import Column
from shared.exporting.words import CATEGORY, WISH_KIND

ExportList = Literal[
    "organizations", "contacts", "offers", "needs", "wishes", "persons", "members", "agreements", "campaign"
]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that can be taken out: its columns, how it may be filtered, and what gathers its rows. Of a `personal` one
    each row is a person's, whom the vault knows by the row's id."""

    title: str
    columns: tuple[Column, ...]
    filters: tuple[str, ...]
    gather: gathering.Gather
    personal: bool = False
    needed: tuple[str, ...] = ()
    """Filters without which there is no such list."""


def _listing(form: Form[Any], filters: tuple[str, ...], gather: gathering.Gather, *, personal: bool = False) -> Listing:
    return Listing(form.zh, form.columns, filters, gather, personal)


_ID = REFERENCE[0]
_ORGANIZATION = Column("organization", "单位名称", "Organization", wide=28)
_WISH_COLUMNS = (
    Column("text", "公开文字", "Text", wide=40),
    Column("kind", "类型", "Kind", words=WISH_KIND),
    Column("category", "类别", "Category", words=CATEGORY),
    Column("quantity", "数量", "Quantity"),
    Column("unit", "计量单位", "Unit"),
    Column("state", "状态", "State", words=WISH_STATE),
    Column("progress", "进度", "Progress", words=PROGRESS),
    Column("published_on", "发布日期", "Published on"),
    Column("done_on", "实现日期", "Done on"),
    *REFERENCE,
)
_MEMBER_COLUMNS = (
    Column("name", "单位名称", "Name", wide=28),
    Column("kind", "单位类型", "Kind", words=KIND),
    Column("inside", "驻区或报到", "Seat", words=INSIDE),
    Column("since", "入盟日期", "Member since"),
    Column("roles", "职务", "Roles", words=ROLE, many=True),
    Column("suspended", "暂停", "Suspended", words=YES),
    Column("confirmed", "当年已确认", "Stays this year", words=YES),
    _ID,
)
_AGREEMENT_COLUMNS = (
    _ORGANIZATION,
    Column("title", "协议名称", "Title", wide=28),
    Column("stands", "状态", "Stands", words=STANDS),
    Column("since", "生效日期", "Since"),
    Column("until", "到期日期", "Until"),
    Column("terminated_on", "终止日期", "Terminated on"),
    Column("open_due", "最早未履行期限", "First due"),
    _ID,
)
_CAMPAIGN_COLUMNS = (
    *offers.FORM.columns,
    Column("asked_on", "征询", "Asked", wide=24),
    Column("answer", "答复", "Answer", words=ANSWER),
    Column("answered_by", "答复方式", "Way", words=WAY),
    Column("answered_on", "答复日期", "Answered on"),
    Column("answer_note", "答复备注", "Note", wide=30),
    Column("to_review", "待处理", "To review", words=YES),
)

_OF_ORGANIZATIONS = ("kind", "membership", "active", "q")
_OF_OFFERS = ("state", "category", "organization", "stale", "q")
_OF_NEEDS = ("state", "progress", "category", "organization", "kind", "stale", "q", "owed")
_OF_WISHES = ("state", "progress", "kind", "category", "organization")
LISTINGS: Mapping[ExportList, Listing] = {
    "organizations": _listing(organizations.FORM, _OF_ORGANIZATIONS, gathering.organizations),
    "offers": _listing(offers.FORM, _OF_OFFERS, gathering.offers),
    "needs": _listing(needs.FORM, _OF_NEEDS, gathering.needs),
    "wishes": Listing("微心愿", _WISH_COLUMNS, _OF_WISHES, gathering.wishes),
    "contacts": _listing(contacts.FORM, _OF_ORGANIZATIONS, gathering.contacts, personal=True),
    "persons": _listing(persons.FORM, ("account",), gathering.persons, personal=True),
    "members": Listing("联盟成员", _MEMBER_COLUMNS, ("on",), gathering.members),
    "agreements": Listing("共建协议", _AGREEMENT_COLUMNS, ("stands", "organization", "q"), gathering.agreements),
    "campaign": Listing("资源征集", _CAMPAIGN_COLUMNS, ("campaign",), gathering.campaign, needed=("campaign",)),
}
