"""The local provider, as a page meets it; and what a page must not get."""

from datetime import timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from shared.errors import Unauthenticated
from shared.http.auth import Keys, Verifier
from shared.http.issuer import AUDIENCE, ISSUER, key_file
from tests.unit.portal.world import NODE, NOW, ORIGIN, PERSON, REQUEST, World, answered, challenge

FOREIGN = [
    "http://evil.example/desk/return",
    f"{ORIGIN}.evil.example/",
    f"{ORIGIN}@evil.example/",
    f"{ORIGIN}/desk#part",
    f"{ORIGIN}/\\evil",
    "http://127.0.0.1:8081/desk/return",
    "/desk/return",
    "javascript:alert(1)",
]


async def test_it_is_found_under_the_name_it_gives(world: World) -> None:
    said = (await world.client.get("/oidc/.well-known/openid-configuration")).json()
    assert said["issuer"] == f"{ORIGIN}/oidc"
    assert said["code_challenge_methods_supported"] == ["S256"]
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint"):
        assert said[name].startswith(f"{ORIGIN}/oidc/")
    keys = (await world.client.get("/oidc/jwks")).json()["keys"]
    assert [key["kty"] for key in keys] == ["EC"]
    assert not any("d" in key for key in keys)


async def test_whoever_is_chosen_gets_the_token_of_the_command_line_and_an_identity(world: World) -> None:
    said = answered(await world.choose(await world.authorize(), "zhao"))
    assert said["state"] == "s1"
    answer = await world.token(said["code"])
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    got = answer.json()
    key = KeySet.import_key_set((await world.client.get("/oidc/jwks")).json())
    identity = jwt.decode(got["id_token"], key, ["ES256"]).claims
    assert identity["iss"] == f"{ORIGIN}/oidc"
    assert (identity["aud"], identity["sub"], identity["nonce"]) == ("pomegranate", "zhao", "n1")
    assert identity["name"] == "居民（赵<某>）"
    access = jwt.decode(got["access_token"], key, ["ES256"]).claims
    direct = world.issuer.token("resident", "zhao", now=NOW, lifetime=timedelta(hours=12), node=NODE, person=PERSON)
    assert access == jwt.decode(direct, key, ["ES256"]).claims


async def test_the_services_believe_the_token_and_not_the_identity(world: World) -> None:
    got = (await world.token(await world.code())).json()
    keys = Keys(str(key_file(world.built.parent / "state")))
    verifier = Verifier(keys, issuer=ISSUER, audience=AUDIENCE, secret=b"x", clock=NOW.timestamp)
    assert (await verifier.verify(got["access_token"])).node == NODE
    with pytest.raises(Unauthenticated):
        await verifier.verify(got["id_token"])


async def test_a_second_page_is_not_asked_again_until_signed_out(world: World) -> None:
    await world.code("desk")
    assert "code" in answered(await world.authorize())
    assert "code" in answered(await world.authorize(prompt="none"))
    assert "社区服务站" in (await world.authorize(prompt="login")).text
    left = await world.client.get("/oidc/end_session", params={"post_logout_redirect_uri": f"{ORIGIN}/"})
    assert (left.status_code, left.headers["location"]) == (303, f"{ORIGIN}/")
    assert answered(await world.authorize(prompt="none"))["error"] == "login_required"


async def test_the_cookie_is_for_the_provider_only_and_signed(world: World) -> None:
    chosen = await world.choose(await world.authorize(), "desk")
    cookie = chosen.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/oidc" in cookie
    value = chosen.cookies["pomegranate_signin"]
    for forged in (value.replace("desk", "zhao"), value[:-1] + "x", "desk", "", "a.b.c"):
        world.client.cookies.clear()
        world.client.cookies.set("pomegranate_signin", forged, path="/oidc")
        assert answered(await world.authorize(prompt="none"))["error"] == "login_required"


async def test_a_session_ends_after_half_a_day(world: World) -> None:
    await world.code()
    world.ahead = timedelta(hours=11, minutes=59)
    assert "code" in answered(await world.authorize(prompt="none"))
    world.ahead = timedelta(hours=12, minutes=1)
    assert answered(await world.authorize(prompt="none"))["error"] == "login_required"


