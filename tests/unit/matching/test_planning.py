"""The proposal: who is chosen, for which reasons, and what another choice would cost."""

from collections import Counter
from datetime import date
from typing import Any

from services.matching.engine.planning import Planning
from services.matching.engine.pricing import A_PART, NOBODY, Gift, Giver, Has, Wanted

TODAY = date(2026, 6, 1)
HOME, NEAR, FAR = ("d", "s", "home"), ("d", "s", "near"), ("d", "t", "far")


def wanted(name: str = "one", words: str = "", **fields: Any) -> Wanted:
    return Wanted(**{"id": name, "path": HOME, "category": "repair", "words": frozenset(words.split())} | fields)


def giver(name: str, words: str = "", path: tuple[str, ...] = HOME, category: str = "repair", **fields: Any) -> Giver:
    open_to = fields.pop("open_to", {path[-1]})
    gift = Gift(
        f"offer of {name}",
        category,
        frozenset(words.split()),
        frozenset(open_to),
        fields.pop("stale", False),
        fields.pop("left", {}),
        fields.pop("members_only", False),
        fields.pop("has", Has()),
    )  # type: ignore[arg-type]
    return Giver(**{"id": name, "path": path, "gifts": (gift,)} | fields)


def chosen(requests: list[Wanted], *givers: Giver) -> dict[str, str | None]:
    return {choice.request: choice.provider for choice in Planning(requests, givers, TODAY).choices()}


def test_words_in_common_outweigh_the_category_alone() -> None:
    lamp = wanted(words="楼道 电灯")
    assert chosen([lamp], giver("plumber", "水管"), giver("electrician", "电灯 线路")) == {"one": "electrician"}


def test_a_fit_of_words_in_another_category_counts_too() -> None:
    assert chosen([wanted(words="电灯")], giver("shop", "电灯", category="supplies")) == {"one": "shop"}


def test_nobody_gets_what_nobody_offers_and_it_says_so() -> None:
    (choice,) = Planning([wanted()], [giver("choir", "唱歌", category="culture")], TODAY).choices()
    assert (choice.provider, choice.cost, [why.code for why in choice.whys]) == (None, NOBODY, ["nobody"])


def test_the_neighbourhood_comes_first_and_a_foreign_offer_has_to_be_open_to_it() -> None:
    far = giver("far", path=FAR, open_to={"d"})
    near = giver("near", path=NEAR, open_to={"s"})
    closed = giver("closed", path=NEAR)
    assert chosen([wanted()], far, near, closed) == {"one": "near"}
    assert chosen([wanted()], far, closed) == {"one": "far"}
    assert chosen([wanted()], closed) == {"one": None}


def test_what_few_may_have_from_outside_is_still_had_at_home() -> None:
    opened: dict[str, Any] = {"open_to": {"home", "s", "d"}, "left": {"s": 1, "d": 9}, "has": Has(left=2)}
    requests = [wanted("first"), wanted("second"), wanted("third")]
    assert Counter(chosen(requests, giver("lends", **opened)).values()) == {"lends": 2, None: 1}


def test_what_is_for_members_is_not_asked_for_by_others() -> None:
    only = giver("only", words="电灯", members_only=True)
    assert chosen([wanted(words="电灯", owner="shop", member=False)], only) == {"one": None}
    assert chosen([wanted(words="电灯", owner="shop")], only) == {"one": "only"}
    assert chosen([wanted(words="电灯")], only, giver("anybody")) == {"one": "only"}


def test_who_refused_is_left_alone_until_the_day_it_named() -> None:
    refused = giver("refused", refuses={"repair": date(2026, 7, 1)})
    asked_again = giver("again", refuses={"repair": TODAY})
    assert chosen([wanted()], refused, asked_again) == {"one": "again"}


def test_nobody_is_to_meet_its_own_need() -> None:
    assert chosen([wanted(owner="school")], giver("school")) == {"one": None}


def test_work_is_shared_out() -> None:
    many = [wanted(str(n)) for n in range(4)]
    assert sorted(filter(None, chosen(many, giver("one"), giver("other")).values())) == ["one", "one", "other", "other"]


