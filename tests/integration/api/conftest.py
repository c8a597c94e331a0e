"""One system with one town for all tests of the APIs: what they make, they make anew."""

from collections.abc import AsyncIterator

import pytest

from tests.support.system import System, Town, found_town, running_system


@pytest.fixture(scope="session")
async def system(mongo_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[System]:
    async with running_system(mongo_url, tmp_path_factory.mktemp("system")) as running:
        yield running


@pytest.fixture(scope="session")
async def town(system: System) -> Town:
    return await found_town(system, system.installation)
