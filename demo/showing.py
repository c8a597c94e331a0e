"""What is printed once everything runs: addresses, sign-ins, a walk to paste into a shell, and the table."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from demo.people import SignIn
from demo.story.stage import Stage
from demo.table import QUARTER, Table

DIRECTORY = "tokens"


@dataclass(frozen=True, slots=True)
class Place:
    """Where all of it is; `mongo_url` of a MongoDB of our own."""

    address: str
    directory: Path
    mongo_url: str | None


def show(stage: Stage, place: Place, table: Table, console: Console) -> None:
    """Prints it, and leaves a fresh token of each person in the state directory."""
    keep_tokens(stage, place.directory / DIRECTORY)
    _print(_lines(stage, place, table), console)


def show_elsewhere(stage: Stage, public: str, table: Table, console: Console) -> None:
    """Prints who can sign in at `public`, and the table."""
    _print([*_addresses(public), "\n登录身份 sign-ins", *_people(stage), f"\n{table}"], console)


def _print(lines: Iterable[str], console: Console) -> None:
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def keep_tokens(stage: Stage, directory: Path) -> None:
    """One file for each person who has signed in, readable by the owner only."""
    directory.mkdir(mode=0o700, exist_ok=True)
    for key in stage.people:
        with os.fdopen(os.open(directory / key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(stage.token(key))


def _lines(stage: Stage, place: Place, table: Table) -> Iterator[str]:
    yield from _addresses(place.address)
    if place.mongo_url:
        yield f"  MONGO_URL={place.mongo_url}（rebuild、replay、parked 用它 use it）"
    tokens = place.directory / DIRECTORY
    yield f"\n登录身份 sign-ins（令牌在 tokens in {tokens}/<name>，12 小时有效 good for 12 hours）"
    state = "" if place.directory == Path(".pomegranate") else f"STATE_DIR={place.directory} "
    yield from _people(stage)
    yield "  再签一个 sign another, as for the desk:"
    yield f"  {state}.venv/bin/pomegranate token {stage.people['desk'].command}"
    yield "\n走一走 a walk, line by line"
    yield from (f"  {line}" for line in walk(stage, place))
    yield f"\n{table}\n"
    yield "按 Ctrl-C 停止 stops everything"


def _addresses(address: str) -> Iterator[str]:
    yield "\n红石榴已就绪 Pomegranate is ready"
    yield f"  {address}/"
    yield "    墙、认领会、工作台、单位、手机、总览 wall, meeting, desk, organization, phone, overview"
    yield "  接口 the APIs"
    for service in ("registry", "matching", "evaluation", "notify"):
        yield f"  {address}/api/{service}/v1/docs"


def _people(stage: Stage) -> Iterator[str]:
    for person in stage.people.values():
        yield f"  {person.key:<11} {person.role:<9} {person.title}"


def walk(stage: Stage, place: Place) -> Sequence[str]:
    """Five lines for a shell: the wall, a wish, a request with its history, a scorecard, the desk's tasks."""
    home, ids, address = stage.ids["hetaoyuan"], stage.ids, place.address
    zhao, desk, tower = (_as(stage.people[key], place) for key in ("zhao", "desk", "tower"))
    person = stage.people["zhao"].person
    wish = f'{{"community": "{home}", "person": "{person}", "words": "想要一本大字挂历"}}'
    card = f"organizations/{ids['org.tower']}/scorecards/{QUARTER}"
    return (
        f"curl -s {address}/api/registry/v1/communities/{home}/wall",
        f"curl -s {zhao} -H 'Content-Type: application/json' -d '{wish}' {address}/api/registry/v1/wishes",
        f"curl -s {desk} {address}/api/matching/v1/requests/{ids['request.windows']}",
        f"curl -s {tower} {address}/api/evaluation/v1/{card}",
        f"curl -s {desk} '{address}/api/notify/v1/tasks?community={home}'",
    )


def _as(person: SignIn, place: Place) -> str:
    return f'-H "Authorization: Bearer $(cat {place.directory / DIRECTORY / person.key})"'