def test_who_said_that_it_means_to_gets_it_without_an_offer() -> None:
    means = Giver("means", HOME, ())
    assert chosen([wanted(intends=frozenset({"means"}))], giver("fits"), means) == {"one": "means"}


def test_of_an_offer_from_outside_no_more_is_planned_than_is_left_of_its_quota() -> None:
    many = [wanted(str(n), path=NEAR) for n in range(4)]
    lends = giver("lends", open_to={"home", "s"}, left={"s": 2})
    planned = chosen(many, lends)
    assert sorted(filter(None, planned.values())) == ["lends", "lends"]
    assert [request for request, provider in planned.items() if provider] == ["0", "1"], "the first of them have it"
    far = giver("far", path=FAR, open_to={"d"}, left={"d": 1})
    assert sorted(map(str, chosen(many, lends, far).values())) == ["None", "far", "lends", "lends"]


def test_a_neighbour_does_not_use_what_was_opened_to_the_district_beyond_him() -> None:
    lends = giver("lends", open_to={"home", "s", "d"}, left={"s": 1, "d": 5})
    requests = [wanted("first", path=NEAR), wanted("second", path=NEAR), wanted("far", path=FAR)]
    assert chosen(requests, lends) == {"first": "lends", "second": None, "far": "lends"}
    used_up = giver("lends", open_to={"home", "s", "d"}, left={"s": 0, "d": 5})
    assert chosen(requests, used_up) == {"first": None, "second": None, "far": "lends"}


def test_a_line_is_changed_to_nobody_whose_quota_the_other_lines_have_used() -> None:
    lends = giver("lends", open_to={"home", "s"}, left={"s": 1})
    planning = Planning([wanted("first", path=NEAR), wanted("second", path=NEAR)], [lends], TODAY)
    assert planning.others("second", {"first": ("lends", "offer of lends")}) == []
    assert [other.provider for other in planning.others("second", {})] == ["lends"]


def test_who_lost_a_line_to_a_quota_is_no_busier_for_it() -> None:
    outside = Gift("outside", "culture", frozenset(), frozenset({"home", "s"}), left={"s": 1})
    at_home = Gift("at home", "repair", frozenset(), frozenset({"home"}))
    lends = Giver("lends", HOME, (outside, at_home))
    requests = [wanted(name, path=NEAR, category="culture") for name in ("first", "second")] + [wanted("third")]
    busy = [
        [why.about for why in choice.whys if why.code == "busy"]
        for choice in Planning(requests, [lends], TODAY).choices()
    ]
    assert busy == [[], [], [("1",)]]


def test_at_home_an_offer_has_no_quota() -> None:
    lends = giver("lends", open_to={"home", "s"}, left={"s": 1})
    requests = [wanted("near", path=NEAR), *(wanted(str(n)) for n in range(2))]
    assert set(chosen(requests, lends).values()) == {"lends"}


def test_whoever_has_taken_from_outside_what_is_left_gets_no_more_than_its_share() -> None:
    many = [wanted(str(n), path=NEAR) for n in range(6)]
    one, other = (giver(name, open_to={"home", "s"}, left={"s": 5}) for name in ("one", "other"))
    busy = giver("third", path=NEAR, open_to={"near"})
    planned = Counter(chosen(many, one, other, busy).values())
    assert max(planned.values()) <= 3
    assert planned[None] == 0


def test_whoever_has_enough_comes_before_one_who_has_a_part() -> None:
    thirty = wanted(quantity=30, unit="人")
    room, hall = giver("room", has=Has(seats=12)), giver("hall", has=Has(seats=100), stale=True)
    assert chosen([thirty], room, hall) == {"one": "hall"}
    assert chosen([wanted(quantity=10, unit="人")], room, hall) == {"one": "room"}
    (choice,) = Planning([thirty], [room], TODAY).choices()
    (short,) = [why for why in choice.whys if why.code == "a_part"]
    assert (short.cost, short.about) == (A_PART, ("12", "30"))


