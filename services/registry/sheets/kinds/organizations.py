"""Rows of organizations."""

from collections.abc import Sequence
from dataclasses import replace

from pydantic import Field

from services.registry.commands import ChangeOrganization, ChangePhones, PhoneGiven, RegisterOrganization
from services.registry.commands.code import CreditCode, TakeCode, stream_of
from services.registry.commands.organization import Facts, StaffCount
from services.registry.commands.reference import RefPart
from services.registry.decider.peer_class import class_of
from services.registry.events import OrganizationKind, ShownTo
from services.registry.projections import Organization
from services.registry.sheets.deed import Deed, Site, Step, deeds, id_of, no_such, reference_of
from services.registry.sheets.form import REFERENCE, Form, Read, Row
from services.registry.sheets.kinds.knowing import Alike, Known, alike_in, deactivated, known_organizations
from services.registry.sheets.words import INSIDE, KIND, PEER_CLASS, SHOWN_TO
from shared.exporting.sheet import Column
from shared.privacy.text import OfficePhone, Title


class OrganizationRow(Row):
    """An organization as a clerk lists it; its phones are the published ones."""

    name: Title
    kind: OrganizationKind
    peer_class: Title | None = Field(default=None, max_length=40, pattern=r"^[\w\-]+$")
    credit_code: CreditCode | None = None
    inside: bool | None = None
    staff: StaffCount | None = None
    phones: tuple[OfficePhone, ...] | None = Field(default=None, max_length=5)
    shown_to: tuple[ShownTo, ...] = Field(default=("community",), max_length=5)
    external_system: RefPart | None = None
    external_id: RefPart | None = None


FORM = Form(
    kind="organizations",
    zh="单位",
    row=OrganizationRow,
    columns=(
        Column(
            "name",
            "单位名称",
            "Name",
            ("名称", "单位", "机构名称"),
            needed=True,
            example="某某小学",
            wide=28,
        ),
        Column("kind", "单位类型", "Kind", ("类型", "单位性质", "性质"), KIND, needed=True, example="学校"),
        Column(
            "credit_code",
            "统一社会信用代码",
            "Credit code",
            ("信用代码", "社会信用代码", "统一信用代码", "组织机构代码"),
            example="",
            wide=22,
        ),
        Column("inside", "驻区或报到", "Seat", ("驻区", "报到", "驻区/报到", "是否驻区"), INSIDE, example="驻区"),
        Column("staff", "从业人数", "Staff", ("职工人数", "员工人数", "人数"), example="35"),
        Column("peer_class", "同类", "Class", ("比较类别", "规模类别", "分类"), PEER_CLASS, example="学校"),
        Column(
            "phones",
            "单位电话",
            "Office phones",
            ("电话", "办公电话", "联系电话", "座机", "固定电话"),
            many=True,
            example="010-63030001",
            wide=22,
        ),
        Column(
            "shown_to", "电话公开范围", "Shown to", ("公开范围", "电话公开"), SHOWN_TO, many=True, example="仅本社区"
        ),
        *REFERENCE,
    ),
)


_TOLD = ("name", "kind", "peer_class", "credit_code", "inside", "staff")


async def plan(rows: Sequence[Read[OrganizationRow]], site: Site) -> list[Deed]:
    """What each row would do, in their order."""
    read = [each.row for each in rows if each.row]
    ids = [name for row in read for name in (row.id, _new_id(site, row)) if name]
    names, codes = [row.name for row in read], [row.credit_code for row in read]
    # a row says a name: it must not give the name of what was merged to what remains
    known = await known_organizations(site, names, codes, ids, same_name=True)
    seen: dict[str, int] = {}
    there = await alike_in(site)
    return deeds(site, rows, lambda number, row: _hinted(row, _deed(site, number, row, known, seen), there))


def _hinted(row: OrganizationRow, deed: Deed, there: Alike) -> Deed:
    """With what a new one may be the same as."""
    return replace(deed, perhaps=there.to(row.name, row.credit_code)) if deed.does == "add" else deed


def _new_id(site: Site, row: OrganizationRow) -> str:
    return id_of("org", site.community, row, else_by=row.credit_code or row.name)


