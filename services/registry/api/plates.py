"""Routes about number plates: personal data, sealed in the vault, shown to staff where somebody parks."""

from fastapi import APIRouter

from services.registry.api.common import STAFF_OR_OWNER, given, living, vault_of
from services.registry.commands.fields import PersonId
from services.registry.commands.plate import GivePlate, RevealPlate
from services.registry.decider.person import NoPlate
from services.registry.events.plate import PlatePurpose
from shared.errors import Gone
from shared.http.dependencies import Body, Receipt, Writing
from shared.http.policy import Policy
from shared.privacy.text import NumberPlate

POLICY: Policy = {
    "put_person_plate": STAFF_OR_OWNER,
    "post_plate_reveal": STAFF_OR_OWNER,
}

router = APIRouter(tags=["persons"])


class PlateBody(Body):
    """The plate, which goes to the vault; None where the person parks no more."""

    plate: NumberPlate | None


class PlatePurposeBody(Body):
    """What the plate is needed for."""

    purpose: PlatePurpose


class ShownPlate(Receipt):
    """The plate; the look is on record."""

    plate: str


@router.put("/persons/{person}/plate", operation_id="put_person_plate")
async def put_person_plate(person: PersonId, body: PlateBody, write: Writing) -> Receipt:
    """Say with which number plate a person parks. It is sealed, the one before is deleted, and so is this one when no
    parking place is booked any more (or was within a day)."""
    state = await write.load(person)
    await living(write.service, person, state.community)
    record = f"{person}.{write.new_id('plate')}" if body.plate else None
    actor = write.actor(body.model_copy(update={"on_behalf_of": body.on_behalf_of or person}))
    command = GivePlate(at=write.at, actor=actor, plate=record)
    if record and body.plate:
        await vault_of(write.service).seal(person, record, {"plate": body.plate})
    return write.receipt(await write.change(person, command))


@router.post("/persons/{person}/plate/reveals", operation_id="post_plate_reveal")
async def post_plate_reveal(person: PersonId, body: PlatePurposeBody, write: Writing) -> ShownPlate:
    """See the number plate a person parks with, for a purpose; the look is recorded first."""
    state = await write.load(person)
    known = await living(write.service, person, state.community)
    outcome = await write.change(person, RevealPlate(**given(write, body)))
    if known.plate is None:
        raise NoPlate
    values = await vault_of(write.service).open(person, known.plate)
    if values is None:
        raise Gone
    return ShownPlate(**dict(write.receipt(outcome)), plate=values["plate"])
