"""The list of licences: everything that is needed is in it, and nothing unknown."""

import pytest

from scripts.licences import NotNamed, accepted, of_npm, of_python, reached

LOCK = {
    "web": {"dependencies": [{"name": "core"}, {"name": "win", "marker": "sys_platform == 'win32'"}]},
    "core": {"dependencies": [{"name": "web"}], "optional-dependencies": {"fast": [{"name": "loop"}]}},
    "loop": {},
    "win": {},
}


def test_all_that_is_needed_is_reached_and_nothing_of_another_platform() -> None:
    assert reached(LOCK, [{"name": "web"}]) == {"web", "core"}
    assert reached(LOCK, [{"name": "web"}, {"name": "core", "extra": ["fast"]}]) == {"web", "core", "loop"}


@pytest.mark.parametrize("licence", ["MIT", "Apache-2.0 OR MIT", "MPL-2.0 AND (Apache-2.0 OR MIT)"])
def test_a_licence_that_was_looked_at_is_taken(licence: str) -> None:
    assert accepted("web", licence) == licence


@pytest.mark.parametrize("licence", ["", "UNKNOWN", "MIT AND AGPL-3.0", "Copyright 2023"])
def test_any_other_stops_it(licence: str) -> None:
    with pytest.raises(NotNamed, match="web"):
        accepted("web", licence)


def test_the_pages_and_what_builds_them_are_told_apart() -> None:
    packages = {
        "": {},
        "node_modules/vue": {"license": "MIT"},
        "node_modules/a/node_modules/b": {"license": "ISC", "dev": True},
    }
    assert of_npm(packages, for_building=False) == {"vue": "MIT"}
    assert of_npm(packages, for_building=True) == {"b": "ISC"}


def test_a_package_that_is_not_installed_is_not_passed_over() -> None:
    with pytest.raises(NotNamed, match="scripts/sync"):
        of_python(["no-such-package"])