def test_with_people_seats_are_what_counts_and_with_things_their_number() -> None:
    hall = giver("hall", has=Has(seats=5, number=50))
    codes = [
        [why.code for why in choice.whys]
        for choice in Planning(
            [wanted(quantity=30, unit="把"), wanted("two", quantity=30, unit="人")], [hall], TODAY
        ).choices()
    ]
    assert ["a_part" in each for each in codes] == [False, True]


def test_no_more_partners_are_planned_than_there_are_places_for() -> None:
    many = [wanted(str(n)) for n in range(3)]
    two = giver("two", "电灯", has=Has(left=2))
    assert chosen(many, two) == {"0": "two", "1": "two", "2": None}
    assert Counter(chosen(many, two, giver("far", path=FAR, open_to={"d"})).values()) == {"two": 2, "far": 1}
    assert chosen([wanted()], giver("none", has=Has(left=0))) == {"one": None}


def test_places_are_given_so_that_all_together_fare_best() -> None:
    one = giver("one", "电灯", has=Has(left=1))
    either, only = wanted("either", words="电灯"), wanted("only", "电灯", category="culture")
    assert chosen([either, only], one, giver("plumber")) == {"either": "plumber", "only": "one"}


def test_of_things_each_takes_as_many_as_it_wants_as_far_as_they_go() -> None:
    lends = giver("lends", has=Has(number=10, left=10, by_number=True))
    wishes = {"eight": 8, "five": 5, "one": 1, "another": 1}
    needs = [wanted(name, quantity=quantity, unit="把") for name, quantity in wishes.items()]
    planned = {choice.request: choice for choice in Planning(needs, [lends], TODAY).choices()}
    assert [planned[name].provider for name in wishes] == ["lends", None, "lends", "lends"]
    five = {choice.request: choice for choice in Planning(needs[:3], [lends], TODAY).choices()}["five"]
    (short,) = [why for why in five.whys if why.code == "a_part"]
    assert short.about == ("1", "5"), "it gets what those that fit have left"


def test_a_quota_and_places_hold_together() -> None:
    many = [wanted(f"near{n}", path=NEAR) for n in range(2)] + [wanted(f"home{n}") for n in range(3)]
    lends = giver("lends", open_to={"home", "s"}, left={"s": 1}, has=Has(left=2))
    planned = [choice for choice in Planning(many, [lends], TODAY).choices() if choice.provider]
    assert len(planned) == 2
    assert sum(choice.request.startswith("near") for choice in planned) <= 1


def test_a_line_is_changed_to_nobody_whose_places_the_other_lines_have_taken() -> None:
    one = giver("one", has=Has(left=1))
    planning = Planning([wanted("first"), wanted("second")], [one], TODAY)
    assert planning.others("second", {"first": ("one", "offer of one")}) == []
    assert [other.provider for other in planning.others("second", {})] == ["one"]


def test_every_line_explains_its_cost() -> None:
    fit = giver("fit", "电灯", kept={"repair": 3}, promises=2, stale=True)
    (choice,) = Planning([wanted(words="电灯")], [fit], TODAY).choices()
    assert choice.offer == "offer of fit"
    assert [(why.code, why.about) for why in choice.whys] == [
        ("offers", ("offer of fit",)),
        ("words", ("电灯",)),
        ("stale", ()),
        ("did_before", ("3",)),
        ("busy", ("2",)),
    ]


def test_the_lines_cost_what_the_whole_costs() -> None:
    requests = [wanted(str(n), words="电灯" if n % 2 else "") for n in range(6)]
    planning = Planning(requests, [giver("a", "电灯", promises=1), giver("b", stale=True)], TODAY)
    choices = planning.choices()
    for choice in choices:  # no single change makes it cheaper
        assigned = {each.request: (each.provider, each.offer) for each in choices if each.provider}
        others = planning.others(choice.request, assigned)
        current = next(other for other in others if other.provider == choice.provider)
        assert all(other.cost >= current.cost for other in others)


def test_others_are_those_who_could_the_cheapest_first() -> None:
    planning = Planning([wanted()], [giver("a", stale=True), giver("b"), giver("c", category="culture")], TODAY)
    found = planning.others("one", {"one": ("b", "offer of b")})
    assert [(choice.provider, choice.cost) for choice in found] == [("b", 60), ("a", 75)]
