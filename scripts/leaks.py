"""Looks for passwords, tokens and private keys in what git keeps: `python -m scripts.leaks`."""

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import default_settings

ROOT = Path(__file__).parent.parent
OPENS_NOTHING = ("dev", "chaos", "bench", "geheim", "guessed", "another", "value", "metadata")
"""Passwords of the servers that tests start for themselves, and what stands for one in an example."""
ONLY_NAMES = r"[sS]ecretName\b"
"""In manifests: where a secret is, not what it is."""
_REGEX = "detect_secrets.filters.regex"
NOT_FOR_US = ("Base64HighEntropyString", "HexHighEntropyString", "IPPublicDetector")
"""Our ids and locks look random all over, and an address is no secret."""
PLANTED = "amqp://registry:{}@rabbit/\naws_access_key_id = {}\n-----BEGIN {} KEY-----\n"  # found, or nothing can be


def findings(files: Iterable[Path]) -> list[str]:
    """Where in `files` something looks like a secret, and what kind of one."""
    found = SecretsCollection(root=str(ROOT))
    with default_settings() as settings:
        settings.disable_plugins(*NOT_FOR_US)
        settings.filters[f"{_REGEX}.should_exclude_secret"] = {"pattern": [rf"^{word}$" for word in OPENS_NOTHING]}
        settings.filters[f"{_REGEX}.should_exclude_line"] = {"pattern": [ONLY_NAMES]}
        found.scan_files(*map(str, files))
    return sorted(f"{name}:{each.line_number}: {each.type}" for name, each in found)


def kept_files() -> list[Path]:
    """All files that git keeps, or would. Raises CalledProcessError where there is no git."""
    command = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)  # noqa: S603
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def can_look() -> bool:
    """Whether the scanner finds what is planted for it."""
    with tempfile.TemporaryDirectory() as directory:
        planted = Path(directory, "planted.txt")
        planted.write_text(PLANTED.format("correct-horse", f"AKIA{'Q7ZXWPLM4KDB2VNC'}", "RSA PRIVATE"))
        return len(findings([planted])) == PLANTED.count("\n")


def main() -> int:
    """Exit status 1 where a secret was found, or nothing could be looked at."""
    files = kept_files()
    if not files or not can_look():
        print("没能查找密钥 could not look for secrets: no files, or the scanner misses what is planted for it")
        return 1
    found = findings(files)
    for line in found:
        print(line)
    if found:
        print(
            "以上像是密码或密钥：请撤换并移出仓库；若只是测试所用，请改用 scripts/leaks.py 里列出的字样。"
            " These look like secrets: replace them where they are used, and take them out of git; for a test's own"
            " server use a word that OPENS_NOTHING in scripts/leaks.py has."
        )
    else:
        print(f"{len(files)} 个文件里没有密钥 no secrets in {len(files)} files")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
