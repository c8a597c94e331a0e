"""What production refuses that is good enough for trying."""

from pathlib import Path

import pytest

from shared.runtime.installation import Unusable, _master
from shared.runtime.settings import Settings


def test_the_master_key_is_made_for_trying_and_never_in_production(tmp_path: Path) -> None:
    file = tmp_path / "master.key"
    with pytest.raises(Unusable, match="MASTER_KEY_FILE"):
        _master(Settings(environment="production", master_key_file=file))
    assert not file.exists()
    made = _master(Settings(master_key_file=file))
    assert _master(Settings(environment="production", master_key_file=file)) == made
