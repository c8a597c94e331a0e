"""Which of two needs under one title a sheet's row means."""

import pytest

from services.registry.projections import Need
from services.registry.sheets.kinds.needs import _stands
from tests.unit.registry.examples import COMMUNITY, NEED


@pytest.mark.parametrize(
    ("state", "progress", "standing"),
    [
        ("posted", None, True),
        ("published", "claimed", True),
        ("published", "reopened", True),
        ("published", "resolved", False),
        ("published", "partly", False),
        ("published", "impossible", False),
        ("published", "referred", False),
        ("withdrawn", None, False),
    ],
)
def test_what_has_ended_in_any_way_is_over(state: str, progress: str | None, standing: bool) -> None:
    need = Need.model_validate({"id": NEED, "community": COMMUNITY, "state": state, "progress": progress})
    assert _stands(need) is standing
