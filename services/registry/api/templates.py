"""Routes about templates of agreements."""

from fastapi import APIRouter, Response

from services.registry.api.common import ROOT, STAFF, given
from services.registry.commands.fields import CommunityId, TemplateId
from services.registry.commands.template import AdoptTemplate, AgreementText, RetireTemplate, ReviseTemplate
from services.registry.projections import TEMPLATES, Template
from services.registry.queries.views import History
from shared.errors import NotFound
from shared.http.dependencies import Body, Page, Paging, ReadingPast, Receipt, Writing
from shared.http.policy import Policy
from shared.privacy.text import Note

POLICY: Policy = {
    "post_template": STAFF,
    "put_template": STAFF,
    "post_template_retirement": STAFF,
    "get_templates": STAFF,
    "get_template": STAFF,
}

router = APIRouter(tags=["agreements"])


class TemplateBody(Body, AgreementText):
    """A text to keep in a node, for agreements there and below."""

    community: CommunityId


class TemplateTextBody(Body, AgreementText):
    """What it says from now on."""


class TemplateView(Template):
    """A template, and who changed it."""

    history: History = None


class RetirementBody(Body):
    """Why, if there is something to say."""

    note: Note = ""


@router.post("/templates", status_code=201, operation_id="post_template")
async def post_template(body: TemplateBody, write: Writing) -> Receipt:
    """Keep a template."""
    stream = write.new_id("template")
    command = AdoptTemplate(**given(write, body), template=stream)
    outcome = await write.create(stream, command, community=body.community)
    return write.receipt(outcome, location=f"{ROOT}/templates/{stream}")


@router.put("/templates/{template}", operation_id="put_template")
async def put_template(template: TemplateId, body: TemplateTextBody, write: Writing) -> Receipt:
    """Replace the text of a template; agreements that exist keep theirs."""
    return write.receipt(await write.change(template, ReviseTemplate(**given(write, body)), must_match=True))


@router.post("/templates/{template}/retirement", operation_id="post_template_retirement")
async def post_template_retirement(template: TemplateId, body: RetirementBody, write: Writing) -> Receipt:
    """Offer a template no more."""
    return write.receipt(await write.change(template, RetireTemplate(**given(write, body))))


@router.get("/communities/{community}/templates", operation_id="get_templates")
async def get_templates(
    community: CommunityId, read: ReadingPast, paging: Paging, retired: bool = False
) -> Page[Template]:
    """List the templates that may be used in a community: its own, and those of the nodes above it."""
    await read.allow(community=community)
    nodes = list(await read.service.tree.path(community))
    documents = read.documents(TEMPLATES, nodes)
    return await paging.page(documents, {"community": {"$in": nodes}, "retired": retired})


@router.get("/templates/{template}", operation_id="get_template")
async def get_template(template: TemplateId, read: ReadingPast, response: Response) -> TemplateView:
    """Read a template of one's node, of one below it, or of one above it, with its history."""
    document = await read.reads(TEMPLATES).get(template)
    if document is None:
        raise NotFound
    home = read.caller.node
    above = home is not None and document.community in await read.service.tree.path(home)
    await read.allow(community=home if home and above else document.community)
    document = await read.then(TEMPLATES, document)
    response.headers["ETag"] = f'"{document.version}"'
    return TemplateView(**dict(document), history=await read.history(template))
