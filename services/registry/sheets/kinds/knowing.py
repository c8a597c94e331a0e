"""Which of the rows' organizations are there already."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from services.registry.projections import ORGANIZATIONS, Organization
from services.registry.queries.views import organizations_of
from services.registry.sheets.deed import Deed, Site

_LEFT_OUT = re.compile(r"\(北京市?\)|[\s()·.,、。\-—\"“”]|_")
_CITY, _ENDING = re.compile(r"^北京市?"), re.compile(r"(有限责任公司|股份有限公司|有限公司|公司)$")


def folded(name: str) -> str:
    """A name without what people leave out or write otherwise: width, spaces, brackets, the city, the kind of company;
    as the page folds it that looks for twins."""
    plain = _LEFT_OUT.sub("", unicodedata.normalize("NFKC", name).lower())
    return _ENDING.sub("", _CITY.sub("", plain)) or plain


class Alike:
    """The organizations of a community by what their names come to."""

    def __init__(self, there: Iterable[Organization]) -> None:
        self._by_name: dict[str, list[Organization]] = {}
        for each in there:
            self._by_name.setdefault(folded(each.name), []).append(each)

    def to(self, name: str, code: str | None) -> tuple[str, ...]:
        """The names of those that may be the one called so: not those with another credit code."""
        found = self._by_name.get(folded(name), ())
        return tuple(each.name for each in found if not (code and each.credit_code and each.credit_code != code))


async def alike_in(site: Site) -> Alike:
    """All that are there in the site's community."""
    query = {"community": site.community, "active": True, "merged_into": None}
    return Alike(await site.service.reads(ORGANIZATIONS).find(query, limit=20_000))


class Known:
    """The organizations of a community that rows may mean. Of one that was merged, the one that remains counts."""

    def __init__(self, found: Sequence[Organization], remaining: Mapping[str, Organization]) -> None:
        self._by_id = {each.id: each for each in found}
        self._remaining = remaining
        self._by_code: dict[str, Organization] = {}
        self._by_name: dict[str, list[Organization]] = {}
        for each in sorted(found, key=lambda each: each.active):  # of several with one code the active one counts
            if each.credit_code:
                self._by_code[each.credit_code] = self.remains(each)
            self._by_name.setdefault(each.name, []).append(self.remains(each))

    def by_id(self, organization: str) -> Organization | None:
        """The one with this id."""
        return self._by_id.get(organization)

    def remains(self, organization: Organization) -> Organization:
        """What it was merged into, or itself."""
        return self._remaining.get(organization.id, organization)

    def named(self, name: str, code: str | None = None) -> Organization | str | None:
        """By its credit code, else by its name; `several` when more than one may be meant. One that was deactivated
        is meant only when no other is."""
        if code and (found := self._by_code.get(code)):
            return found
        named = {each.id: each for each in self._by_name.get(name, []) if not code or each.credit_code is None}
        there = [each for each in named.values() if each.active] or list(named.values())[:1]
        if len(there) > 1:
            return "several"
        return there[0] if there else None


async def known_organizations(
    site: Site,
    names: Iterable[str],
    codes: Iterable[str | None],
    ids: Iterable[str] = (),
    *,
    same_name: bool = False,
) -> Known:
    """Those of the site's community with one of these names, codes or ids. With `same_name`, one that was merged into
    another of another name is still meant itself."""
    ways = [
        {"name": {"$in": sorted(set(names))}},
        {"credit_code": {"$in": sorted({code for code in codes if code})}},
        {"_id": {"$in": sorted(set(ids))}},
    ]
    query = {"community": site.community, "$or": ways}
    found = await site.service.reads(ORGANIZATIONS).find(query, limit=20_000)
    merged = {each.id: each.name for each in found if each.merged_into}
    remaining = await organizations_of(site.service.reads, merged) if merged else {}
    last = {id_: remaining[id_] for id_, name in merged.items() if not same_name or remaining[id_].name == name}
    return Known(found, last)


def whose(site: Site, number: int, known: Known, name: str, code: str | None = None) -> Organization | Deed:
    """The organization a row belongs to, or why there is none."""
    found = known.named(name, code)
    if found is None:
        zh, en = (
            "没有登记这个单位，请先导入单位，或核对名称。",
            "No such organization. Import it, or check the name.",
        )
        return site.refusal(number, "organization", "unknown_organization", zh, en)
    if isinstance(found, str):
        zh, en = "有几个单位叫这个名称，请填写统一社会信用代码。", "Several are called so. Give the credit code."
        return site.conflict(number, "organization", zh, en, "ambiguous")
    return found if found.active else deactivated(site, number, "organization")


def deactivated(site: Site, number: int, column: str) -> Deed:
    """The row means an organization that is no longer there."""
    zh = "这个单位已停用；若还在，请先在“单位”栏目恢复它，再导入。"
    en = "This organization was deactivated. If it is still there, restore it first under Organizations."
    return site.conflict(number, column, zh, en, "inactive")
