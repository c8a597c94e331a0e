"""A scheme is checked as a whole when it is adopted."""

from datetime import date

import pytest

from services.evaluation.commands import AdoptScheme
from services.evaluation.decider.scheme import SCHEME, AlreadyAdopted, SchemeMalformed
from services.evaluation.events import AtLeast, Benefit, Scheme, SchemeAdopted, Tier
from shared.testing.spec import spec
from tests.unit.evaluation.examples import AT, CLERK, DISTRICT, INDICATORS, rule, scheme

FROM = date(2024, 1, 1)


def adopt(text: Scheme, replaces: str | None = None) -> AdoptScheme:
    return AdoptScheme(at=AT, actor=CLERK, node=DISTRICT, scheme=text, valid_from=FROM, replaces=replaces)


def test_a_sound_scheme_is_adopted_whole():
    text = scheme(
        rule(where={"category": ("care",), "wish_kind": ("person", "household"), "mark": AtLeast(min=4)}),
        benefits=(Benefit(id="training", zh="专家培训", en="Expert training", tiers=("good",)),),
    )
    spec(SCHEME).when(adopt(text)).then(SchemeAdopted(community=DISTRICT, scheme=text, valid_from=FROM))


def test_a_correction_names_what_it_replaces():
    adopted = SchemeAdopted(community=DISTRICT, scheme=scheme(), valid_from=FROM, replaces="scheme_old")
    spec(SCHEME).when(adopt(scheme(), "scheme_old")).then(adopted)


def test_an_adopted_scheme_is_never_rewritten():
    adopted = SchemeAdopted(community=DISTRICT, scheme=scheme(), valid_from=FROM)
    spec(SCHEME).given(adopted).when(adopt(scheme())).refused(AlreadyAdopted)


GOOD = Tier(id="good", zh="良好", en="Good", from_points=1)
TRAINING = Benefit(id="training", zh="专家培训", en="Expert training", tiers=())


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (scheme(indicators=INDICATORS[:4]), "scheme.indicators"),
        (scheme(indicators=(*INDICATORS[:4], INDICATORS[0])), "scheme.indicators"),
        (scheme(rule(), rule()), "scheme.rules"),
        (scheme(tiers=(GOOD, GOOD.model_copy(update={"from_points": 2}))), "scheme.tiers"),
        (scheme(tiers=(GOOD, GOOD.model_copy(update={"id": "other"}))), "scheme.tiers"),
        (scheme(benefits=(TRAINING, TRAINING)), "scheme.benefits"),
        (scheme(benefits=(TRAINING.model_copy(update={"tiers": ("none",)}),)), "scheme.benefits.0.tiers"),
        (scheme(rule(where={"category": ("carre",)})), "scheme.rules.0.where.category"),
        (scheme(rule(where={"wish_kind": AtLeast(min=1)})), "scheme.rules.0.where.wish_kind"),
        (scheme(rule(), rule(id="two", where={"mark": ("care",)})), "scheme.rules.1.where.mark"),
    ],
)
def test_a_scheme_whose_parts_do_not_fit_is_refused_naming_the_part(text, field):
    command = spec(SCHEME).when(adopt(text))
    command.refused(SchemeMalformed)
    with pytest.raises(SchemeMalformed) as refusal:
        command.events()
    assert refusal.value.field == field
    assert field in refusal.value.text("zh")
    assert field in refusal.value.text("en")
