"""The route that looks through a text before it is published."""

from fastapi import APIRouter, Response

from services.registry.api.common import STAFF, allowed, vault_of
from services.registry.commands.fields import WishId
from services.registry.decider.person import Registered
from services.registry.projections import WISHES, Wish
from shared.contracts.registry import WishKind
from shared.eventsourcing.model import Frozen
from shared.http.dependencies import Asking, Read
from shared.http.policy import Policy
from shared.privacy.household import Giveaway, giveaways
from shared.privacy.text import PlainText

POLICY: Policy = {"post_text_check": STAFF}

router = APIRouter(tags=["wishes"])


class TextBody(Frozen):
    """What is going to be published, and as what if that is decided: around something public a building is no
    address."""

    text: PlainText
    kind: WishKind | None = None


class TextCheck(Frozen):
    """The words to look at again; they forbid nothing."""

    warnings: tuple[Giveaway, ...]


@router.post("/wishes/{wish}/text-check", operation_id="post_text_check")
async def post_text_check(wish: WishId, body: TextBody, read: Asking, response: Response) -> TextCheck:
    """Find the words in a text that would give away who wishes, or how he or she lives."""
    document = await allowed(read, await read.reads(WISHES).get(wish), response)
    return TextCheck(warnings=giveaways(body.text, await _names(read, document), public=body.kind == "public"))


async def _names(read: Read, wish: Wish) -> list[str]:
    """How the people behind a wish are called: the wisher, and the neighbour who entered it."""
    return [await _name(read, party) for party in sorted(wish.owners) if party.startswith("person_")]


async def _name(read: Read, person: str) -> str:
    """Nobody's from the moment of erasure on."""
    if not isinstance(await read.service.handler.state(person), Registered):
        return ""
    return (await vault_of(read.service).open(person, person) or {}).get("name", "")
