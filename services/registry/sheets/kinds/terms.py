"""What a row of an offer says in two cells each: its season, and its price in yuan."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from services.registry.commands.offer_text import YearDay
from services.registry.projections import Offer
from services.registry.sheets.deed import Deed, Site
from services.registry.sheets.kinds.listing import ListedRow
from services.registry.sheets.words import PRICE_PER
from shared.contracts.offers import PricePer
from shared.exporting.sheet import Column

_DAY = re.compile(r"^(?:\d{4}-)?(\d{1,2})[-/.月](\d{1,2})日?$")


def _of_each_year(cell: Any) -> Any:
    """`11-1` as `11-01`; where a program made a date of it, without the year."""
    found = _DAY.match(cell) if isinstance(cell, str) else None
    return "{:0>2}-{:0>2}".format(*found.groups()) if found else cell


SeasonDay = Annotated[YearDay, BeforeValidator(_of_each_year)]
Yuan = Annotated[Decimal, Field(ge=Decimal("0.01"), le=1_000_000, decimal_places=2)]


class TermsRow(ListedRow):
    """When in the year it is to be had, and what is asked for it."""

    season_first: SeasonDay | None = None
    season_last: SeasonDay | None = None
    price: Yuan | None = None
    per: PricePer | None = None


COLUMNS = (
    Column("season_first", "每年从", "Season from", ("季节起", "起"), example="11-01"),
    Column("season_last", "每年到", "Season to", ("季节止", "止"), example="03-31"),
    Column("price", "价格", "Price", ("价格（元）", "单价", "收费"), example="50"),
    Column("per", "计价单位", "Per", ("每",), PRICE_PER, example="小时"),
)
_PAIRS = (("season_first", "season_last"), ("price", "per"))


def halved(site: Site, number: int, row: TermsRow) -> Deed | None:
    """Why the row can't be taken: one cell of a pair is empty."""
    for pair in _PAIRS:
        empty = [name for name in pair if getattr(row, name) is None]
        if len(empty) == 1:
            one, other = (site.form.column(name) for name in pair)
            zh = f"“{one.zh}”和“{other.zh}”要一起填，或都不填。"
            return site.refusal(number, empty[0], "halved", zh, f"Fill in {one.en} and {other.en} both, or neither.")
    return None


def terms_of(row: TermsRow) -> dict[str, Any]:
    """What is said of them."""
    said: dict[str, Any] = {}
    if row.season_first:
        said["season"] = {"first": row.season_first, "last": row.season_last}
    if row.price:
        said["price"] = {"amount": int(row.price * 100), "per": row.per}
    return said


def cells_of(offer: Offer) -> Mapping[str, object]:
    """The same, as the form takes it back."""
    season, price = offer.season, offer.price
    return {
        "season_first": season and season.first,
        "season_last": season and season.last,
        "price": price and Decimal(price.amount) / 100,
        "per": price and price.per,
    }
