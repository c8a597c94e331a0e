"""The pages of the provider, made on the server: whom to sign in as, and what went wrong."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from starlette.requests import Request

from services.portal.signin.asking import Parameters, with_query
from services.portal.signin.person import Person
from services.portal.signin.words import NOTICES, OTHER, WORDS
from shared.http.problem import language

STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
_ROLES = ("staff", "contact", "resident", "service")
_PAGE = """\
<!doctype html>
<html lang="{lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · 红石榴</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/oidc/style.css">
<main>
{content}
</main>
</html>
"""


def speech_of(parameters: Parameters, request: Request) -> str:
    """`zh` or `en`: as the page asks, else as the browser does."""
    asked = parameters.get("ui_locales", "").split()
    return language(asked[0] if asked else request.headers.get("accept-language", ""))


def choose_page(people: Sequence[Person], parameters: Parameters, speech: str) -> str:
    """One button for each of the `people`; it sends the request on with the name of who was chosen."""
    words, other = WORDS[speech], OTHER[speech]
    again = {name: value for name, value in parameters.items() if name not in ("person", "ui_locales")}
    action = with_query("/oidc/authorize", **again, ui_locales=speech)
    switch = with_query("/oidc/authorize", **again, ui_locales=other)
    content = [
        f'<p class="switch"><a href="{escape(switch)}" lang="{_tag(other)}">{WORDS[other]["language"]}</a></p>',
        f"<h1>{words['title']}</h1>",
        f"<p>{words['intro'] if people else words['nobody']}</p>",
        f'<form method="post" action="{escape(action)}">' if people else "",
        *_groups(people, words),
        "</form>" if people else "",
    ]
    return _PAGE.format(lang=_tag(speech), title=words["title"], content="\n".join(content))


def notice_page(kind: str, speech: str, detail: str = "") -> str:
    """A page that only says something: `signed_out` or `not_ours`."""
    title, text = NOTICES[kind][speech]
    said = f"<h1>{title}</h1>\n<p>{text}</p>" + (f'<p class="detail" lang="en">{escape(detail)}</p>' if detail else "")
    home = f'<p><a href="/">{WORDS[speech]["home"]}</a></p>'
    return _PAGE.format(lang=_tag(speech), title=title, content=f"{said}\n{home}")


def _groups(people: Sequence[Person], words: dict[str, str]) -> Iterator[str]:
    ordered = sorted(people, key=lambda person: _ROLES.index(person.role))
    for role, members in groupby(ordered, key=lambda person: person.role):
        yield f'<h2 id="{role}">{words[role]}</h2>\n<ul aria-labelledby="{role}">'
        yield from (_button(person) for person in members)
        yield "</ul>"


def _button(person: Person) -> str:
    title, where = f'<b lang="zh-CN">{escape(person.title)}</b>', f'<span lang="zh-CN">{escape(person.where)}</span>'
    return f'<li><button name="person" value="{escape(person.key)}">{title} {where}</button></li>'


def _tag(speech: str) -> str:
    return "zh-CN" if speech == "zh" else "en"
