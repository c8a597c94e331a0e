"""How much of an offer that holds for so many is left: of its partners, and of what there is to give."""

from typing import NamedTuple

from shared.contracts.offers import OfferTerms, left_over

PEOPLE = frozenset(["人", "位", "名", "座", "个人", "人次"])
"""Units in which a request counts people: then seats are what has to be enough."""


class Left(NamedTuple):
    """What is left of the number of partners and of the quantity; None where the offer says none."""

    partners: int | None
    quantity: int | None

    @property
    def nothing(self) -> bool:
        """Whether nobody more can be promised anything."""
        return 0 in self

    def enough(self, quantity: int) -> bool:
        """Whether one more can be promised `quantity`."""
        return not self.nothing and (self.quantity is None or self.quantity >= quantity)


def left_of(terms: OfferTerms, partners_taken: int, quantity_taken: int) -> Left:
    """What accepted suggestions leave: nothing is counted of what is booked."""
    if terms.mode == "bookable":
        return Left(None, None)
    return Left(left_over(terms.partners, partners_taken), left_over(terms.quantity, quantity_taken))


def weighed(terms: OfferTerms, quantity: int, unit: str) -> int:
    """What a promise of `quantity` takes: one, where people are counted and come to the seats there are."""
    return 1 if terms.seats is not None and unit in PEOPLE else quantity
