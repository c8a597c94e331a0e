"""Who of the demonstration can be chosen on the pages."""

import json
from pathlib import Path

from demo.people import SignIn
from demo.playing import PLAYED, guests


def test_nobody_before_it_was_played_then_everybody_with_the_name_of_their_place(tmp_path: Path) -> None:
    assert guests(tmp_path) == []
    people = [SignIn("district", "区社会工作部", "staff", "n0"), SignIn("li", "居民", "resident", "n2", person="p1")]
    ids = {"root": "n0", "street": "n1", "hetaoyuan": "n2", "haitangli": "n3"}
    (tmp_path / PLAYED).write_text(json.dumps({"ids": ids, "people": [person.dump() for person in people]}))
    district, li = guests(tmp_path)
    assert (district.where, district.parties) == ("西城区", {"node": "n0"})
    assert (li.where, li.role, li.parties) == ("核桃园社区", "resident", {"node": "n2", "person": "p1"})
