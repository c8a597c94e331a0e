"""Who may see how to reach the person behind a wish, or a minor's guardian; never the minor."""

from services.registry.commands import RevealWishContact
from services.registry.decider.guardian import GuardianWanted
from services.registry.decider.wish_refusals import NotAnAcceptedClaimant, NothingToReveal
from services.registry.decider.wish_state import PublishedWish, Wish
from services.registry.events import PersonField, WishContactRevealed
from shared.errors import NotFound
from shared.eventsourcing.model import Event


def reveal(state: Wish | None, command: RevealWishContact) -> Event:
    """For staff, the person and accepted claimants, while it is under way."""
    if state is None:
        raise NotFound
    _check_may_see(state, command.party)
    if not isinstance(state, PublishedWish) or state.kind == "public" or state.following.outcome:
        raise NothingToReveal
    if state.guardian_wanted:
        raise GuardianWanted
    assert state.decides, "without a person a wish is public"
    fields: tuple[PersonField, ...] = ("name", "phone", "address") if state.home_visit else ("name", "phone")
    return WishContactRevealed(person=state.decides, party=command.party, purpose=command.purpose, fields=fields)


def _check_may_see(state: Wish, party: str | None) -> None:
    accepted = state.following.accepted if isinstance(state, PublishedWish) else {}
    if party not in {None, state.decides, *(claimant.id for claimant in accepted.values())}:
        raise NotAnAcceptedClaimant
