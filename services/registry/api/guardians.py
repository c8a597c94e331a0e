"""Routes about who decides for a minor. Why, and until when, goes to the vault; the log knows two opaque ids."""

from datetime import date
from typing import Literal

from fastapi import APIRouter
from pydantic import Field

from services.registry.api.common import ROOT, STAFF, living, vault_of
from services.registry.commands.fields import DayGiven, PersonId
from services.registry.commands.guardian import NameGuardian, ReleaseGuardian
from services.registry.decider.ages import is_minor
from services.registry.decider.days import day_of
from services.registry.decider.guardian import GuardianDecides, NoGuardian
from shared.errors import Malformed, NotFound
from shared.http.dependencies import Body, Receipt, Write, Writing
from shared.http.policy import Policy

POLICY: Policy = {"put_person_guardian": STAFF, "delete_person_guardian": STAFF}

router = APIRouter(tags=["persons"])

Relation = Literal["mother", "father", "grandparent", "sibling", "relative", "appointed"]


class GuardianBody(Body):
    """Another registered person who decides for a minor, with that person's `consent`. Relation and birthday are
    sealed."""

    guardian: PersonId
    relation: Relation
    born: DayGiven = Field(description="The minor's birthday.")


@router.put("/persons/{person}/guardian", operation_id="put_person_guardian")
async def put_person_guardian(person: PersonId, body: GuardianBody, write: Writing) -> Receipt:
    """Name who decides for a minor: consents, withdraws, confirms, and is called in the minor's place."""
    state = await write.load(person)
    await living(write.service, person, state.community)
    await _check_guardian(write, body.guardian, state.community)
    if body.born > day_of(write.at) or not is_minor(body.born, day_of(write.at)):
        raise Malformed(
            field="born",
            reason_zh="只有未满十八周岁的居民需要监护人，请核对出生日期。",
            reason_en="only somebody under eighteen needs a guardian. Check the birthday.",
        )
    grounds = f"{person}.{write.new_id('grounds')}"
    actor = write.actor(body.model_copy(update={"on_behalf_of": body.guardian}))
    command = NameGuardian(at=write.at, actor=actor, guardian=body.guardian, grounds=grounds)
    await vault_of(write.service).seal(person, grounds, {"relation": body.relation, "born": body.born.isoformat()})
    return write.receipt(await write.change(person, command), location=f"{ROOT}/persons/{person}")


@router.delete("/persons/{person}/guardian", operation_id="delete_person_guardian")
async def delete_person_guardian(
    person: PersonId,
    reason: Literal["came_of_age", "replaced", "no_longer_guardian", "entered_by_mistake"],
    write: Writing,
) -> Receipt:
    """Let the guardian decide no more. Somebody else is wanted then, unless the person came of age, or needs none: that
    ends the wanting too."""
    state = await write.load(person)
    registered = await living(write.service, person, state.community)
    if registered.grounds is None:
        raise NoGuardian
    if reason == "came_of_age":
        known = await vault_of(write.service).open(person, registered.grounds) or {}
        if is_minor(date.fromisoformat(known["born"]), day_of(write.at)):
            raise Malformed(
                field="reason",
                reason_zh="按登记的出生日期，这位居民还未满十八周岁。",
                reason_en="by the birthday that is kept, this person is still under eighteen.",
            )
    command = ReleaseGuardian(at=write.at, actor=write.actor(Body()), reason=reason)
    return write.receipt(await write.change(person, command))


async def _check_guardian(write: Write, guardian: str, community: str) -> None:
    """Raises Malformed for who isn't registered here, GuardianDecides for who has a guardian."""
    try:
        state = await living(write.service, guardian, community)
    except NotFound:
        raise Malformed(
            field="guardian",
            reason_zh="请先在本社区登记监护人，再填写。",
            reason_en="register the guardian in this community first.",
        ) from None
    if state.guarded:
        raise GuardianDecides
