"""Carries an import out, at least once: killed and begun anew, it goes on where it was and enters nothing twice."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

import structlog
from pymongo.errors import PyMongoError

from services.registry.commands import AdvanceImport, DiscardImport, FailImport, FinishImport
from services.registry.commands.importing import Counts
from services.registry.decider.importing import Imported
from services.registry.events import FailureReason
from services.registry.projections import IMPORTS
from services.registry.queries.matches import person_indexes
from services.registry.sheets.deed import Deed, Sealing
from services.registry.sheets.keeping import kept_table
from services.registry.sheets.planning import planned
from shared.errors import DomainError, Gone, KeyReused, Malformed, Unavailable
from shared.eventsourcing.decider import Envelope, Recorded
from shared.eventsourcing.handle import Result
from shared.eventsourcing.model import Actor, Command
from shared.privacy.vault import Vault
from shared.runtime.service import Service

AT_ONCE = 200
SEALED_AT_ONCE = 20
LOOK_EVERY = 0.05
_ACTOR = Actor(id="system:registry")

logger = structlog.get_logger()


async def carry_out(started: Recorded, service: Service) -> None:
    """Does the rows of the import that `started` begins. One that can't be done fails; nobody else waits behind it."""
    state = await service.handler.state(started.stream)
    assert isinstance(state, Imported)
    if state.standing != "started":
        return
    reason: FailureReason
    try:
        await _carry_out(started, service, state)
    except Gone:
        reason = "file_gone"
    except Malformed:
        reason = "unreadable"
    except (DomainError, PyMongoError):
        raise  # it is tried again
    except Exception as error:
        logger.error("import_failed", sheet_import=started.stream, error=type(error).__name__)
        reason = "defect"
    else:
        return
    await _note(service, started, FailImport(at=service.now(), actor=_ACTOR, reason=reason), "failed")


async def _carry_out(started: Recorded, service: Service, state: Imported) -> None:
    """In batches; records after each how far it has come."""
    table = await kept_table(_vault(service), state.sheet_import)
    await _all_shown(service)
    plan = await planned(service, state.community, state.kind, table, started.at, started.commit.actor)
    counts, done = state.counts, state.done
    while todo := plan.deeds[done : done + AT_ONCE]:
        counts = _sum(counts, await _do(service, started, todo))
        done += len(todo)
        command = AdvanceImport(at=service.now(), actor=_ACTOR, done=done, **dict(counts))
        await _note(service, started, command, str(done))
    await _note(service, started, FinishImport(at=service.now(), actor=_ACTOR, **dict(counts)), "finished")


async def _all_shown(service: Service) -> None:
    """Waits until the documents show all there is by now. What an import before this one did came after this one was
    started, and a row must not put back what it found before that."""
    tip = await service.log.tip()
    while await service.reads.position() < tip:
        await asyncio.sleep(LOOK_EVERY)


async def discard_old(service: Service, older_than: datetime) -> None:
    """Has the files of imports destroyed that came before `older_than`."""
    query = {"kept": True, "state": {"$ne": "started"}, "received_at": {"$lt": older_than}}
    for old in await service.reads(IMPORTS).find(query):
        command = DiscardImport(at=service.now(), actor=_ACTOR, reason="too_old")
        await service.handler.handle(Envelope(old.id, command, id=f"{old.id}/too_old"))


async def discard_of_persons(service: Service, erased: Recorded) -> None:
    """Has the files destroyed that may speak of who was `erased`: all that bring persons into the community. Once the
    index is gone nothing tells any more whether a row means the same person."""
    query = {"community": erased.commit.community, "kind": {"$in": ["persons", "contacts"]}, "kept": True}
    last = ""
    while page := await service.reads(IMPORTS).find({**query, "_id": {"$gt": last}}):
        for old in page:
            await _give_up(service, old.id, erased)
        last = page[-1].id


async def _give_up(service: Service, sheet_import: str, erased: Recorded) -> None:
    """One that was started, and comes after the erasure, fails first: it could not be discarded."""
    fail = FailImport(at=service.now(), actor=_ACTOR, reason="file_gone")
    discard = DiscardImport(at=service.now(), actor=_ACTOR, reason="person_erased")
    for what, command in (("fail", fail), ("discard", discard)):
        await service.handler.handle(
            Envelope(
                stream=sheet_import,
                command=command,
                id=f"effect/{erased.name}/{sheet_import}/{what}",
                correlation=erased.commit.correlation,
                causation=erased.name,
            )
        )


