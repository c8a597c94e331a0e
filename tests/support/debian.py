"""What the tests need of Debian: servers without their services being started, and a browser."""

import os
import shutil
import subprocess
from pathlib import Path

from services.embedded.programs import NotInstalled, apt_install

POLICY = Path("/usr/sbin/policy-rc.d")


def install_rabbitmq() -> bool:
    """Whether `rabbitmq-server` is installed now."""
    return install_quietly("rabbitmq-server")


def install_quietly(package: str) -> bool:
    """Whether `package` is installed now; Debian would start its service, so that is forbidden meanwhile."""
    ours = not POLICY.exists()
    try:
        if ours and POLICY.parent.exists():
            POLICY.write_text("#!/bin/sh\nexit 101\n")
            POLICY.chmod(0o755)
        return apt_install(package)
    except PermissionError:
        return False
    finally:
        if ours:
            POLICY.unlink(missing_ok=True)


def find_chromium() -> Path:
    """Chromium with letters for Chinese: CHROMIUM, else the one on PATH, else Debian's, installed where we may.

    Raises NotInstalled saying what to install.
    """
    if not (_chromium() and _has_chinese()):
        apt_install("chromium", "fonts-noto-cjk")
    found = _chromium()
    if found is None or not _has_chinese():
        raise NotInstalled("请安装 chromium 和中文字体 / install chromium and a Chinese font: chromium fonts-noto-cjk")
    return found


def _chromium() -> Path | None:
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((Path(found) for name in names if name and (found := shutil.which(name))), None)


def _has_chinese() -> bool:
    if shutil.which("fc-list") is None:
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout.strip())
