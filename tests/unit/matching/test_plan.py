"""Plans: what they hold, what may be changed in them, and that they forget nothing."""

from typing import Any

import pytest

from services.matching import commands as c
from services.matching import events as e
from services.matching.decider.planning import PLAN as DECIDER
from services.matching.decider.planning_errors import NotInPlan, PlanOver
from shared.errors import NotFound
from shared.testing.spec import spec

from .examples import COMMUNITY, OTHER, REQUEST, SHOP, by, line, of_plan

SCOPE = e.Scope(kind="wish")
DRAFTED = of_plan(e.PlanDrafted, title="十二月安排", scope=SCOPE, total=2)
PROPOSED = of_plan(e.LinesProposed, lines=(line(), line(OTHER)))
CHANGED = of_plan(e.LineChanged, line=line(provider=SHOP), extra=15, note="已商定")
ENDED = of_plan(e.PlanEnded, reason="carried_out")

plans = spec(DECIDER)


def change(**fields: Any) -> Any:
    return by(c.ChangeLine, **{"line": line(provider=SHOP), "extra": 15, "note": "已商定"} | fields)


def test_is_drafted_and_gets_its_lines() -> None:
    draft = by(c.DraftPlan, community=COMMUNITY, title="十二月安排", scope=SCOPE, total=2)
    plans.given().when(draft).then(DRAFTED)
    plans.given(DRAFTED).when(by(c.ProposeLines, lines=PROPOSED.lines)).then(PROPOSED)


def test_lines_that_come_again_are_there_once() -> None:
    half = of_plan(e.LinesProposed, lines=(line(),), last=False)
    rest = of_plan(e.LinesProposed, lines=(line(OTHER),))
    plans.given(DRAFTED, half).when(by(c.ProposeLines, lines=PROPOSED.lines)).then(rest)
    plans.given(DRAFTED, PROPOSED).when(by(c.ProposeLines, lines=PROPOSED.lines)).then()


def test_what_gets_no_line_is_there_once_with_the_reason() -> None:
    out = e.plan.LeftOut(request=OTHER, reason="vacancy")
    none = of_plan(e.LinesProposed, lines=(), left_out=(out,), last=False)
    plans.given(DRAFTED).when(by(c.ProposeLines, lines=(), left_out=(out,), last=False)).then(none)
    plans.given(DRAFTED, none).when(by(c.ProposeLines, lines=(), left_out=(out,), last=False)).then()
    plan = DECIDER.fold([DRAFTED, none, PROPOSED])
    assert plan is not None
    assert plan.left_out == (out,)


def test_each_part_of_a_need_is_a_line_of_its_own() -> None:
    parts = of_plan(e.LinesProposed, lines=(line(part=1), line(part=2)))
    command = change(line=line(provider=SHOP, part=2))
    plans.given(DRAFTED, parts).when(command).then(of_plan(e.LineChanged, line=command.line, extra=15, note="已商定"))
    plan = DECIDER.fold([DRAFTED, parts, of_plan(e.LineChanged, line=command.line, extra=15)])
    assert plan is not None
    assert [each.provider for each in plan.lines.values()] == [line().provider, SHOP]
    plans.given(DRAFTED, parts).when(change()).refused(NotInPlan)


def test_a_line_is_changed_and_says_what_that_costs() -> None:
    plans.given(DRAFTED, PROPOSED).when(change()).then(CHANGED)
    plans.given(DRAFTED, PROPOSED, CHANGED).when(change(note="")).then()


def test_what_is_no_line_of_it_is_not_changed() -> None:
    plans.given(DRAFTED).when(change()).refused(NotInPlan)
    plans.given().when(change()).refused(NotFound)


def test_an_ended_plan_stays() -> None:
    plans.given(DRAFTED, PROPOSED).when(by(c.EndPlan, reason="carried_out")).then(ENDED)
    plans.given(DRAFTED, PROPOSED, ENDED).when(change()).refused(PlanOver)
    plans.given(DRAFTED, PROPOSED, ENDED).when(by(c.EndPlan, reason="dropped")).then()


@pytest.mark.parametrize("request_id", [REQUEST, OTHER])
def test_the_plan_has_the_lines_as_they_are_now(request_id: str) -> None:
    plan = DECIDER.fold([DRAFTED, PROPOSED, CHANGED])
    assert plan is not None
    assert (plan.lines[request_id].provider == SHOP) == (request_id in plan.changed) == (request_id == REQUEST)
