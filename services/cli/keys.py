"""Changing what personal data are sealed and found by, while everything runs."""

from functools import partial

from services.catalogue import SERVICES
from services.cli.terminal import console, installation, run
from services.registry.queries.matches import phone_index
from shared.privacy.vault import Vault
from shared.runtime.installation import Installation, Unusable


def rewrap() -> None:
    """Bring all keys of persons from MASTER_KEY_FILE_OTHER, the former master key, under MASTER_KEY_FILE."""

    async def do() -> None:
        async with installation() as installed:
            if installed.settings.master_key_file_other is None:
                raise Unusable("MASTER_KEY_FILE_OTHER: it has to name the file of the former master key")
            moved = await (await _vault(installed)).keys.rewrap()
            console.print(f"改由新主密钥包裹的个人密钥 keys now under the new master key: {moved}")

    run(do())


def reindex() -> None:
    """Let persons be found by their phone again after SECRET was changed."""

    async def do() -> None:
        async with installation() as installed:
            changed = await (await _vault(installed)).reindex("phone", partial(phone_index, installed.secret))
            console.print(f"更新的电话索引 phone indexes made anew: {changed}")

    run(do())


async def _vault(installed: Installation) -> Vault:
    vault = (await installed.service(SERVICES["registry"])).vault
    assert vault, "registry keeps the vault"
    return vault
