"""When the pages are built, and when not; npm is a small program here that writes down how it was called."""

import gzip
import os
import sys
from pathlib import Path

import pytest

from scripts.node import new_enough, node_path
from scripts.workshop import NotInstalled, NotMade, Workshop

NPM = """\
#!/bin/sh
echo "$*" >> "$CALLS"
case "$*" in
    ci*) [ ! -e offline ] || { echo "no network"; exit 1; }; rm -rf node_modules; mkdir node_modules ;;
    "run build") [ ! -e broken ] || { echo "page.vue: oops"; exit 1; }
        rm -rf ../built; mkdir -p ../built/assets; echo "<title>" > ../built/home.html
        head -c 5000 /dev/zero > ../built/assets/a.js ;;
    *test) echo "3 passed" ;;
esac
"""


class Place:
    """A checkout with nothing in it but pages."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.web, self.docs, self.built = root / "web", root / "docs", root / "built"
        self.calls, self.said = root / "calls", list[str]()
        monkeypatch.setenv("CALLS", str(self.calls))
        for folder in (self.web / "src", self.docs, root / "bin"):
            folder.mkdir(parents=True)
        _program(root / "bin" / "npm", NPM)
        for file in ("package.json", "package-lock.json", "src/page.vue"):
            (self.web / file).write_text(file)
        (self.docs / "registry.json").write_text("{}")
        path = f"{root / 'bin'}{os.pathsep}{os.environ['PATH']}"
        self.workshop = Workshop(self.web, self.docs, self.built, path, self.said.append)

    def build(self) -> list[str]:
        """Builds, and gives what npm was asked for."""
        self.calls.write_text("")
        self.workshop.build()
        return [line.split(" --")[0] for line in self.calls.read_text().splitlines()]


def _program(file: Path, text: str) -> None:
    file.write_text(text)
    file.chmod(0o755)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return Place(tmp_path, monkeypatch)


def test_packages_come_when_the_lock_changes_and_pages_when_anything_does(place: Place) -> None:
    assert place.build() == ["ci", "run build"]
    assert place.build() == []
    (place.web / "src" / "page.vue").write_text("another")
    assert place.build() == ["run build"]
    (place.docs / "registry.json").write_text('{"paths": {}}')
    assert place.build() == ["run build"]
    (place.web / "src" / "new.ts").write_text("")
    assert place.build() == ["run build"]
    (place.web / "package-lock.json").write_text("other")
    assert place.build() == ["ci", "run build"]
    (place.built / "home.html").unlink()
    assert place.build() == ["run build"]
    assert place.build() == []


def test_what_the_build_generates_does_not_count_as_a_change(place: Place) -> None:
    place.build()
    (place.web / "src" / "api" / "schema").mkdir(parents=True)
    (place.web / "src" / "api" / "schema" / "registry.ts").write_text("")
    assert place.build() == []


def test_it_says_what_takes_time_and_nothing_when_there_is_nothing_to_do(place: Place) -> None:
    place.build()
    assert any("installing" in said for said in place.said)
    assert any("building the pages: " in said for said in place.said)
    place.said.clear()
    place.build()
    assert place.said == []


def test_what_is_worth_it_is_packed(place: Place) -> None:
    place.build()
    assert gzip.decompress((place.built / "assets" / "a.js.gz").read_bytes()) == b"\0" * 5000
    assert not (place.built / "home.html.gz").exists()


def test_without_network_the_pages_of_before_stay(place: Place) -> None:
    place.build()
    (place.web / "offline").touch()
    (place.web / "package-lock.json").write_text("other")
    with pytest.raises(NotInstalled, match="no network"):
        place.build()
    assert place.workshop.has_pages
    (place.web / "offline").unlink()
    assert place.build() == ["ci", "run build"]


def test_a_build_that_fails_says_why_and_is_tried_again(place: Place) -> None:
    (place.web / "broken").touch()
    for _ in range(2):
        with pytest.raises(NotMade, match="oops"):
            place.build()
    (place.web / "broken").unlink()
    assert place.build() == ["run build"]


def test_a_script_runs_on_installed_packages_and_shows_its_words(place: Place) -> None:
    place.workshop.run("test", "testing")
    assert "3 passed" in place.said


@pytest.mark.parametrize(
    ("version", "good"),
    [
        ("v20.19.0\n", True),
        ("v20.18.3", False),
        ("v21.7.0", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.1.0", True),
    ],
)
def test_which_node_is_new_enough(version: str, good: bool) -> None:
    assert new_enough(version) is good


def test_node_on_path_comes_first_and_the_one_of_the_wheel_where_that_is_too_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _program(tmp_path / "npm", "#!/bin/sh\n")
    _program(tmp_path / "node", "#!/bin/sh\necho v22.14.0\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert node_path() == str(tmp_path)
    _program(tmp_path / "node", "#!/bin/sh\necho v18.19.0\n")
    found = node_path()
    assert found
    assert found.endswith(f"{os.pathsep}{tmp_path}")
    assert (Path(found.split(os.pathsep)[0]) / "node").exists()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert node_path() is None
