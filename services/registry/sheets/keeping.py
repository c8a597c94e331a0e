"""The file of an import, sealed under a key of its own until it is no longer needed."""

import hmac
from base64 import b64decode, b64encode

from services.registry.sheets.reading import read_table
from services.registry.sheets.table import Table
from shared.errors import Gone
from shared.privacy.vault import Vault


def digest_of(secret: bytes, file: bytes) -> str:
    """Tells two files apart, and without `secret` nothing about them: nobody can try out what may stand in one."""
    return hmac.digest(secret, b"sheet\0" + file, "sha256").hex()


async def keep(vault: Vault, sheet_import: str, file: bytes) -> None:
    """Seals `file`; a repeat changes nothing."""
    await vault.register(sheet_import)
    await vault.seal(sheet_import, sheet_import, {"file": b64encode(file).decode()})


async def kept(vault: Vault, sheet_import: str) -> bytes:
    """The file. Raises Gone when it was destroyed."""
    held = await vault.open(sheet_import, sheet_import)
    if held is None:
        raise Gone
    return b64decode(held["file"])


async def kept_table(vault: Vault, sheet_import: str) -> Table:
    """What stands in the file. Raises Gone, Malformed."""
    return await read_table(await kept(vault, sheet_import))
