"""Calls about offers, as staff read them."""

from collections.abc import Iterable, Mapping

from services.registry.projections import Call, Offer
from shared.eventsourcing.documents import Documents


class CallView(Call):
    """A call, with the offer's title; `open` says that it is to be made again and nobody has yet."""

    title: str
    open: bool


async def offers_of(offers: Documents[Offer], calls: Iterable[Call]) -> dict[str, Offer]:
    """The offers that calls were about, by id."""
    wanted = sorted({call.offer for call in calls})
    found = await offers.find({"_id": {"$in": wanted}}, limit=max(1, len(wanted)))
    return {offer.id: offer for offer in found}


def show_call(call: Call, offers: Mapping[str, Offer]) -> CallView:
    """A call and what it was about. A later one about the same offer settles what was agreed in it."""
    offer = offers.get(call.offer)
    last = offer.last_call if offer and offer.state == "listed" else None
    return CallView(
        **dict(call),
        title=offer.title if offer else "",
        open=last is not None and last.call == call.id and call.again_on is not None,
    )
