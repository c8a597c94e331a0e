"""Routes about persons: the record goes to the vault, the log knows an opaque id."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from services.registry.api.common import (
    ROOT,
    STAFF,
    STAFF_OR_OWNER,
    allowed,
    given,
    history_for,
    living,
    stream_for,
    vault_of,
)
from services.registry.api.places import check_place
from services.registry.commands import (
    ChangePersonAccount,
    ErasePerson,
    ExportPerson,
    ExternalRefGiven,
    PlacePerson,
    RegisterPerson,
    RevealPerson,
)
from services.registry.commands.fields import CommunityId, DayGiven, PersonId, PlaceId
from services.registry.decider.reference import ReferenceTaken
from services.registry.events import ErasureReason, PersonField, RevealPurpose
from services.registry.projections import PERSONS, Person
from services.registry.queries.holdings import Holdings, holdings
from services.registry.queries.matches import Matches, known, matches, person_indexes
from services.registry.queries.views import PersonView
from shared.errors import Gone, KeyReused, Malformed
from shared.eventsourcing.model import Frozen
from shared.http.dependencies import Asking, Body, Page, Paging, Reading, Receipt, Writing
from shared.http.policy import Policy, at_home, in_node
from shared.privacy.text import PersonPhone, PlainText
from shared.privacy.vault import Vault

POLICY: Policy = {
    "post_person": {"staff": in_node, "resident": at_home},
    "put_person_account": STAFF,
    "put_person_place": STAFF_OR_OWNER,
    "post_person_matches": STAFF,
    "post_person_reveal": STAFF_OR_OWNER,
    "post_person_export": STAFF_OR_OWNER,
    "delete_person": STAFF_OR_OWNER,
    "get_persons": STAFF,
    "get_person": STAFF_OR_OWNER,
}

router = APIRouter(tags=["persons"])


class PersonBody(Body):
    """Somebody to know: by a neighbour or staff, with consent."""

    community: CommunityId
    name: Annotated[PlainText, Field(max_length=60)]
    phone: PersonPhone | None = None
    address: Annotated[PlainText, Field(max_length=200)] | None = None
    account: bool = False
    place: PlaceId | None = None
    """The courtyard, estate or grid where the person lives."""
    external_ref: ExternalRefGiven | None = None
    consented_on: DayGiven | None = None

    def values(self) -> dict[PersonField, str]:
        """What goes to the vault."""
        known: dict[PersonField, str | None] = {
            "name": self.name,
            "phone": self.phone,
            "address": self.address,
        }
        return {field: value for field, value in known.items() if value}


class AccountBody(Body):
    """Whether the person reads notices online."""

    account: bool


class PersonPlaceBody(Body):
    """Where the person lives; None when that is not known."""

    place: PlaceId | None


class SoughtBody(Frozen):
    """The number somebody at the counter gives, or the name, or both."""

    phone: PersonPhone | None = None
    name: Annotated[PlainText, Field(max_length=60)] | None = None
    community: CommunityId


class PurposeBody(Body):
    """What the record is needed for."""

    purpose: RevealPurpose


class Revealed(Receipt):
    """What the vault holds; the look is on record."""

    name: str | None = None
    phone: str | None = None
    address: str | None = None


class PersonExport(Receipt):
    """All that registry holds about a person; that it was handed out is on record, and part of it."""

    holds: Holdings


@router.post("/persons", status_code=201, operation_id="post_person")
async def post_person(body: PersonBody, write: Writing) -> Receipt:
    """Register a person, with consent; name, phone and address are sealed."""
    await write.allow(community=body.community)
    await check_place(write, body.place, body.community)
    person, values = await stream_for(write, "person", body.community, body.external_ref), body.values()
    command = RegisterPerson(
        at=write.at,
        actor=write.actor(body.model_copy(update={"on_behalf_of": person})),
        person=person,
        community=body.community,
        account=body.account,
        fields=tuple(values),
        place=body.place,
        external_ref=body.external_ref,
        consented_on=body.consented_on,
    )
    vault = vault_of(write.service)
    await vault.register(person)
    given_values = {str(field): value for field, value in values.items()}
    indexes = person_indexes(write.service.secret, body.community, given_values)
    await _seal(vault, person, given_values, indexes, named=body.external_ref is not None)
    outcome = await write.create(person, command, community=body.community)
    return write.receipt(outcome, location=f"{ROOT}/persons/{person}")


@router.put("/persons/{person}/account", operation_id="put_person_account")
async def put_person_account(person: PersonId, body: AccountBody, write: Writing) -> Receipt:
    """Say whether a person reads notices online; else somebody tells them in person."""
    return write.receipt(await write.change(person, ChangePersonAccount(**given(write, body, person))))


@router.put("/persons/{person}/place", operation_id="put_person_place")
async def put_person_place(person: PersonId, body: PersonPlaceBody, write: Writing) -> Receipt:
    """Say in which part of the community a person lives."""
    state = await write.load(person)
    await check_place(write, body.place, state.community)
    return write.receipt(await write.change(person, PlacePerson(**given(write, body, person))))


@router.post("/persons/matches", operation_id="post_person_matches")
async def post_person_matches(body: SoughtBody, read: Asking) -> Matches:
    """See who in a node, or below it, has this phone number or this name, with their open wishes; names are masked."""
    await read.allow(community=body.community)
    if body.phone is None and body.name is None:
        zh, en = "请给出电话或姓名，至少一项。", "give the phone or the name, or both."
        raise Malformed(field="phone", reason_zh=zh, reason_en=en)
    return await matches(read, await known(read, body.community, body.phone, body.name))


@router.post("/persons/{person}/reveals", operation_id="post_person_reveal")
async def post_person_reveal(person: PersonId, body: PurposeBody, write: Writing) -> Revealed:
    """See a person's record, for a purpose; the look is recorded first."""
    state = await write.load(person)
    await living(write.service, person, state.community)
    outcome = await write.change(person, RevealPerson(**given(write, body)))
    values = await vault_of(write.service).open(person, person)
    if values is None:
        raise Gone
    return Revealed(**dict(write.receipt(outcome)), **values)


