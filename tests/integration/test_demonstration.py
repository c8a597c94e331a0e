"""The demonstration keeps away from what is not its own."""

from io import StringIO
from pathlib import Path

from rich.console import Console

from demo.playing import PLAYED, play
from tests.support.system import found_town, running_system


async def test_it_does_not_play_where_somebody_elses_data_are(mongo_url: str, tmp_path: Path) -> None:
    said = StringIO()
    async with running_system(mongo_url, tmp_path) as system:
        await found_town(system, system.installation)
        before = await system.services["registry"].log.tip()
        await play("http://127.0.0.1:1", system.installation, system.issuer, Console(file=said))
        assert await system.services["registry"].log.tip() == before
    assert "not played" in said.getvalue()
    assert not (tmp_path / PLAYED).exists()
