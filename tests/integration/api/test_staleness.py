"""What is stale or overdue is seen with the reader's clock: it turns so without anybody doing anything."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.integration.api.examples import Scene, registry
from tests.support.system import System, Town

OFFER_HOLDS = 180
NEED_HOLDS = 90


@pytest.fixture
def scene(system: System, town: Town) -> Iterator[Scene]:
    yield Scene(system, town)
    system.clock.ahead = timedelta()


async def _on_the_wall(scene: Scene, path: str) -> Any:
    wall = await scene.system.read("nobody", f"{registry.home(scene)}/wall")
    kind = path.split("/")[-2]
    return next(each for each in wall[kind] if each["id"] == path.rpartition("/")[2])


async def _stale_ones(scene: Scene, kind: str, stale: str) -> set[str]:
    page = await scene.system.read("staff", f"{registry.home(scene)}/{kind}?stale={stale}&limit=200")
    return {each["id"] for each in page["items"]}


async def test_an_offer_turns_stale_and_fresh_again(scene: Scene) -> None:
    path = await registry.offer(scene)
    name = path.rpartition("/")[2]
    before = await scene.system.read("staff", path)
    scene.system.clock.ahead = timedelta(days=OFFER_HOLDS)
    assert (await scene.system.read("staff", path))["stale"] is False
    scene.system.clock.ahead = timedelta(days=OFFER_HOLDS + 1)
    seen = await scene.system.read("staff", path)
    assert seen == {**before, "stale": True}, "and nothing else has changed"
    assert name in await _stale_ones(scene, "offers", "true")
    assert name not in await _stale_ones(scene, "offers", "false")
    assert (await _on_the_wall(scene, path))["stale"] is True
    await scene.system.post("school", f"{path}/confirmation")
    assert (await scene.system.read("staff", path))["stale"] is False
    assert (await _on_the_wall(scene, path))["stale"] is False


async def test_a_need_turns_stale_by_its_own_limit(scene: Scene) -> None:
    path = await registry.need(scene, published=True)
    assert (await scene.system.read("staff", path))["stale"] is False
    scene.system.clock.ahead = timedelta(days=NEED_HOLDS + 1)
    assert (await scene.system.read("staff", path))["stale"] is True
    assert path.rpartition("/")[2] in await _stale_ones(scene, "needs", "true")
    assert (await _on_the_wall(scene, path))["stale"] is True


async def test_the_wall_has_another_etag_once_something_is_stale(scene: Scene) -> None:
    await registry.offer(scene)
    wall = f"{registry.home(scene)}/wall"
    await scene.system.read("nobody", wall)
    etag = (await scene.system.send("nobody", "GET", wall)).headers["ETag"]
    unchanged = await scene.system.send("nobody", "GET", wall, headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    scene.system.clock.ahead = timedelta(days=OFFER_HOLDS + 1)
    assert (await scene.system.send("nobody", "GET", wall, headers={"If-None-Match": etag})).status_code == 200
