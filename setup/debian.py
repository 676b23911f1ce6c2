"""Is there a browser for the tests? As root on Debian, install it; else say what will be missed."""

import os
import shutil
from pathlib import Path

from setup.steps import StepFailed, call

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser() -> None:
    """Make sure of Chromium; where that cannot be, say so, and on a build server fail."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    if may_install():
        install("Chromium for the tests in a browser", "chromium", "fonts-dejavu-core", "fonts-liberation")
        return
    sentence = "No Chromium was found, so the tests in a browser cannot run: install the package chromium."
    if os.environ.get("CI"):
        raise StepFailed(sentence)
    print(sentence, flush=True)


def may_install() -> bool:
    """True for root on Debian or a child of it."""
    return os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def install(says: str, *packages: str) -> None:
    """Install Debian packages by name."""
    print(f"Installing {says} …", flush=True)
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    call([*apt, "update"], "Debian's lists of packages could not be read: is a mirror reachable?")
    call([*apt, "install", "--no-install-recommends", *packages], f"Could not install {', '.join(packages)}.")
