"""Which address shows which page, and what a browser may do with it."""

from pathlib import Path

import pytest

from services.portal.main import portal
from services.portal.pages import Pages
from shared.http.door import Door
from shared.runtime.settings import Settings
from tests.unit.portal.world import World, client

PATHS = {
    "/": "home",
    "/wall/community_x": "wall",
    "/meeting/meeting_x": "meeting",
    "/m": "phone",
    "/l": "link",
    "/m/return": "phone",
    "/desk": "office",
    "/desk/return": "office",
    "/org": "office",
    "/overview/community_x": "office",
    "/meetings": "office",
}


@pytest.mark.parametrize(("path", "page"), PATHS.items())
async def test_each_address_has_its_page_which_is_asked_for_anew(world: World, path: str, page: str) -> None:
    shown = await world.client.get(path)
    assert (shown.status_code, shown.text) == (200, f"<title>{page}</title>")
    assert shown.headers["content-type"] == "text/html; charset=utf-8"
    assert shown.headers["cache-control"] == "no-cache"
    again = await world.client.get(path, headers={"If-None-Match": shown.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path", ["/nowhere", "/mm", "/assets/none.js", "/secret.json", "/assets/../secret.json", "/assets/%2e%2e/home.html"]
)
async def test_what_is_no_page_is_not_there(world: World, path: str) -> None:
    shown = await world.client.get(path)
    assert shown.status_code == 404
    assert "没有这个网页" in shown.text
    assert "no such page" in shown.text


async def test_assets_are_kept_for_good_and_sent_packed_to_who_takes_it(world: World) -> None:
    path = "/assets/home-1a2b.js"
    plain = await world.client.get(path, headers={"Accept-Encoding": "identity"})
    assert plain.text == "plain"
    assert "immutable" in plain.headers["cache-control"]
    answer = await world.client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.text == "packed"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "javascript" in answer.headers["content-type"]


async def test_a_picture_beside_the_pages_is_served(world: World) -> None:
    shown = await world.client.get("/seed.svg")
    assert shown.headers["content-type"].startswith("image/svg+xml")


async def test_head_says_what_get_would(world: World) -> None:
    shown = await world.client.head("/desk")
    assert shown.status_code == 200
    assert shown.content == b""
    assert int(shown.headers["content-length"]) == len("<title>office</title>")
    assert (await world.client.post("/desk")).status_code == 405


@pytest.mark.parametrize("path", ["/", "/assets/home-1a2b.js", "/nowhere", "/oidc/jwks", "/portal/settings.json"])
async def test_every_answer_binds_the_browser(world: World, path: str) -> None:
    headers = (await world.client.get(path)).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "geolocation=()" in headers["permissions-policy"]


async def test_the_pages_learn_where_to_sign_in(world: World) -> None:
    said = await world.client.get("/portal/settings.json", headers={"Host": "10.0.0.7:9000"})
    assert said.json() == {
        "issuer": "http://10.0.0.7:9000/oidc",
        "client_id": "pomegranate",
        "languages": ["zh", "en"],
        "demo": True,
    }


async def test_with_a_provider_of_the_settings_there_is_no_local_one() -> None:
    settings = Settings(oidc_issuer="https://login.example.cn/realm", oidc_client_id="hongshiliu")
    async with client(portal(settings)) as browser:
        said = await browser.get("/portal/settings.json")
        assert said.json()["issuer"] == "https://login.example.cn/realm"
        assert said.json()["client_id"] == "hongshiliu"
        assert said.json()["demo"] is False
        policy = said.headers["content-security-policy"]
        assert "connect-src 'self' https://login.example.cn;" in policy
        assert "form-action 'self' https://login.example.cn;" in policy
        assert (await browser.get("/oidc/.well-known/openid-configuration")).status_code == 404


async def test_without_built_pages_it_says_how_to_build_them(tmp_path: Path) -> None:
    async with client(portal(Settings(), None, Pages(tmp_path / "built"))) as browser:
        shown = await browser.get("/desk")
    assert shown.status_code == 503
    assert shown.headers["content-type"].startswith("text/plain")
    assert "网页还没有构建" in shown.text
    assert "make run" in shown.text


async def test_the_door_leaves_the_apis_to_the_services(world: World) -> None:
    async def registry(scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": f"registry {scope['path']}".encode()})

    pages = portal(Settings(), None, Pages(world.built))
    async with client(Door({"registry": registry}, {}, None, pages)) as browser:
        for path in ("/api/registry/v1/tree", "/api", "/api/nobody"):
            assert (await browser.get(path)).text == f"registry {path}"
        assert (await browser.get("/livez")).json() == {"status": "ok"}
        assert (await browser.get("/readyz")).json() == {"failing": {}}
        assert (await browser.get("/m")).text == "<title>phone</title>"
        assert (await browser.get("/apis")).status_code == 404
    async with client(Door({"registry": registry}, {})) as browser:
        assert (await browser.get("/m")).text == "registry /m"
