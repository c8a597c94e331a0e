"""The scheme of the demonstration is sound, and gives points to whatever an organization does."""

from pathlib import Path
from typing import get_args

import pytest
import yaml

from services.evaluation.api import SchemeBody
from services.evaluation.commands import AdoptScheme
from services.evaluation.decider.scheme import SCHEME
from services.evaluation.scoring import meets
from shared.contracts.base import Category
from shared.testing.spec import spec
from tests.unit.evaluation.examples import AT, CLERK, DISTRICT, fact

FILE = Path(__file__).parents[3] / "demo" / "data" / "scheme.yaml"
DATA = yaml.safe_load(FILE.read_text(encoding="utf-8"))
BODY = SchemeBody.model_validate({"node": DISTRICT, "valid_from": DATA["valid_from"], "scheme": DATA["scheme"]})


def test_it_is_marked_as_invented():
    assert DATA["synthetic"] is True


def test_it_can_be_adopted():
    command = AdoptScheme(at=AT, actor=CLERK, node=DISTRICT, scheme=BODY.scheme, valid_from=BODY.valid_from)
    assert len(spec(SCHEME).when(command).events()) == 1


@pytest.mark.parametrize("category", get_args(Category))
def test_whatever_was_delivered_earns_something(category):
    public = fact(category=category, wish_kind="public", mark=3)
    assert any(meets(public, rule) for rule in BODY.scheme.rules)


def test_all_five_indicators_can_be_reached():
    assert {rule.indicator for rule in BODY.scheme.rules} == {each.code for each in BODY.scheme.indicators}
