"""From facts and schemes to points, in integer hundredths. Which facts there are, only the schemes know."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from services.evaluation.events import AtLeast, Fact, IndicatorCode, Rule
from services.evaluation.projections import AdoptedScheme, RecordedFact
from shared.directory.adoptions import in_force
from shared.eventsourcing.model import Day, Frozen

Paths = Mapping[str, tuple[str, ...]]
"""The way from the root to each community."""


class Point(Frozen):
    """What one fact earned by one rule of the scheme in force when it happened."""

    fact: str
    request: str
    claim: str | None
    occurred_on: Day
    indicator: IndicatorCode
    points: int
    capped: bool = False
    """Whether the rule's limit for a quarter cut the points."""
    rule: str
    words_zh: str
    words_en: str
    scheme: str
    scheme_title: str
    scheme_valid_from: Day


def score(facts: Iterable[RecordedFact], schemes: Iterable[AdoptedScheme], paths: Paths) -> tuple[Point, ...]:
    """One organization's points for a quarter; order and repetition of `facts` never matter."""
    known = list(schemes)
    given: dict[tuple[str, str], int] = defaultdict(int)
    points = []
    for fact in sorted(_counting(facts), key=lambda fact: (fact.occurred_on, fact.id)):
        scheme = in_force(known, paths.get(fact.community, (fact.community,)), fact.occurred_on)
        for rule in scheme.scheme.rules if scheme else ():
            if scheme and meets(fact, rule):
                point = _point(fact, rule, scheme, given[scheme.id, rule.id])
                given[scheme.id, rule.id] += point.points
                points.append(point)
    return tuple(points)


def _counting(facts: Iterable[RecordedFact]) -> Iterable[RecordedFact]:
    return {fact.id: fact for fact in facts if fact.counts}.values()


def meets(fact: Fact, rule: Rule) -> bool:
    """Whether `fact` is what `rule` rewards."""
    return fact.kind == rule.fact and all(_holds(fact, field, wanted) for field, wanted in rule.where.items())


def _holds(fact: Fact, field: str, wanted: AtLeast | tuple[str, ...]) -> bool:
    value = getattr(fact, field)
    if isinstance(wanted, AtLeast):
        return value is not None and value >= wanted.min
    return value in wanted


def _point(fact: RecordedFact, rule: Rule, scheme: AdoptedScheme, given: int) -> Point:
    earned = _earned(fact, rule)
    granted = earned if rule.max_per_quarter is None else min(earned, rule.max_per_quarter - given)
    return Point(
        fact=fact.id,
        request=fact.request,
        claim=fact.claim,
        occurred_on=fact.occurred_on,
        indicator=rule.indicator,
        points=granted,
        capped=granted < earned,
        rule=rule.id,
        words_zh=rule.words_zh,
        words_en=rule.words_en,
        scheme=scheme.id,
        scheme_title=scheme.scheme.title,
        scheme_valid_from=scheme.valid_from,
    )


def _earned(fact: Fact, rule: Rule) -> int:
    if rule.per == "unit":
        return rule.points * fact.quantity
    if rule.per == "share":
        return (2 * rule.points * fact.quantity + fact.of_quantity) // (2 * fact.of_quantity)
    return rule.points
