from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.portal.world import World, build


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = build(tmp_path)
    async with made.client:
        yield made
