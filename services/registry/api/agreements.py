"""Routes about agreements: drafted, signed, renewed, corrected, terminated; lists and the single one."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.registry.api.common import ROOT, STAFF, STAFF_OR_ITS_ORGANIZATION, given, living, there
from services.registry.commands.agreement import (
    CorrectAgreement,
    DraftAgreement,
    NoteGiven,
    RedraftAgreement,
    ReinstateAgreement,
    RenewAgreement,
    SignAgreement,
    Signed,
    TerminateAgreement,
)
from services.registry.commands.fields import AgreementId, CommunityId, DayGiven, OrganizationId, TemplateId
from services.registry.commands.template import AgreementText, ClausesGiven
from services.registry.decider.agreement_state import stream_of
from services.registry.decider.days import day_of
from services.registry.decider.template import Retired, Template
from services.registry.events.agreement import AgreementDrafted, TerminationReason
from services.registry.projections import AGREEMENTS, COMMUNITIES, Agreement
from services.registry.queries.agreements import (
    AgreementView,
    Sheet,
    Standing,
    expiring_query,
    folded,
    sheet,
    show_agreement,
)
from services.registry.queries.lists import agreements_in
from services.registry.queries.views import names_of
from shared.directory.limits import Limits
from shared.directory.queries import below
from shared.errors import NotFound
from shared.eventsourcing.model import Command
from shared.http.dependencies import Body, HistoryEntry, Page, Paging, Read, ReadingPast, Receipt, Write, Writing
from shared.http.policy import Policy, at_home, in_node
from shared.http.reading import entry_of
from shared.http.texts import malformed
from shared.privacy.text import Note, Title

POLICY: Policy = {
    "post_agreement": STAFF,
    "put_agreement": STAFF,
    "post_agreement_signing": STAFF,
    "post_agreement_renewal": STAFF,
    "post_agreement_correction": STAFF,
    "post_agreement_termination": STAFF,
    "post_agreement_reinstatement": STAFF,
    "get_agreements": {"staff": in_node, "contact": at_home},
    "get_agreement": STAFF_OR_ITS_ORGANIZATION,
    "get_agreement_sheet": STAFF_OR_ITS_ORGANIZATION,
}

router = APIRouter(tags=["agreements"])


class DraftBody(Body):
    """An agreement to draft with an organization: the text of a template, or one of its own."""

    organization: OrganizationId
    template: TemplateId | None = None
    title: Title | None = None
    clauses: ClausesGiven | None = None


class AgreementTextBody(Body, AgreementText):
    """What the draft says from now on."""


class SigningBody(Body, Signed):
    """Who signed when, and from when until when it holds."""


class RenewalBody(Body, Signed):
    """A further term; without clauses the former ones go on, counted anew until its end."""

    clauses: ClausesGiven | None = None


class CorrectionBody(Body, Signed):
    """What the latest term really says, whole; without clauses they stay. Say what was wrong."""

    clauses: ClausesGiven | None = None
    note: NoteGiven


class TerminationBody(Body):
    """The last day (today where it is left out), and why."""

    on: DayGiven | None = None
    reason: TerminationReason
    note: Note = ""


class ReinstatementBody(Body):
    """Why the termination does not count."""

    note: NoteGiven


def stream_in(agreement: str) -> str:
    """The stream that an agreement stands in."""
    return agreement.partition(".")[0]


async def changed(write: Write, agreement: str, command: Command, must_match: bool = False) -> Receipt:
    """The answer to a change of one agreement."""
    return write.receipt(await write.change(stream_in(agreement), command, must_match=must_match), id=agreement)


@router.post("/agreements", status_code=201, operation_id="post_agreement")
async def post_agreement(body: DraftBody, write: Writing) -> Receipt:
    """Draft an agreement with an organization."""
    community = (await there(write, body.organization)).community
    text, edition = await _text(write, body, community)
    facts = given(write, body) | text | {"community": community, "edition": edition}
    outcome = await write.create(stream_of(body.organization), DraftAgreement(**facts), community=community)
    assert outcome.commit is not None, "a draft is never nothing"
    (drafted,) = (event.agreement for event in outcome.commit.events if isinstance(event, AgreementDrafted))
    return write.receipt(outcome, id=drafted, location=f"{ROOT}/agreements/{drafted}")


async def _text(write: Write, body: DraftBody, community: str) -> tuple[dict[str, object], int | None]:
    """What the draft says: the template's words where the body has none of its own, and the template's edition."""
    template = await _template(write, body.template, community) if body.template else None
    own = body.model_dump(include={"title", "clauses"}, exclude_none=True)
    kept = template.model_dump(include={"title", "clauses"}) if template else {}
    text = kept | own
    if missing := {"title", "clauses"} - text.keys():
        raise malformed(min(missing), "missing")
    return text, template.edition if template else None


async def _template(write: Write, template: str, community: str) -> Template:
    """A template that may be used in `community`. Raises Malformed, Retired."""
    state = await write.service.handler.state(template)
    if not isinstance(state, Template) or state.community not in await write.service.tree.path(community):
        raise malformed("template", "unknown_template")
    if state.retired:
        raise Retired
    return state


@router.put("/agreements/{agreement}", operation_id="put_agreement")
async def put_agreement(agreement: AgreementId, body: AgreementTextBody, write: Writing) -> Receipt:
    """Replace the text of a draft."""
    return await changed(write, agreement, RedraftAgreement(**given(write, body), agreement=agreement), must_match=True)


@router.post("/agreements/{agreement}/signing", operation_id="post_agreement_signing")
async def post_agreement_signing(agreement: AgreementId, body: SigningBody, write: Writing) -> Receipt:
    """Record that a draft was signed."""
    limits = await _signing(write, agreement, body)
    return await changed(write, agreement, SignAgreement(**given(write, body), agreement=agreement, limits=limits))


@router.post("/agreements/{agreement}/renewal", operation_id="post_agreement_renewal")
async def post_agreement_renewal(agreement: AgreementId, body: RenewalBody, write: Writing) -> Receipt:
    """Record a further term."""
    limits = await _signing(write, agreement, body)
    return await changed(write, agreement, RenewAgreement(**given(write, body), agreement=agreement, limits=limits))


@router.post("/agreements/{agreement}/correction", operation_id="post_agreement_correction")
async def post_agreement_correction(agreement: AgreementId, body: CorrectionBody, write: Writing) -> Receipt:
    """Correct what was entered about the latest term."""
    limits = await _signing(write, agreement, body)
    return await changed(write, agreement, CorrectAgreement(**given(write, body), agreement=agreement, limits=limits))


async def _signing(write: Write, agreement: str, body: Signed) -> Limits:
    """The limits in force. Raises NotFound and Gone for a signatory who is nobody there."""
    state = await write.load(stream_in(agreement))
    if body.signatory:
        await living(write.service, body.signatory, state.community)
    return await write.service.tree.limits(state.community)


@router.post("/agreements/{agreement}/termination", operation_id="post_agreement_termination")
async def post_agreement_termination(agreement: AgreementId, body: TerminationBody, write: Writing) -> Receipt:
    """End an agreement before its time, or a draft that nobody will sign."""
    return await changed(write, agreement, TerminateAgreement(**given(write, body), agreement=agreement))


@router.post("/agreements/{agreement}/reinstatement", operation_id="post_agreement_reinstatement")
async def post_agreement_reinstatement(agreement: AgreementId, body: ReinstatementBody, write: Writing) -> Receipt:
    """Take back a termination that was entered by mistake."""
    return await changed(write, agreement, ReinstateAgreement(**given(write, body), agreement=agreement))


@router.get("/communities/{community}/agreements", operation_id="get_agreements")
async def get_agreements(
    community: CommunityId,
    read: ReadingPast,
    paging: Paging,
    stands: Standing | None = None,
    organization: OrganizationId | None = None,
    expiring_within: Annotated[
        int | None, Query(ge=0, le=366, description="The last day comes in so many days.")
    ] = None,
) -> Page[AgreementView]:
    """List the agreements of a node and below it, the latest first; an organization sees its own."""
    await read.allow(community=community)
    today = day_of(read.now)
    communities = await below(read.reads, community, COMMUNITIES)
    query = [
        await agreements_in(read.reads, community, today, {"stands": stands, "organization": organization}),
        {} if read.caller.role == "staff" else {"organization": {"$in": sorted(read.caller.parties)}},
        {} if expiring_within is None else expiring_query(today, expiring_within),
    ]
    page = await paging.page(read.documents(AGREEMENTS, communities), {"$and": query})
    names = await names_of(read.reads, [document.organization for document in page.items])
    return page.map(lambda document: show_agreement(document, names, today))


@router.get("/agreements/{agreement}", operation_id="get_agreement")
async def get_agreement(agreement: AgreementId, read: ReadingPast, response: Response) -> AgreementView:
    """Read an agreement with its history."""
    document, history = await _read(read, agreement)
    response.headers["ETag"] = f'"{document.version}"'
    names = await names_of(read.reads, [document.organization])
    return show_agreement(document, names, day_of(read.now), history)


@router.get("/agreements/{agreement}/sheet", operation_id="get_agreement_sheet")
async def get_agreement_sheet(agreement: AgreementId, read: ReadingPast) -> Sheet:
    """Read what an agreement promises and what was kept, clause by clause."""
    document, _ = await _read(read, agreement)
    return sheet(document, await names_of(read.reads, [document.organization]), read.now)


async def _read(read: Read, agreement: str) -> tuple[Agreement, list[HistoryEntry]]:
    """An agreement from its own log, judged, and the history of its stream. Raises NotFound."""
    commits = await read.service.handler.history(stream_in(agreement))
    document = folded(commits, agreement)
    if document is None:
        raise NotFound
    await read.allow(community=document.community, owners=document.owners)
    document = await read.then(AGREEMENTS, document)
    return document, [entry_of(recorded) for commit in commits for recorded in commit]
