"""Every error of every module says in both languages what to do; none of the names in its texts is left unfilled."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from string import Formatter

import services
import shared
from shared.errors import DomainError


def _below(error: type[DomainError]) -> Iterator[type[DomainError]]:
    yield error
    for each in error.__subclasses__():
        yield from _below(each)


def test_each_has_its_own_two_texts() -> None:
    for package in (services, shared):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    found = set(_below(DomainError))
    assert len(found) > 50
    for error in found:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in error.zh), error
        assert error.en.isascii(), error
        assert _filled(error.zh) == _filled(error.en), f"{error}: one text knows what the other does not"
    codes = [(error.__module__.split(".")[:2], error.code) for error in found]
    assert all(codes.count(code) == 1 for code in codes), "within a service a code names one error"


def _filled(text: str) -> set[str]:
    names = {name for _, name, _, _ in Formatter().parse(text) if name}
    return names - {"reason_zh", "reason_en"}
