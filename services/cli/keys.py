"""Changing what personal data are sealed and found by, while everything runs."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence

from services.catalogue import SERVICES
from services.cli.terminal import console, installation, run
from services.registry.projections import PERSONS, Person
from services.registry.queries.matches import person_indexes
from shared.errors import Unavailable
from shared.privacy.vault import Vault
from shared.runtime.installation import Installation, Unusable
from shared.runtime.service import Service

TOGETHER = 100


def rewrap() -> None:
    """Bring all keys of persons from MASTER_KEY_FILE_OTHER, the former master key, under MASTER_KEY_FILE."""

    async def do() -> None:
        async with installation() as installed:
            if installed.settings.master_key_file_other is None:
                raise Unusable("MASTER_KEY_FILE_OTHER: it has to name the file of the former master key")
            moved = await (await _vault(installed)).keys.rewrap()
            console.print(f"改由新主密钥包裹的个人密钥 keys now under the new master key: {moved}")

    run(do())


def reindex() -> None:
    """Let persons be found by phone and name as they are found now: after SECRET was changed, or after a release that
    finds them by more than the one before."""

    async def do() -> None:
        async with installation() as installed:
            progress = (0, 0)
            try:
                async for progress in find_anew(await installed.service(SERVICES["registry"])):
                    if console.is_terminal:
                        console.print(_told(*progress), end="\r")
            except Unavailable as lagging:
                raise Unusable(
                    "registry 的文档尚未跟上，请等工作进程赶上再重试。 Documents lag: repeat once they have caught up"
                ) from lagging
            console.print(_told(*progress))

    run(do())


def _told(looked_at: int, changed: int) -> str:
    return f"已检查居民 looked at: {looked_at}; 更新索引 found anew: {changed}"


async def find_anew(service: Service) -> AsyncIterator[tuple[int, int]]:
    """Gives all persons the indexes of now, some at a time; how many were looked at, and how many had others. Raises
    Unavailable where it is not shown yet who was registered."""
    await service.wait(service.name, await service.log.tip())
    looked_at, changed, last = 0, 0, ""
    while page := await service.reads(PERSONS).find({"_id": {"$gt": last}, "erased": False}, limit=TOGETHER):
        renewed = await asyncio.gather(*(_renew(service, person) for person in page))
        looked_at, changed, last = looked_at + len(page), changed + sum(renewed), page[-1].id
        yield looked_at, changed


async def _renew(service: Service, person: Person) -> bool:
    def indexes(values: Mapping[str, str]) -> Sequence[str]:
        return person_indexes(service.secret, person.community, values)

    assert service.vault, "registry keeps the vault"
    return await service.vault.reindex(person.id, person.id, indexes)


async def _vault(installed: Installation) -> Vault:
    vault = (await installed.service(SERVICES["registry"])).vault
    assert vault, "registry keeps the vault"
    return vault
