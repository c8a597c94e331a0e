"""The pages in a process of their own: health, and where people sign in."""

from pathlib import Path

import pytest

from services.portal.main import portal_alone
from services.portal.pages import Pages
from shared.runtime.installation import Unusable, check_pages
from shared.runtime.settings import Settings
from tests.unit.portal.world import World, client


async def test_it_is_ready_once_there_are_pages(tmp_path: Path) -> None:
    built = tmp_path / "built"
    async with client(portal_alone(Settings(), None, Pages(built))) as caller:
        assert (await caller.get("/livez")).status_code == 200
        missing = await caller.get("/readyz")
        assert (missing.status_code, missing.json()) == (503, {"failing": {"portal": {"pages": "not_built"}}})
        built.mkdir()
        (built / "home.html").write_text("<title>home</title>")
        assert (await caller.get("/readyz")).status_code == 200
        assert (await caller.get("/")).text == "<title>home</title>"


async def test_it_says_where_people_sign_in_and_binds_the_browser(world: World) -> None:
    settings = Settings(oidc_issuer="https://login.example.cn/realm")
    async with client(portal_alone(settings, None, Pages(world.built))) as caller:
        said = await caller.get("/portal/settings.json")
        assert (said.json()["issuer"], said.json()["demo"]) == ("https://login.example.cn/realm", False)
        assert "connect-src 'self' https://login.example.cn" in said.headers["content-security-policy"]


@pytest.mark.parametrize("issuer", ["https://issuer.pomegranate.local", "http://login.example.cn"])
def test_in_production_it_has_to_be_told(issuer: str) -> None:
    with pytest.raises(Unusable, match="OIDC_ISSUER"):
        check_pages(Settings(environment="production", oidc_issuer=issuer))


def test_in_production_it_needs_nothing_else() -> None:
    check_pages(Settings(environment="production", oidc_issuer="https://login.example.cn/realm"))
    check_pages(Settings())