@router.post("/persons/{person}/export", operation_id="post_person_export")
async def post_person_export(person: PersonId, body: Body, write: Writing) -> PersonExport:
    """Hand out all that is held about a person, at the person's request; that is recorded first."""
    state = await write.load(person)
    await living(write.service, person, state.community)
    outcome = await write.change(person, ExportPerson(**given(write, body)))
    await write.service.wait(write.service.name, outcome.position)
    holds = await holdings(write.service, vault_of(write.service), person)
    return PersonExport(**dict(write.receipt(outcome)), holds=holds)


@router.delete("/persons/{person}", operation_id="delete_person")
async def delete_person(person: PersonId, reason: ErasureReason, write: Writing) -> Receipt:
    """Erase a person: open wishes are withdrawn, the record and its key destroyed."""
    return write.receipt(await write.change(person, ErasePerson(**given(write, Body()), reason=reason)))


@router.get("/communities/{community}/persons", operation_id="get_persons")
async def get_persons(
    community: CommunityId, read: Reading, paging: Paging, account: bool | None = None
) -> Page[Person]:
    """List a community's persons by opaque id, the latest first."""
    await read.allow(community=community)
    query = {"community": community, "erased": False} | ({} if account is None else {"account": account})
    return await paging.page(read.reads(PERSONS), query)


@router.get("/persons/{person}", operation_id="get_person")
async def get_person(person: PersonId, read: Reading, response: Response) -> PersonView:
    """Read what is known of a person without opening the vault."""
    document = await allowed(read, await read.reads(PERSONS).get(person), response)
    return PersonView(**dict(document), history=await history_for(read, document))


async def _seal(vault: Vault, person: str, given: Mapping[str, str], indexes: Sequence[str], *, named: bool) -> None:
    """Raises KeyReused when the vault holds something else: ReferenceTaken where a reference has `named` the person."""
    try:
        await vault.seal(person, person, given, indexes)
    except KeyReused:
        if not named:
            raise
        known = await vault.open(person, person) or {}
        differs = sorted(field for field in known.keys() | given.keys() if known.get(field) != given.get(field))
        raise ReferenceTaken(differs=", ".join(differs), existing=person) from None
