"""A district with much to plan: ten thousand public wishes in forty communities, and five hundred who give."""

from collections.abc import Iterator

from services.matching.events import OfferKnown
from shared.contracts.offers import Reach
from tests.bench.city.facts import DISTRICT, Fact, community, known_nodes, known_organization, of_offer, opened, street

WISHES, PROVIDERS, EACH, AROUND = 10_000, 500, 2, 40
"""Each provider has two offers; all is in the first forty communities."""


def wished(share: int) -> Iterator[Fact]:
    """What is in matching's log first: the tree, the providers, and the wishes; one in `share` of them."""
    yield from known_nodes()
    for number in range(PROVIDERS // share):
        yield known_organization(number, community(number % AROUND))
    for number in range(WISHES // share):
        yield opened("wish", number, community(number // 13 % AROUND))


def offered(share: int) -> Iterator[Fact]:
    """The offers in matching's log. One in five is open to its subdistrict, another one to the district, as often as
    all wishes together, and all have places for them: so the best plan is one that the check can recognize."""
    providers = PROVIDERS // share
    for number in range(providers * EACH):
        place = number % providers % AROUND
        reach = {
            0: (Reach(level="subdistrict", node=street(place), quota=WISHES),),
            1: (Reach(level="district", node=DISTRICT, quota=WISHES),),
        }
        yield with_places(of_offer(number, number % providers, community(place), reach.get(number // 3 % 5, ())))


def with_places(fact: Fact) -> Fact:
    """An offer with places for all."""
    offer, where, (known,) = fact
    assert isinstance(known, OfferKnown)
    terms = known.terms.model_copy(update={"partners": WISHES})
    return offer, where, (known.model_copy(update={"terms": terms}),)
