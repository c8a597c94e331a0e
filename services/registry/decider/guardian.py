"""Decisions about who decides for a minor."""

from collections.abc import Sequence

from services.registry.commands.guardian import ChangeWishGuardian, GuardianCommand, NameGuardian
from services.registry.decider.consent import consent_of
from services.registry.decider.person_state import Registered
from services.registry.decider.wish_state import PublishedWish, Wish
from services.registry.events.guardian import GuardianNamed, GuardianReleased, WishGuardianChanged
from shared.errors import Malformed, Refused
from shared.eventsourcing.model import Actor, Consent, Event

_ANOTHER_IS_WANTED = frozenset({"replaced", "no_longer_guardian", "guardian_erased", "has_a_guardian"})


class GuardianKnown(Refused):
    zh = "这位居民已登记监护人；要换人，请先办理原监护人的更换。"
    en = "A guardian is entered for this person. Release the present one first if another is to decide."


class NoGuardian(Refused):
    zh = "这位居民没有登记监护人。"
    en = "No guardian is entered for this person."


class GuardianWanted(Refused):
    zh = "这位未成年人现在没有监护人，请先在工作台登记监护人，再继续办理。"
    en = "Nobody is known who may decide for this minor. Name a guardian at the desk first."


class GuardianDecides(Refused):
    zh = "未成年人的事由监护人决定，请由监护人本人或社区工作人员（经监护人同意）办理。"
    en = "The guardian decides for a minor. Let the guardian do this, or staff with the guardian's consent."


def decide(state: Registered, command: GuardianCommand) -> Sequence[Event]:
    """Names or releases a guardian; where one is wanted already, that can end without another one too."""
    if isinstance(command, NameGuardian):
        return [_name(state, command)]
    wanted = command.reason in _ANOTHER_IS_WANTED
    another = command.guardian is not None and command.guardian != state.guardian
    if state.grounds is None or another or (wanted and state.guardian_wanted):
        raise NoGuardian
    released = GuardianReleased(guardian=state.guardian, grounds=state.grounds, reason=command.reason, wanted=wanted)
    return [released]


def evolve(state: Registered, event: GuardianNamed | GuardianReleased) -> Registered:
    """The person after `event`."""
    if isinstance(event, GuardianNamed):
        named = {"guardian": event.guardian, "grounds": event.grounds, "guardian_wanted": False}
        return state.model_copy(update=named)
    grounds = state.grounds if event.wanted else None
    return state.model_copy(update={"guardian": None, "grounds": grounds, "guardian_wanted": event.wanted})


def consent_for(actor: Actor, person: str, guardian: str | None, *, wanted: bool) -> Consent:
    """How the person agreed, or the guardian in the place of a minor. Raises GuardianWanted, GuardianDecides where the
    minor acts, Malformed where nothing fitting is said."""
    if wanted:
        raise GuardianWanted
    if guardian is None:
        return consent_of(actor, person)
    if actor.id == person:
        raise GuardianDecides
    if actor.id != guardian and actor.consent != "guardian":
        raise Malformed(
            field="consent",
            reason_zh="这位居民有监护人，请注明监护人已同意（guardian）。",
            reason_en="a guardian decides for this person: say that the guardian agreed (guardian).",
        )
    return "guardian"


def change(state: Wish | None, command: ChangeWishGuardian) -> Sequence[Event]:
    """Who decides about a wish from now on."""
    if state is None or state.person is None:
        return []
    if (state.guardian, state.guardian_wanted) == (command.guardian, command.wanted):
        return []
    published = isinstance(state, PublishedWish)
    return [
        WishGuardianChanged(person=state.person, guardian=command.guardian, wanted=command.wanted, published=published)
    ]


def _name(state: Registered, command: NameGuardian) -> Event:
    if state.guardian:
        raise GuardianKnown
    if command.guardian == state.person:
        raise Malformed(
            field="guardian", reason_zh="监护人须是另一位居民。", reason_en="the guardian has to be somebody else."
        )
    consent = consent_of(command.actor, command.guardian)
    if consent == "guardian":
        raise Malformed(
            field="consent",
            reason_zh="请注明监护人本人怎样同意。",
            reason_en="say how the guardian agreed to it.",
        )
    return GuardianNamed(guardian=command.guardian, grounds=command.grounds, consent=consent)
