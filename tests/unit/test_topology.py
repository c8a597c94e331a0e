"""What the user of a service may do on RabbitMQ, by the names alone."""

import re

from shared.messaging.topology import Rights, rights


def allowed(pattern: str, *names: str) -> list[bool]:
    return [bool(re.search(pattern, name)) for name in names]


def of_matching() -> Rights:
    return rights("pomegranate", "matching", ["registry"], speaks=True)


def test_it_makes_what_it_speaks_through_and_listens_at() -> None:
    needed = ("matching", "matching.replay", "registry", "registry.0.to.matching", "registry.replay")
    assert all(allowed(of_matching().configure, *(f"pomegranate.{name}" for name in needed)))


def test_it_takes_nothing_that_is_meant_for_others() -> None:
    others = ("registry.0.to.notify", "registry.replay", "matching.0.to.notify")
    assert not any(allowed(of_matching().read, *(f"pomegranate.{name}" for name in others)))


def test_it_speaks_for_itself_only() -> None:
    names = ("pomegranate.registry", "pomegranate.evaluation", "pomegranate_matching", "xpomegranate.matching")
    assert not any(allowed(of_matching().write, *names))
    assert all(
        allowed(of_matching().write, "pomegranate.matching", "pomegranate.registry.0.to.matching", "amq.default")
    )


def test_who_only_listens_has_nothing_to_speak_through() -> None:
    listener = rights("pomegranate", "notify", ["registry"], speaks=False)
    assert not any(allowed(listener.configure, "pomegranate.notify", "pomegranate.notify.replay"))
    assert not any(allowed(listener.write, "pomegranate.notify"))
