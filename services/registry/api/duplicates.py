"""The route that finds what may be the same wish once more."""

from fastapi import APIRouter, Response

from services.registry.api.common import STAFF, allowed, vault_of
from services.registry.commands.fields import WishId
from services.registry.decider.person import Registered
from services.registry.projections import PERSONS, WISHES, Wish
from services.registry.queries.duplicates import Duplicates, Why, duplicates
from services.registry.queries.matches import phone_index
from shared.http.dependencies import Read, Reading
from shared.http.policy import Policy

POLICY: Policy = {"get_wish_duplicates": STAFF}

router = APIRouter(tags=["wishes"])


@router.get("/wishes/{wish}/duplicates", operation_id="get_wish_duplicates")
async def get_wish_duplicates(wish: WishId, read: Reading, response: Response) -> Duplicates:
    """Find the wishes of the community that may be the same: by person, by household, by words, those of wishes that
    still wait for their review included. The words themselves are compared and not shown."""
    document = await allowed(read, await read.reads(WISHES).get(wish), response)
    vault = vault_of(read.service)

    async def opened(each: Wish) -> str | None:
        if not (each.person and each.words and await _registered(read, each.person)):
            return None
        found = await vault.open(each.person, each.words)
        return found.get("words") if found else None

    if document.person is None or not await _registered(read, document.person):
        return await duplicates(read.reads, document, document.text, {}, opened)
    known: dict[str, Why] = dict.fromkeys(await _household(read, document, document.person), "household")
    said = await opened(document)
    return await duplicates(read.reads, document, said, known | {document.person: "person"}, opened)


async def _registered(read: Read, person: str) -> bool:
    """Whether the record stands: of who was erased nothing is opened, though the key be destroyed a moment later."""
    return isinstance(await read.service.handler.state(person), Registered)


async def _household(read: Read, wish: Wish, person: str) -> list[str]:
    """Who of the community has the person's phone."""
    vault = vault_of(read.service)
    phone = (await vault.open(person, person) or {}).get("phone")
    known = await vault.found(phone_index(read.service.secret, phone)) if phone else []
    here = {"_id": {"$in": list(known)}, "community": wish.community, "erased": False}
    return [other.id for other in await read.reads(PERSONS).find(here)]
