"""Installing RabbitMQ on Debian without its service being started."""

from pathlib import Path

from services.embedded.programs import apt_install

POLICY = Path("/usr/sbin/policy-rc.d")


def install_rabbitmq() -> bool:
    """Whether `rabbitmq-server` is installed now; Debian would start it, so that is forbidden meanwhile."""
    ours = not POLICY.exists()
    try:
        if ours and POLICY.parent.exists():
            POLICY.write_text("#!/bin/sh\nexit 101\n")
            POLICY.chmod(0o755)
        return apt_install("rabbitmq-server")
    except PermissionError:
        return False
    finally:
        if ours:
            POLICY.unlink(missing_ok=True)
