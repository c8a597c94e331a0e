"""Which of the rows' organizations are there already."""

from collections.abc import Iterable, Sequence

from services.registry.projections import ORGANIZATIONS, Organization
from services.registry.sheets.deed import Deed, Site


class Known:
    """The organizations of a community that rows may mean."""

    def __init__(self, found: Sequence[Organization]) -> None:
        self._by_id = {each.id: each for each in found}
        self._by_code = {each.credit_code: each for each in found if each.credit_code}
        self._by_name: dict[str, list[Organization]] = {}
        for each in found:
            self._by_name.setdefault(each.name, []).append(each)

    def by_id(self, organization: str) -> Organization | None:
        """The one with this id."""
        return self._by_id.get(organization)

    def named(self, name: str, code: str | None = None) -> Organization | str | None:
        """By its credit code, else by its name; `several` when more than one may be meant."""
        if code and (found := self._by_code.get(code)):
            return found
        named = self._by_name.get(name, [])
        if code:
            named = [each for each in named if each.credit_code is None]
        if len(named) > 1:
            return "several"
        return named[0] if named else None


async def known_organizations(
    site: Site, names: Iterable[str], codes: Iterable[str | None], ids: Iterable[str] = ()
) -> Known:
    """Those of the site's community with one of these names, codes or ids."""
    ways = [
        {"name": {"$in": sorted(set(names))}},
        {"credit_code": {"$in": sorted({code for code in codes if code})}},
        {"_id": {"$in": sorted(set(ids))}},
    ]
    query = {"community": site.community, "$or": ways}
    return Known(await site.service.reads(ORGANIZATIONS).find(query, limit=20_000))


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
    return found
