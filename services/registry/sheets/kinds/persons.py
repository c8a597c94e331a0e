"""Rows of persons who agreed to be known: what they say goes to the vault."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field

from services.registry.commands import RegisterPerson
from services.registry.commands.fields import DayGiven
from services.registry.commands.reference import RefPart
from services.registry.projections import PERSONS, Person
from services.registry.queries.matches import phone_index
from services.registry.sheets.deed import Deed, Sealing, Site, Step, deeds, id_of, no_such, reference_of
from services.registry.sheets.form import REFERENCE, Form, Read, Row
from services.registry.sheets.words import CONSENT
from shared.eventsourcing.model import Consent
from shared.exporting.sheet import Column
from shared.privacy.text import PersonPhone, PlainText
from shared.privacy.vault import blind

LOOKED_UP_AT_ONCE = 50


class PersonRow(Row):
    """Somebody who agreed; how and when has to be said."""

    name: Annotated[PlainText, Field(max_length=60)]
    phone: PersonPhone | None = None
    address: Annotated[PlainText, Field(max_length=200)] | None = None
    consent: Consent | None = None
    consented_on: DayGiven | None = None
    external_system: RefPart | None = None
    external_id: RefPart | None = None

    def values(self) -> dict[str, str]:
        """What goes to the vault."""
        known = {"name": self.name, "phone": self.phone, "address": self.address}
        return {field: value for field, value in known.items() if value}


CONSENT_COLUMNS = (
    Column("consent", "同意方式", "Consent", ("如何同意", "同意情况"), CONSENT, needed=True, example="书面同意"),
    Column("consented_on", "同意日期", "Consented on", ("同意时间", "签字日期"), needed=True, example="2024-05-01"),
)
FORM = Form(
    kind="persons",
    zh="居民",
    row=PersonRow,
    columns=(
        Column("name", "姓名", "Name", ("居民姓名", "名字"), needed=True, personal=True, example="（姓名）"),
        Column(
            "phone",
            "手机",
            "Phone",
            ("电话", "手机号", "联系电话", "手机号码"),
            personal=True,
            example="（号码）",
            wide=18,
        ),
        Column("address", "住址", "Address", ("地址", "家庭住址"), personal=True, example="（门牌）", wide=30),
        *CONSENT_COLUMNS,
        *REFERENCE,
    ),
)


async def plan(rows: Sequence[Read[PersonRow]], site: Site) -> list[Deed]:
    """What each row would do, in their order."""
    known = await known_persons(site, [each.row for each in rows if each.row])
    seen: dict[str, int] = {}

    def judge(number: int, row: PersonRow) -> Deed:
        person = known.id_of(row)
        if person in seen:
            return site.twice(number, "name", seen[person])
        seen[person] = number
        return known.entry(number, row)

    return deeds(site, rows, judge)


Held = Mapping[str, Mapping[str, str]]
"""What the vault holds, by person."""


class KnownPersons:
    """Who of the rows' persons is registered already, and what the vault holds of them."""

    def __init__(self, site: Site, ids: Mapping[PersonRow, str], held: Held, gone: set[str]) -> None:
        self._site = site
        self._ids = ids
        self._held = held
        self._gone = gone

    def id_of(self, row: PersonRow) -> str:
        """The person's id, who may be new."""
        return self._ids[row]

    def entry(self, number: int, row: PersonRow) -> Deed:
        """What the row does to the register."""
        site, person = self._site, self.id_of(row)
        if person in self._gone:
            zh, en = "这位居民的登记已按要求删除，不能再导入。", "This entry was erased on request and can't come back."
            return site.conflict(number, "name", zh, en, "erased")
        if (held := self._held.get(person)) is None:
            if row.id:
                return no_such(site, number)
            return _add(site, number, row, person)
        if differs := [name for name, value in row.values().items() if held.get(name) != value]:
            zh, en = (
                "与已登记的不一样，请核对；登记不能由表格改写。",
                "Differs from the register. A sheet changes no entry.",
            )
            return site.conflict(number, differs[0], zh, en, "differs")
        return Deed(number, "same")


async def known_persons(site: Site, rows: Sequence[PersonRow]) -> KnownPersons:
    """Looks up all rows: by their reference, else by phone and name."""
    secret = site.service.secret
    ids = {row: row.id or _new_id(site, row, secret) for row in rows}
    for at in range(0, len(rows), LOOKED_UP_AT_ONCE):
        some = rows[at : at + LOOKED_UP_AT_ONCE]
        found = zip(some, await asyncio.gather(*(_by_phone(site, row) for row in some)), strict=True)
        ids |= {row: person for row, person in found if person and not (row.id or row.external_id)}
    known = await site.service.reads(PERSONS).find({"_id": {"$in": sorted(set(ids.values()))}}, limit=20_000)
    here = [person for person in known if person.community == site.community]
    held = dict(await _held(site, [person for person in here if not person.erased]))
    return KnownPersons(site, ids, held, {person.id for person in known if person.erased})


def _new_id(site: Site, row: PersonRow, secret: bytes) -> str:
    by = blind(secret, "sheet", "/".join((site.community, row.name, row.phone or row.address or "")))
    return id_of("person", site.community, row, else_by=by)


async def _by_phone(site: Site, row: PersonRow) -> str | None:
    if row.phone is None:
        return None
    for person in await site.vault.found(phone_index(site.service.secret, row.phone)):
        state = await site.service.handler.state(person)
        record = await site.vault.open(person, person)
        if state and state.community == site.community and record and record.get("name") == row.name:
            return person
    return None


async def _held(site: Site, persons: Sequence[Person]) -> list[tuple[str, Mapping[str, str]]]:
    found: list[tuple[str, Mapping[str, str]]] = []
    for at in range(0, len(persons), LOOKED_UP_AT_ONCE):
        some = [person.id for person in persons[at : at + LOOKED_UP_AT_ONCE]]
        records = await asyncio.gather(*(site.vault.open(person, person) for person in some))
        found += [(person, record or {}) for person, record in zip(some, records, strict=True)]
    return found


def _add(site: Site, number: int, row: PersonRow, person: str) -> Deed:
    if row.consent is None or row.consented_on is None:
        column = "consent" if row.consent is None else "consented_on"
        zh, en = "请填写本人如何同意、哪一天同意；没有同意的不能登记。", "Say how and when the person agreed."
        return site.refusal(number, column, "consent_missing", zh, en)
    values = row.values()
    register = RegisterPerson(
        **site.said(person, consent=row.consent),
        person=person,
        community=site.community,
        account=False,
        fields=tuple(values),
        external_ref=reference_of(row),
        consented_on=row.consented_on,
    )
    return Deed(number, "add", steps=(Step(person, register),), sealing=Sealing(person, values))
