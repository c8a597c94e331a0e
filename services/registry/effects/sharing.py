"""Organizations that were merged keep their promises together: what each leaves over counts for the other's clauses."""

from services.registry.decider.agreement import DECIDER
from services.registry.decider.agreement_state import Agreements, stream_of
from services.registry.decider.lending import next_step, partners
from services.registry.events import OrganizationMerged, OrganizationUnmerged
from services.registry.events.agreement import AgreementReinstated, Signing
from services.registry.events.obligation import DeliveriesWithdrawn, DeliveryKnown, ObligationUnticked
from services.registry.projections import ORGANIZATIONS
from shared.directory.mergers import all_of, remaining
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
    | ObligationUnticked
)
"""What changes what can be shared, or by whom."""


async def share(recorded: Recorded, service: Service, actor: Actor) -> None:
    """Shares among all that are merged with the organization `recorded` is about. What somebody else changes meanwhile
    has an effect of its own."""
    organization = f"org_{recorded.stream.partition('_')[2]}"
    one = await _merged(organization, service)
    if len(one) == 1 and not isinstance(recorded.event, OrganizationUnmerged):
        return
    known = await _known(one, service)
    known |= await _known({each for state, _ in known.values() for each in partners(state)} - known.keys(), service)
    while step := next_step({each: state for each, (state, _) in known.items()}, one, service.now(), actor):
        _, version = known[step.organization]
        stream = stream_of(step.organization)
        await service.handler.handle(
            Envelope(
                stream=stream,
                command=step.command,
                id=f"effect/{recorded.name}/{stream}/{version}",
                correlation=recorded.commit.correlation,
                causation=recorded.name,
            )
        )
        known |= await _known({step.organization}, service)


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
