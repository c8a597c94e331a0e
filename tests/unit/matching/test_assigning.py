"""The best whole assignment: held against trying everything, and against what people would say at once."""

from collections import Counter
from collections.abc import Mapping
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.engine.assigning import Asking, Costs, Limits, assign

NOBODY = 1_000


FEW = {"few": ("a", 1), "fewer": ("pool", 1), "pool": ("b", 2)}


def total(
    asking: list[Asking], groups: Mapping[str, Costs], loads: Mapping[str, list[int]], limits: Limits, chosen: list[str]
) -> int:
    """What a choice costs, the empty name being nobody; far too much where it can't be."""
    costs, passed = 0, Counter[str]()
    for request, taker in zip(asking, chosen, strict=True):
        costs += (groups[request.group] | request.own).get(taker, 10**9) if taker else NOBODY
        while taker:
            passed[taker] += 1
            taker = limits[taker][0] if taker in limits else ""
    too_many = any(passed[name] > most for name, (_, most) in limits.items())
    too_many |= any(passed[name] > len(each) for name, each in loads.items())
    return costs + 10**9 * too_many + sum(sum(each[: passed[name]]) for name, each in loads.items())


costs = st.dictionaries(st.sampled_from(["a", "b", "c", *FEW]), st.integers(0, 300), max_size=3)
steps = st.lists(st.integers(0, 120), max_size=3).map(sorted)


@given(
    groups=st.fixed_dictionaries({"g": costs, "h": costs}),
    loads=st.fixed_dictionaries({"a": steps, "b": steps, "c": steps}),
    wanted=st.lists(st.tuples(st.sampled_from("gh"), costs), max_size=3),
)
@settings(max_examples=150, deadline=None)
def test_nothing_else_costs_less(
    groups: dict[str, dict[str, int]], loads: dict[str, list[int]], wanted: list[tuple[str, dict[str, int]]]
) -> None:
    # what is its own is never dearer than the group's: a reason more makes nobody less fit
    asking = [
        Asking(f"r{n}", group, {p: min(c, groups[group].get(p, c)) for p, c in own.items()})
        for n, (group, own) in enumerate(wanted)
    ]
    found = assign(asking, groups, loads, FEW, NOBODY)
    takers = ["", "a", "b", "c", *FEW]
    best = min(total(asking, groups, loads, FEW, list(each)) for each in product(takers, repeat=len(asking)))
    assert total(asking, groups, loads, FEW, [found.get(request.id, "") for request in asking]) == best


def test_a_second_promise_goes_to_another_who_fits_nearly_as_well() -> None:
    asking = [Asking("one", "g", {}), Asking("two", "g", {})]
    groups, loads = {"g": {"near": 10, "far": 25}}, {"near": [0, 20], "far": [0, 20]}
    assert sorted(assign(asking, groups, loads, {}, NOBODY).values()) == ["far", "near"]


def test_who_can_take_no_more_takes_no_more() -> None:
    asking = [Asking(f"r{n}", "g", {}) for n in range(3)]
    assert len(assign(asking, {"g": {"only": 1}}, {"only": [0, 0]}, {}, NOBODY)) == 2


def test_the_one_with_a_reason_of_its_own_gets_its_provider() -> None:
    asking = [Asking("any", "g", {}), Asking("own", "g", {"school": 5})]
    groups, loads = {"g": {"school": 30, "shop": 30}}, {"school": [0], "shop": [0]}
    assert assign(asking, groups, loads, {}, NOBODY) == {"own": "school", "any": "shop"}


def test_nobody_is_asked_nothing() -> None:
    assert assign([], {}, {}, {}, NOBODY) == {}


def test_what_is_to_be_had_once_is_given_once_and_the_first_that_ask_have_it() -> None:
    asking = [Asking(f"r{n}", "g", {}) for n in range(3)]
    loads, limits = {"shop": [0, 0, 0]}, {"last": ("shop", 2)}
    assert assign(asking, {"g": {"last": 1}}, loads, limits, NOBODY) == {"r0": "last", "r1": "last"}