async def _do(service: Service, started: Recorded, deeds: Sequence[Deed]) -> Counts:
    """Seals what goes to the vault, then sends the commands of the rows, each row's in a lane of its own."""
    unsealed = await _seal(service, started.commit.community, [deed.sealing for deed in deeds if deed.sealing])
    able = [deed for deed in deeds if not (deed.sealing and deed.sealing.person in unsealed)]
    envelopes = [_envelope(started, deed, n) for deed in able for n in range(len(deed.steps))]
    results: dict[str, list[Result]] = {}
    for envelope, result in zip(envelopes, await service.handler.handle_many(envelopes), strict=True):
        results.setdefault(envelope.lane, []).append(result)
    outcomes = await asyncio.gather(*(_outcome(service, started, deed, results) for deed in able))
    counted = {name: outcomes.count(name) for name in Counts.model_fields}
    counted["refused"] += len(deeds) - len(able)
    return Counts(**counted)


async def _seal(service: Service, community: str, sealings: Sequence[Sealing]) -> set[str]:
    """Seals what rows say of persons; gives those who were erased, of whom something else is known meanwhile, or whose
    reference is another community's."""
    unsealed: set[str] = set()

    async def seal(one: Sealing) -> None:
        indexes = person_indexes(service.secret, community, one.values)
        known = await service.handler.state(one.person)
        if known is not None and known.community != community:
            unsealed.add(one.person)
            return
        try:
            await _vault(service).register(one.person)
            await _vault(service).seal(one.person, one.person, one.values, indexes)
        except (Gone, KeyReused):
            unsealed.add(one.person)

    for at in range(0, len(sealings), SEALED_AT_ONCE):
        await asyncio.gather(*(seal(one) for one in sealings[at : at + SEALED_AT_ONCE]))
    return unsealed


def _vault(service: Service) -> Vault:
    assert service.vault, "registry keeps the vault"
    return service.vault


async def _outcome(service: Service, started: Recorded, deed: Deed, results: Mapping[str, Sequence[Result]]) -> str:
    """Which of the counts a row belongs to. What this very import did before a crash is not `same` now."""
    came = results.get(str(deed.number), ())
    for result in came:
        if isinstance(result, Unavailable) or (isinstance(result, Exception) and not isinstance(result, DomainError)):
            raise result  # tried again from here
        if isinstance(result, Exception):
            return "refused"
    match deed.does:
        case "same":
            return await _done_before(service, started, deed)
        case "add":
            return "added"
        case "change":
            return "changed"
        case _:
            return "refused"


async def _done_before(service: Service, started: Recorded, deed: Deed) -> str:
    """Which count the row belongs to whose last step this very import took; `same` when it took none."""
    for does, counted in (("add", "added"), ("change", "changed")):
        if await service.log.find(_row_id(started, deed, does)):
            return counted
    return "same"


def _row_id(started: Recorded, deed: Deed, step: str) -> str:
    return f"{started.stream}/{deed.number}/{step}"


def _envelope(started: Recorded, deed: Deed, n: int) -> Envelope:
    """The last step is named by what the row does, so that it can be found again; those before it by command and
    stream, for a row begun anew leaves out what was done."""
    step = deed.steps[n]
    named = deed.does if step is deed.steps[-1] else f"{type(step.command).__name__}/{step.stream}"
    return Envelope(
        stream=step.stream,
        command=step.command,
        id=_row_id(started, deed, named),
        correlation=started.commit.correlation,
        causation=started.name,
        lane=str(deed.number),
    )


async def _note(service: Service, started: Recorded, command: Command, what: str) -> None:
    await service.handler.handle(
        Envelope(
            stream=started.stream,
            command=command,
            id=f"{started.stream}/{what}",
            correlation=started.commit.correlation,
            causation=started.name,
        )
    )


def _sum(one: Counts, other: Counts) -> Counts:
    return Counts(**{name: getattr(one, name) + getattr(other, name) for name in Counts.model_fields})
