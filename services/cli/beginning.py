"""What a new installation begins with: its first node; the demonstration and tokens for trying."""

from datetime import timedelta
from typing import Annotated

import typer

from services.cli.terminal import console, fail, installation, read_settings, run
from services.founding import found
from services.running import run_demonstration
from shared.http.issuer import Issuer
from shared.runtime.service import utc_now


def demo(
    address: Annotated[str, typer.Argument(help="where its door is, as in https://localhost")],
    public: Annotated[str | None, typer.Option(help="how people reach it, where that is another address")] = None,
) -> None:
    """Play the demonstration to an installation that runs already and is empty (for trying)."""
    settings = read_settings(separate=True)
    if settings.environment == "production":
        fail("ENVIRONMENT=production：演示只用于试用 the demonstration is for trying only")
    run(run_demonstration(settings, address, public or address, console))


def token(
    role: Annotated[str, typer.Option(help="staff, contact, resident or service")],
    subject: Annotated[str, typer.Option(help="who, as the issuer calls them")] = "cli",
    node: Annotated[str | None, typer.Option(help="community_… the bearer belongs to")] = None,
    organization: Annotated[str | None, typer.Option(help="org_… a contact speaks for")] = None,
    person: Annotated[str | None, typer.Option(help="person_… the bearer is")] = None,
    scope: Annotated[str | None, typer.Option(help="intake lets a service post needs, wishes, organizations")] = None,
    hours: Annotated[int, typer.Option(min=1, max=720, help="how long it is good")] = 12,
) -> None:
    """Sign a token with the local issuer's key (for trying; production has a sign-in provider)."""
    settings = read_settings()
    if settings.environment == "production":
        fail("ENVIRONMENT=production：请向统一登录平台申请令牌 get tokens from your sign-in provider")
    issuer = Issuer.open(settings.state_dir)
    lifetime = timedelta(hours=hours)
    parties = {"node": node, "organization": organization, "person": person, "scope": scope}
    print(issuer.token(role, subject, now=utc_now(), lifetime=lifetime, **parties))


def found_root(
    name: Annotated[str, typer.Option(help="as in 西城区")],
    level: Annotated[str, typer.Option(help="district, subdistrict or community")] = "district",
) -> None:
    """Found the first node of a new installation; prints its id. The same one twice is the same thing."""

    async def do() -> None:
        async with installation() as installed:
            print(await found(installed, name, level))

    run(do())
