"""What an organization sees of a quarter: sums that name every point, its tier, and what it received."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from services.evaluation.events import Benefit, IndicatorCode, Tier
from services.evaluation.projections import AdoptedScheme, RecordedFact
from services.evaluation.scoring import Paths, Point, score
from shared.directory.adoptions import in_force
from shared.directory.projections import Membership, Organization
from shared.errors import NotFound
from shared.eventsourcing.model import Day, Frozen

NAMES: Mapping[IndicatorCode, tuple[str, str]] = {
    "party_building": ("党的建设", "Party building"),
    "safety_stability": ("安全稳定", "Safety and stability"),
    "environment": ("环境环保", "Environment"),
    "co_building": ("共建共享", "Co-building and sharing"),
    "public_welfare": ("公益服务", "Public welfare"),
}
"""How the indicators are called where no scheme is in force to say so."""


RECEIVED = "need_resolved"
"""The kind of fact that shows what an organization was given."""


class NotAMember(NotFound):
    """Only members of the alliance are scored."""

    zh = "该单位在这一季度未加入联盟，不参与评价。"
    en = "The organization was not a member of the alliance in this quarter, so it is not scored."


class IndicatorSum(Frozen):
    """One indicator; `points` (hundredths) is null where there is nothing to score: 无数据, which is not 0."""

    code: IndicatorCode
    zh: str
    en: str
    points: int | None


class Received(Frozen):
    """A need of the organization that was met: the other side of the two-way account."""

    fact: str
    request: str
    need: str
    category: str
    occurred_on: Day


class Scorecard(Frozen):
    """A quarter of an organization. Points are hundredths; each names its fact, its rule and its scheme."""

    organization: str
    name: str
    peer_class: str
    quarter: str
    no_data: bool
    total: int | None
    indicators: tuple[IndicatorSum, ...]
    points: tuple[Point, ...]
    tier: Tier | None
    benefits: tuple[Benefit, ...]
    received: tuple[Received, ...]
    scheme: str | None
    """The scheme in force at the end of the quarter, which names the tiers."""


def days_of(quarter: str) -> tuple[date, date]:
    """The first and the last day of `quarter`, as in `2024Q4`."""
    year, number = int(quarter[:4]), int(quarter[5])
    following = date(year + number // 4, number % 4 * 3 + 1, 1)
    return date(year, number * 3 - 2, 1), following - timedelta(days=1)


def is_member(memberships: Iterable[Membership], quarter: str) -> bool:
    """Whether one of `memberships` reaches into `quarter`."""
    first, last = days_of(quarter)
    return any(each.since <= last and (each.until is None or each.until >= first) for each in memberships)


def scorecard(
    organization: Organization,
    quarter: str,
    facts: Sequence[RecordedFact],
    schemes: Sequence[AdoptedScheme],
    paths: Paths,
) -> Scorecard:
    """The scorecard that `facts`, those of the organization and quarter, amount to. Raises NotAMember."""
    if not is_member(organization.memberships, quarter):
        raise NotAMember()
    points = score(facts, schemes, paths)
    home = paths.get(organization.community, (organization.community,))
    scheme = in_force(schemes, home, days_of(quarter)[1])
    total = sum(point.points for point in points) if points else None
    tier = _tier(scheme, total)
    return Scorecard(
        organization=organization.id,
        name=organization.name,
        peer_class=organization.peer_class,
        quarter=quarter,
        no_data=not points,
        total=total,
        indicators=_sums(points, scheme),
        points=points,
        tier=tier,
        benefits=_benefits(scheme, tier),
        received=_received(facts),
        scheme=scheme.id if scheme else None,
    )


def _sums(points: Sequence[Point], scheme: AdoptedScheme | None) -> tuple[IndicatorSum, ...]:
    names = dict(NAMES)
    if scheme:
        names |= {indicator.code: (indicator.zh, indicator.en) for indicator in scheme.scheme.indicators}
    sums: dict[str, int] = {}
    for point in points:
        sums[point.indicator] = sums.get(point.indicator, 0) + point.points
    return tuple(IndicatorSum(code=code, zh=zh, en=en, points=sums.get(code)) for code, (zh, en) in names.items())


def _tier(scheme: AdoptedScheme | None, total: int | None) -> Tier | None:
    if scheme is None or total is None:
        return None
    reached = [tier for tier in scheme.scheme.tiers if tier.from_points <= total]
    return max(reached, key=lambda tier: tier.from_points, default=None)


def _benefits(scheme: AdoptedScheme | None, tier: Tier | None) -> tuple[Benefit, ...]:
    if scheme is None or tier is None:
        return ()
    return tuple(benefit for benefit in scheme.scheme.benefits if tier.id in benefit.tiers)


def _received(facts: Iterable[RecordedFact]) -> tuple[Received, ...]:
    met = [fact for fact in facts if fact.counts and fact.kind == RECEIVED]
    return tuple(
        Received(
            fact=fact.id,
            request=fact.request,
            need=fact.origin,
            category=fact.category,
            occurred_on=fact.occurred_on,
        )
        for fact in sorted(met, key=lambda fact: (fact.occurred_on, fact.id))
    )
