"""Organizations that were merged keep their promises together: what each leaves over counts for the other's clauses."""

from contextlib import suppress

from services.registry.decider.agreement import DECIDER
from services.registry.decider.agreement_state import Agreements, stream_of
from services.registry.decider.lending import next_step, partners
from services.registry.events import OrganizationMerged, OrganizationUnmerged
from services.registry.events.agreement import AgreementReinstated, Signing
from services.registry.events.obligation import DeliveriesWithdrawn, DeliveryKnown, LoanEnded, ObligationUnticked
from services.registry.projections import ORGANIZATIONS
from shared.directory.mergers import all_of, remaining
from shared.errors import PreconditionFailed
from shared.eventsourcing.decider import Envelope, Recorded
from shared.eventsourcing.model import Actor
from shared.runtime.service import Service

Shared = (
    OrganizationMerged
    | OrganizationUnmerged
    | Signing
    | AgreementReinstated
    | DeliveryKnown
    | DeliveriesWithdrawn
    | LoanEnded
    | ObligationUnticked
)
"""What changes what can be shared, or by whom."""


async def share(recorded: Recorded, service: Service, actor: Actor) -> None:
    """Shares among all that are merged with the organization `recorded` is about, or were until then. What somebody
    else changes meanwhile has an effect of its own."""
    concerned = [f"org_{recorded.stream.partition('_')[2]}"]
    if isinstance(recorded.event, OrganizationUnmerged):
        concerned += await _left(recorded, service)
    for organization in concerned:
        await _share(await _merged(organization, service), recorded, service, actor)


async def _share(one: frozenset[str], recorded: Recorded, service: Service, actor: Actor) -> None:
    known = await _known(one, service)
    known |= await _known({each for state, _ in known.values() for each in partners(state)} - known.keys(), service)
    while step := next_step({each: state for each, (state, _) in known.items()}, one, service.now(), actor):
        _, version = known[step.organization]
        stream = stream_of(step.organization)
        envelope = Envelope(
            stream=stream,
            command=step.command,
            id=f"effect/{recorded.name}/{stream}/{version}",
            if_match=version,
            correlation=recorded.commit.correlation,
            causation=recorded.name,
        )
        with suppress(PreconditionFailed):
            await service.handler.handle(envelope)
        known |= await _known({step.organization}, service)


async def _left(recorded: Recorded, service: Service) -> list[str]:
    """What the organization was merged into. What it lent there may be gone here, and would be found by nobody."""
    before = [
        event.into
        for commit in await service.handler.history(recorded.stream)
        for event in commit.events
        if isinstance(event, OrganizationMerged) and commit.version < recorded.commit.version
    ]
    return before[-1:]


async def _merged(organization: str, service: Service) -> frozenset[str]:
    last = await remaining(service.reads, [organization], ORGANIZATIONS)
    stays = last[organization].id if organization in last else organization
    return frozenset(await all_of(service.reads, stays, ORGANIZATIONS)) | {organization}


async def _known(organizations: frozenset[str] | set[str], service: Service) -> dict[str, tuple[Agreements, int]]:
    """The agreements of each that has any, and their version."""
    found: dict[str, tuple[Agreements, int]] = {}
    for organization in organizations:
        commits = await service.handler.history(stream_of(organization))
        state = DECIDER.fold([event for commit in commits for event in commit.events])
        if state:
            found[organization] = state, commits[-1].version
    return found
