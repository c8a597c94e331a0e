"""What is shown of a place."""

from services.registry.projections import Place
from services.registry.queries.views import History
from shared.http.policy import Caller


class PlaceView(Place):
    """A place; who answers for it is shown to staff, and to themselves."""

    history: History = None


def show_place(document: Place, caller: Caller, history: History = None) -> PlaceView:
    """What the caller may see of a place."""
    if caller.role == "staff":
        return PlaceView(**dict(document), history=history)
    own = tuple(steward for steward in document.stewards if steward.person == caller.person)
    return PlaceView(**dict(document) | {"stewards": own})
