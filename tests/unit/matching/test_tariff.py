"""Prices that are looked up are those of every pair tried."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.engine.pricing import Gift, Giver, Has, Wanted, fit
from services.matching.engine.tariff import Tariff

TODAY = date(2026, 6, 1)
PATHS = [("d", "s", "home"), ("d", "s", "near"), ("d", "t", "far")]
NODES = sorted({node for path in PATHS for node in path})
CATEGORIES = ("repair", "culture")
NAMES = "abcd"

some_words = st.frozensets(st.sampled_from(["电灯", "楼道", "水管", "唱歌", "轮椅"]), max_size=4)
path = st.sampled_from(PATHS)
category = st.sampled_from(CATEGORIES)
some = st.none() | st.integers(1, 4)
by_category: Any = lambda values: st.dictionaries(category, values, max_size=2)  # noqa: E731


has = st.builds(Has, seats=some, number=some, left=st.sampled_from([None, 0, 3]))


@st.composite
def givers(draw: Any) -> list[Giver]:
    found = []
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=4)):
        open_to = st.frozensets(st.sampled_from(NODES), max_size=4)
        gifts = st.lists(
            st.tuples(category, some_words, open_to, st.booleans(), st.just({}), st.booleans(), has), max_size=3
        )
        offers = [Gift(f"offer {name}{n}", *gift) for n, gift in enumerate(draw(gifts))]
        refuses = draw(by_category(st.sampled_from([TODAY, date(2026, 7, 1)])))
        found.append(Giver(name, draw(path), tuple(offers), draw(by_category(st.integers(0, 3))), refuses))
    return found


wanted = st.builds(
    Wanted,
    id=st.just("one"),
    path=path,
    category=category,
    words=some_words,
    owner=st.none() | st.sampled_from(NAMES),
    intends=st.frozensets(st.sampled_from("abx"), max_size=2),
    member=st.booleans(),
    quantity=st.integers(1, 5),
    unit=st.sampled_from(["人", "次"]),
)


@given(givers(), st.lists(wanted, min_size=1, max_size=4))
@settings(max_examples=400, deadline=None)
def test_what_is_looked_up_is_the_sum_of_the_reasons(able: list[Giver], requests: list[Wanted]) -> None:
    tariff = Tariff(able, TODAY)
    groups = {tariff.group_of(request): tariff.group(request) for request in requests}
    for request, own in zip(requests, tariff.own(requests), strict=True):
        group = groups[tariff.group_of(request)]
        for giver in able:
            found = fit(request, giver, TODAY)
            expected = sum(why.cost for why in found[1]) if found else None
            assert own.get(giver.id, group.get(giver.id)) == expected
        assert own.keys() | group.keys() <= {giver.id for giver in able}


def test_an_offer_open_to_several_nodes_above_a_request_counts_its_words_once() -> None:
    gift = Gift("offer", "repair", frozenset({"电灯"}), frozenset({"home", "s", "d"}))
    tariff = Tariff([Giver("a", PATHS[0], (gift,))], TODAY)
    assert tariff.own([Wanted("one", PATHS[0], "repair", frozenset({"电灯"}))]) == [{"a": 40}]
