"""The planted bugs still fit the code they are planted in."""

import subprocess
import sys

import pytest

from tests.chaos.plants.plant import put

ALL = "from tests.chaos.plants import PLANTS\nfor plant in PLANTS.values(): plant.mutate()\nprint(len(PLANTS))"


def test_every_planted_bug_takes_what_its_method_takes() -> None:
    done = subprocess.run([sys.executable, "-c", ALL], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "18\n"), done.stderr


def test_one_that_takes_less_is_not_planted() -> None:
    class Log:
        def append(self, commits: object, lanes: object = ()) -> None: ...

    plain = Log.append
    with pytest.raises(TypeError):
        put(Log, "append", lambda self, commits: None)
    assert Log.append is plain
