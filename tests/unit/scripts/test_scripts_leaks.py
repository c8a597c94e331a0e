"""The look for secrets: what is planted is found, and what opens nothing is not."""

from pathlib import Path

import pytest

from scripts.leaks import OPENS_NOTHING, can_look, findings, kept_files


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ('password = "{}"', "Secret Keyword"),
        ("amqp://registry:{}@rabbit/", "Basic Auth Credentials"),
        ("mongodb://registry:{}@mongo:27017/", "Basic Auth Credentials"),
        ("-----BEGIN {} PRIVATE KEY-----", "Private Key"),
    ],
)
def test_what_is_planted_is_found(tmp_path: Path, line: str, kind: str) -> None:
    file = tmp_path / "settings.py"
    file.write_text("# nothing\n" + line.format("RSA" if "KEY" in line else "correct-horse"))
    assert findings([file]) == [f"{file}:2: {kind}"]


def test_what_opens_nothing_is_none(tmp_path: Path) -> None:
    file = tmp_path / "settings.py"
    file.write_text("".join(f"amqp://dev:{word}@rabbit/\n" for word in OPENS_NOTHING))
    assert findings([file]) == []


def test_it_knows_whether_it_can_look() -> None:
    assert can_look()
    assert Path(__file__) in kept_files()
