"""Rows of contacts: persons who agreed to be called about an organization."""

from collections.abc import Sequence

from services.registry.commands import AddContact, ChangeContact
from services.registry.commands.code import CreditCode
from services.registry.events import Duty
from services.registry.sheets.deed import Deed, Does, Site, Step, deeds
from services.registry.sheets.form import REFERENCE, Form, Read
from services.registry.sheets.kinds.knowing import known_organizations, whose
from services.registry.sheets.kinds.persons import CONSENT_COLUMNS, PersonRow, known_persons
from services.registry.sheets.words import DUTY
from shared.exporting.sheet import Column
from shared.privacy.text import Title


class ContactRow(PersonRow):
    """Whom to call at an organization, and about what."""

    organization: Title
    credit_code: CreditCode | None = None
    duty: Duty = "liaison"


FORM = Form(
    kind="contacts",
    zh="联系人",
    row=ContactRow,
    columns=(
        Column("organization", "单位名称", "Organization", ("单位",), needed=True, example="某某小学", wide=28),
        Column("credit_code", "统一社会信用代码", "Credit code", ("信用代码",), wide=22),
        Column("name", "联系人", "Name", ("姓名", "联系人姓名"), needed=True, personal=True, example="（姓名）"),
        Column(
            "phone",
            "手机",
            "Phone",
            ("电话", "手机号", "联系电话", "联系方式"),
            personal=True,
            example="（号码）",
            wide=18,
        ),
        Column("duty", "职责", "Duty", ("职务", "分工"), DUTY, example="联络员"),
        *CONSENT_COLUMNS,
        *REFERENCE,
    ),
)


async def plan(rows: Sequence[Read[ContactRow]], site: Site) -> list[Deed]:
    """What each row would do, in their order."""
    read = [each.row for each in rows if each.row]
    known = await known_organizations(site, [row.organization for row in read], [row.credit_code for row in read])
    persons = await known_persons(site, read)
    seen: dict[str, int] = {}
    entered: set[str] = set()

    def judge(number: int, row: ContactRow) -> Deed:
        owner = whose(site, number, known, row.organization, row.credit_code)
        if isinstance(owner, Deed):
            return owner
        person = persons.id_of(row)
        key = f"{owner.id}/{person}"
        if key in seen:
            return site.twice(number, "name", seen[key])
        entry = persons.entry(number, row)
        if entry.does not in ("add", "same"):
            return entry
        seen[key] = number
        entering = entry.steps if person not in entered else ()
        entered.add(person)
        duty = next((contact.duty for contact in owner.contacts if contact.person == person), None)
        if duty == row.duty:
            return Deed(number, "same")
        kind = AddContact if duty is None else ChangeContact
        step = Step(owner.id, kind(**site.said(), person=person, duty=row.duty))
        does: Does = "add" if duty is None else "change"
        return Deed(number, does, steps=(*entering, step), sealing=entry.sealing if entering else None)

    return deeds(site, rows, judge)
