"""Offers as they are shown: to their community, and to those beyond it to whom they are open."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import Field

from services.registry.events import OfferCalled
from services.registry.projections import Offer, Organization
from services.registry.queries.audience import phones_for
from services.registry.queries.freshness import Freshness, is_stale
from services.registry.queries.views import History
from shared.contracts.offers import left_over
from shared.contracts.registry import Audience
from shared.http.policy import Caller

LEFT = {"partners_left": ("partners", "partners_taken"), "quantity_left": ("quantity", "quantity_taken")}


class OfferView(Offer):
    """An offer: stale when nobody confirmed it for too long, `paused` when its pause is on today.

    `from_outside` is one of another community, opened to the reader's. Of the number of partners and of the quantity
    so much is left as running claims do not take.
    """

    organization_name: str
    stale: bool
    paused: bool
    from_outside: bool = False
    partners_left: int | None
    quantity_left: int | None
    found_by: tuple[str, ...] = Field(default=(), exclude=True)
    history: History = None


def show_offer(
    document: Offer,
    caller: Caller,
    owners: Mapping[str, Organization],
    freshness: Freshness,
    history: History = None,
    *,
    audience: frozenset[Audience] = frozenset(),
    outside: bool = False,
) -> OfferView:
    """An offer with its organization's name and how it stands today.

    Whom to ask is shown as the organization shows its phones and contacts; how calls went, to staff at home.
    """
    owner = owners.get(document.organization)
    hidden: dict[str, Any] = {}
    staff = caller.role == "staff" and not outside
    if not staff:
        hidden = {"last_call": None, "answer": None, "link_until": None, "minded_on": None}
        history = history and [entry for entry in history if entry.type != OfferCalled.type]
    if not staff and document.organization not in caller.parties:
        hidden |= {"person": None, "phone": _shown(document.phone, owner, audience)}
    return OfferView(
        **dict(document) | hidden,
        organization_name=owner.name if owner else "",
        stale=document.state == "listed" and is_stale(document.confirmed_on, freshness.offers_from),
        paused=document.pauses_on(freshness.today),
        from_outside=outside,
        partners_left=left_over(document.partners, document.partners_taken),
        quantity_left=left_over(document.quantity, document.quantity_taken),
        history=None if outside else history,
    )


def with_left(row: dict[str, Any]) -> dict[str, Any]:
    """What is read of an offer, in its own row with what running claims leave instead of what they take."""
    for left, (there, taken) in LEFT.items():
        row[left] = left_over(row[there], row.pop(taken))
    return row


def _shown(phone: str | None, owner: Organization | None, audience: frozenset[Audience]) -> str | None:
    shown = phones_for(owner.phones, audience) if owner else ()
    return phone if phone in {each.number for each in shown} else None


def opened_to(path: Iterable[str]) -> dict[str, Any]:
    """The offers of other communities that are open to the one at the end of `path`."""
    *above, here = path
    return {"reach.node": {"$in": [*above, here]}, "community": {"$ne": here}, "state": "listed"}


def is_open_to(document: Offer, path: Iterable[str]) -> bool:
    """Whether an offer is open to the node at the end of `path`, beyond its own community."""
    return document.state == "listed" and not {step.node for step in document.reach}.isdisjoint(path)