def _deed(site: Site, number: int, row: OrganizationRow, known: Known, seen: dict[str, int]) -> Deed:
    if row.id and not known.by_id(row.id):
        return no_such(site, number)
    found = known.by_id(row.id) if row.id else _found(site, row, known)
    if isinstance(found, str):
        zh, en = "有几个单位叫这个名称，请填写统一社会信用代码。", "Several are called so. Give the credit code."
        return site.conflict(number, "name", zh, en, "ambiguous")
    stream = found.id if found else _new_id(site, row)
    if stream in seen:
        return site.twice(number, "name", seen[stream])
    seen[stream] = number
    return _add(site, number, row, stream) if found is None else _compare(site, number, row, found)


def _found(site: Site, row: OrganizationRow, known: Known) -> Organization | str | None:
    """What a row without our id means: what it entered before, if that is still there, else what is called so."""
    entered = known.by_id(_new_id(site, row))
    before = known.remains(entered) if entered else None
    return before if before and before.active else known.named(row.name, row.credit_code) or before


def _add(site: Site, number: int, row: OrganizationRow, stream: str) -> Deed:
    register = RegisterOrganization(
        **site.said(),
        organization=stream,
        community=site.community,
        name=row.name,
        kind=row.kind,
        peer_class=row.peer_class,
        credit_code=row.credit_code,
        inside=row.inside is not False,
        staff=row.staff,
        external_ref=reference_of(row),
    )
    phones = ChangePhones(**site.said(), phones=_phones(row)) if row.phones else None
    held = (_held(site, row.credit_code, stream),) if row.credit_code else ()
    steps = (*held, Step(stream, register), *((Step(stream, phones),) if phones else ()))
    return Deed(number, "add", steps=steps)


def _held(site: Site, code: str, organization: str) -> Step:
    take = TakeCode(**site.said(), community=site.community, code=code, organization=organization)
    return Step(stream_of(site.community, code), take)


def _compare(site: Site, number: int, row: OrganizationRow, found: Organization) -> Deed:
    if found.merged_into:
        zh = "这个单位已并入另一个单位，请删去这一行，或在“单位”栏目撤销合并。"
        en = "It was merged into another one. Delete the row, or take the merger back under Organizations."
        return site.conflict(number, "name", zh, en, "merged")
    if not found.active:
        return deactivated(site, number, "name")
    if row.credit_code and found.credit_code not in (None, row.credit_code):
        zh = "与已登记的代码不一样。若登记有误，请在“单位”栏目更正；若是另一个单位，请核对名称。"
        en = "Differs from the code in the register. Correct it under Organizations, or check the name."
        return site.conflict(number, "credit_code", zh, en, "differs")
    steps = (*_changed_facts(site, row, found), *_changed_phones(site, row, found))
    return Deed(number, "change" if steps else "same", steps=steps)


def _changed_facts(site: Site, row: OrganizationRow, found: Organization) -> tuple[Step, ...]:
    now = {name: getattr(found, name) for name in Facts.model_fields}
    then = now | {name: value for name in _TOLD if (value := getattr(row, name)) is not None}
    if then["peer_class"] == now["peer_class"] == class_of(found.kind, found.staff):
        then["peer_class"] = class_of(then["kind"], then["staff"])  # nobody chose it: it goes with the facts
    if then == now:
        return ()
    held = (_held(site, row.credit_code, found.id),) if row.credit_code and found.credit_code is None else ()
    return (*held, Step(found.id, ChangeOrganization(**site.said(), **then)))


def _changed_phones(site: Site, row: OrganizationRow, found: Organization) -> tuple[Step, ...]:
    known = [(phone.number, phone.shown_to) for phone in found.phones]
    wanted = [(phone.number, phone.shown_to) for phone in _phones(row)]
    if row.phones is None or known == wanted:
        return ()
    return (Step(found.id, ChangePhones(**site.said(), phones=_phones(row))),)


def _phones(row: OrganizationRow) -> tuple[PhoneGiven, ...]:
    """Each number with its own word for who sees it; the last word counts for the rest."""
    numbers, words = row.phones or (), row.shown_to or ("community",)
    return tuple(
        PhoneGiven(number=number, shown_to=words[min(at, len(words) - 1)]) for at, number in enumerate(numbers)
    )