async def test_a_code_is_good_once(world: World) -> None:
    code = await world.code()
    assert (await world.token(code)).status_code == 200
    assert (await world.token(code)).json()["error"] == "invalid_grant"


async def test_a_code_is_good_for_a_minute(world: World) -> None:
    code = await world.code()
    world.ahead = timedelta(seconds=60)
    assert (await world.token(code)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_verifier": "w" * 64}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_grant"),
        ({"code_verifier": challenge()}, "invalid_grant"),
        ({"redirect_uri": f"{ORIGIN}/m/return"}, "invalid_grant"),
        ({"code": "guessed"}, "invalid_grant"),
        ({"client_id": "other"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
async def test_no_token_for_who_did_not_begin(world: World, changed: dict[str, str], error: str) -> None:
    answer = await world.token(await world.code(), **changed)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


async def test_a_wrong_verifier_uses_the_code_up(world: World) -> None:
    code = await world.code()
    await world.token(code, code_verifier="w" * 64)
    assert (await world.token(code)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("address", FOREIGN)
async def test_nothing_is_sent_to_a_foreign_address(world: World, address: str) -> None:
    answer = await world.authorize(redirect_uri=address)
    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert "无法登录" in answer.text
    left = await world.client.get("/oidc/end_session", params={"post_logout_redirect_uri": address})
    assert left.status_code == 400


async def test_a_host_that_is_none_gets_nowhere(world: World) -> None:
    asked = REQUEST | {"redirect_uri": "http://evil.example/x"}
    answer = await world.client.get("/oidc/authorize", params=asked, headers={"Host": "evil.example/x"})
    assert answer.status_code == 400


async def test_an_unknown_client_is_told_so_and_nobody_else(world: World) -> None:
    answer = await world.authorize(client_id="<b>other")
    assert answer.status_code == 400
    assert "<b>" not in answer.text


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"request": "x.y.z"}, "request_not_supported"),
        ({"prompt": "none"}, "login_required"),
    ],
)
async def test_what_is_wrong_goes_back_to_the_page(world: World, changed: dict[str, str], error: str) -> None:
    said = answered(await world.authorize(**changed))
    assert (said["error"], said["state"]) == (error, "s1")


async def test_a_parameter_said_twice_is_refused(world: World) -> None:
    answer = await world.client.get("/oidc/authorize", params=[*REQUEST.items(), ("scope", "openid")])
    assert answer.status_code == 400
    long = await world.client.post("/oidc/token", content=b"a=" + b"b" * 20_000)
    assert long.json()["error"] == "invalid_request"


async def test_the_chooser_names_people_roles_and_places_in_both_languages(world: World) -> None:
    chinese = (await world.authorize()).text
    assert 'lang="zh-CN"' in chinese
    assert "选择登录身份" in chinese
    assert "居民（赵&lt;某&gt;）" in chinese
    assert "核桃园社区" in chinese
    english = (await world.authorize(ui_locales="en")).text
    assert '<html lang="en">' in english
    assert "Choose who to sign in as" in english
    assert "Residents" in english
    assert "社区服务站（核桃园社区）" in english
    assert "code" in answered(await world.choose(await world.authorize(ui_locales="en"), "desk"))


async def test_before_the_demonstration_is_played_it_says_to_wait(world: World) -> None:
    world.people.clear()
    shown = await world.authorize()
    assert shown.status_code == 200
    assert "稍候" in shown.text
    assert "<form" not in shown.text


async def test_another_site_cannot_choose_for_somebody(world: World) -> None:
    page = await world.authorize()
    for answer in (
        await world.choose(page, "desk", **{"Sec-Fetch-Site": "cross-site"}),
        await world.choose(page, "nobody"),
    ):
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers


async def test_signing_out_without_an_address_says_so(world: World) -> None:
    shown = await world.client.get("/oidc/end_session", headers={"Accept-Language": "en"})
    assert "Signed out" in shown.text
