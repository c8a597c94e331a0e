"""All that registry holds about one person: what the person may ask for, and take along."""

from collections.abc import AsyncIterator, Mapping, Sequence

from services.registry.decider.person import Registered
from services.registry.events import WishPosted, WishRevised
from services.registry.events.plate import PlateDropped, PlateGiven
from services.registry.events.thanks import ThanksSaid
from services.registry.projections import ORGANIZATIONS, PERSONS, WISHES, Wish
from services.registry.queries.views import PersonView, WishView, show_thanks, thanked_names
from shared.errors import Gone
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Frozen, Instant
from shared.http.reading import entry_of
from shared.privacy.vault import Vault
from shared.runtime.service import Service

AT_ONCE = 200


class Wording(Frozen):
    """What a person said, and when."""

    at: Instant
    words: str


class HeldWish(WishView):
    """A wish of the person's, with every wording of it, also those that were never published."""

    said: tuple[Wording, ...]
    thanked: tuple[Wording, ...]
    """What he or she said in thanks; what was taken back is deleted within two days."""


class Holdings(Frozen):
    """What is held. `record` is the vault's; `entered` are the wishes which this person posted for others, `contact_of`
    the organizations that he or she speaks for."""

    person: PersonView
    record: dict[str, str]
    plate: str | None
    """The number plate that he or she parks with."""
    wishes: tuple[HeldWish, ...]
    entered: tuple[str, ...]
    contact_of: tuple[str, ...]
    guardianship: dict[str, str] | None
    """The birthday, and how the guardian is related, while somebody decides for the person."""
    guardian_of: tuple[str, ...]


async def holdings(service: Service, vault: Vault, person: str) -> Holdings:
    """What registry holds about `person` by now. Raises Gone after erasure."""
    document, record = await service.reads(PERSONS).get(person), await vault.open(person, person)
    if document is None or record is None:
        raise Gone
    state = await service.handler.state(person)
    if not isinstance(state, Registered):
        raise Gone
    posted = {"community": document.community, "entered_by": person, "person": {"$ne": person}}
    speaks = service.reads(ORGANIZATIONS).find({"contacts.person": person}, limit=AT_ONCE)
    past = await _past(service, person)
    return Holdings(
        person=PersonView(**dict(document), history=[entry_of(recorded) for recorded in past]),
        record=record,
        plate=await _plate(vault, person, past),
        wishes=tuple([await _held(service, vault, wish) async for wish in _wishes(service, {"person": person})]),
        entered=tuple([wish.id async for wish in _wishes(service, posted)]),
        contact_of=tuple(organization.id for organization in await speaks),
        guardianship=await vault.open(person, state.grounds) if state.grounds else None,
        guardian_of=tuple(ward.id for ward in await service.reads(PERSONS).find({"guardian": person}, limit=AT_ONCE)),
    )


async def _plate(vault: Vault, person: str, past: Sequence[Recorded]) -> str | None:
    given = [
        getattr(recorded.event, "plate", None)
        for recorded in past
        if isinstance(recorded.event, PlateGiven | PlateDropped)
    ]
    values = await vault.open(person, given[-1]) if given and given[-1] else None
    return values["plate"] if values else None


async def _held(service: Service, vault: Vault, wish: Wish) -> HeldWish:
    past = await _past(service, wish.id)
    said = [wording for recorded in past if (wording := await _said(vault, wish, recorded))]
    thanked = [wording for recorded in past if (wording := await _thanked(vault, wish, recorded))]
    thanks = show_thanks(wish, await thanked_names(service.reads, [wish]), wish.owners)
    shown = dict(wish) | {"words": said[-1].words if said else None, "thanks": thanks}
    history = [entry_of(recorded) for recorded in past]
    return HeldWish(**shown, said=tuple(said), thanked=tuple(thanked), history=history)


async def _said(vault: Vault, wish: Wish, recorded: Recorded) -> Wording | None:
    match recorded.event:
        case (WishPosted() | WishRevised()) as event if event.words:
            return await _wording(vault, wish, recorded, event.words)
    return None


async def _thanked(vault: Vault, wish: Wish, recorded: Recorded) -> Wording | None:
    event = recorded.event
    return await _wording(vault, wish, recorded, event.words) if isinstance(event, ThanksSaid) else None


async def _wording(vault: Vault, wish: Wish, recorded: Recorded, record: str) -> Wording | None:
    found = await vault.open(wish.person, record) if wish.person else None
    return Wording(at=recorded.at, words=found["words"]) if found else None


async def _past(service: Service, stream: str) -> list[Recorded]:
    return [recorded for commit in await service.handler.history(stream) for recorded in commit]


async def _wishes(service: Service, query: Mapping[str, object]) -> AsyncIterator[Wish]:
    """All of them, page by page."""
    last = ""
    while page := await service.reads(WISHES).find({**query, "_id": {"$gt": last}}, limit=AT_ONCE):
        for wish in page:
            yield wish
        last = page[-1].id
