"""What production refuses that is good enough for trying."""

from pathlib import Path

import pytest

from shared.runtime.installation import Unusable, master_keys
from shared.runtime.settings import Settings


def test_the_master_key_is_made_for_trying_and_never_in_production(tmp_path: Path) -> None:
    file = tmp_path / "master.key"
    with pytest.raises(Unusable, match="MASTER_KEY_FILE"):
        master_keys(Settings(environment="production", master_key_file=file))
    assert not file.exists()
    made = master_keys(Settings(master_key_file=file))
    assert master_keys(Settings(environment="production", master_key_file=file)) == made
