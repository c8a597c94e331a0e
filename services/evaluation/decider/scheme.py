"""Adopting a scheme: checked as a whole, then never changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import get_args

from pydantic import TypeAdapter, ValidationError

from services.evaluation.commands import AdoptScheme
from services.evaluation.events import AtLeast, IndicatorCode, Rule, Scheme, SchemeAdopted
from shared.contracts.base import Category
from shared.contracts.registry import WishKind
from shared.errors import Malformed, Refused
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Event, Frozen
from shared.privacy.text import PublicText

_PUBLIC: TypeAdapter[str] = TypeAdapter(PublicText)
_VALUES: dict[str, frozenset[str]] = {
    "category": frozenset(get_args(Category)),
    "request_kind": frozenset({"wish", "need"}),
    "wish_kind": frozenset(get_args(WishKind)),
}


class AlreadyAdopted(Refused):
    """This scheme stands; a correction is a new adoption."""

    zh = "该评价细则已经采用，不能改写；如需更正，请另行采用一份并写明替代哪一份（replaces）。"
    en = "An adopted scheme is never rewritten. To correct it, adopt another that names it in `replaces`."


class SchemeMalformed(Malformed):
    """A scheme whose parts do not fit together."""

    zh = "评价细则有误，请检查 {field}：{reason_zh}"
    en = "The scheme is not sound. Check {field}: {reason_en}"


class Adopted(Frozen):
    community: str


def decide(state: Adopted | None, command: AdoptScheme) -> Sequence[Event]:
    """The adoption. Raises AlreadyAdopted, or SchemeMalformed naming the part that does not fit."""
    if state:
        raise AlreadyAdopted()
    _check(command.scheme)
    adopted = command.model_dump(include={"valid_from", "replaces"})
    return [SchemeAdopted(community=command.node, scheme=command.scheme, **adopted)]


def _check(scheme: Scheme) -> None:
    if {indicator.code for indicator in scheme.indicators} != set(get_args(IndicatorCode)):
        raise SchemeMalformed(
            field="scheme.indicators",
            reason_zh="五项指标须各列一次",
            reason_en="name each of the five indicators once",
        )
    for field, words in _texts(scheme):
        _check_words(field, words)
    _unique("indicators", (indicator.code for indicator in scheme.indicators))
    _unique("rules", (rule.id for rule in scheme.rules))
    _unique("tiers", (tier.id for tier in scheme.tiers))
    _unique("tiers", (str(tier.from_points) for tier in scheme.tiers))
    _unique("benefits", (benefit.id for benefit in scheme.benefits))
    for index, rule in enumerate(scheme.rules):
        _check_conditions(index, rule)
    known = {tier.id for tier in scheme.tiers}
    for index, benefit in enumerate(scheme.benefits):
        if not known.issuperset(benefit.tiers):
            raise SchemeMalformed(
                field=f"scheme.benefits.{index}.tiers",
                reason_zh="只能写本细则列出的等次",
                reason_en="name only tiers of this scheme",
            )


def _texts(scheme: Scheme) -> Iterable[tuple[str, str]]:
    """Every text that people will read, with where it stands."""
    yield "title", scheme.title
    for part in ("indicators", "tiers", "benefits"):
        for index, named in enumerate(getattr(scheme, part)):
            yield f"{part}.{index}.zh", named.zh
            yield f"{part}.{index}.en", named.en
    for index, rule in enumerate(scheme.rules):
        yield f"rules.{index}.words_zh", rule.words_zh
        yield f"rules.{index}.words_en", rule.words_en


def _check_words(field: str, words: str) -> None:
    try:
        _PUBLIC.validate_python(words)
    except ValidationError:
        raise SchemeMalformed(
            field=f"scheme.{field}",
            reason_zh="请写可以公开的文字，不含电话、身份证号或控制字符",
            reason_en="write a text anybody may read, without phone or identity-card numbers or control characters",
        ) from None


def _unique(part: str, ids: Iterable[str]) -> None:
    if any(count > 1 for count in Counter(ids).values()):
        raise SchemeMalformed(
            field=f"scheme.{part}",
            reason_zh="编号（或起始分）不能重复",
            reason_en="ids and thresholds must be unique",
        )


def _check_conditions(index: int, rule: Rule) -> None:
    for field, condition in rule.where.items():
        values = _VALUES.get(field)
        fits = values is None if isinstance(condition, AtLeast) else values is not None and values.issuperset(condition)
        if not fits:
            raise SchemeMalformed(
                field=f"scheme.rules.{index}.where.{field}",
                reason_zh="数量与满意度用 min，其他条件从已有的值中选",
                reason_en="use `min` for quantities and marks, and known values for the rest",
            )


def evolve(state: Adopted | None, event: SchemeAdopted) -> Adopted:
    """A scheme is adopted once."""
    return Adopted(community=event.community)


SCHEME: Decider[Adopted] = Decider(decide, evolve)
