"""What does setting up make, and from which files?"""

import subprocess
import venv

from setup.root import ENVIRONMENT as FOLDER
from setup.root import ENVIRONMENT_PYTHON, NOTES, ROOT
from setup.steps import Step, call

PIP = [str(ENVIRONMENT_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]


def _environment_works() -> bool:
    if not ENVIRONMENT_PYTHON.exists():
        return False
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    command = [str(ENVIRONMENT_PYTHON), "-c", check]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _make_environment() -> None:
    if not _environment_works():
        venv.create(FOLDER, clear=True, with_pip=True, symlinks=True)


def _install_packages() -> None:
    call([*PIP, "-r", "requirements.txt"], "The Python packages could not be installed: is a package index reachable?")


def _install_test_packages() -> None:
    wanted = ["-r", "requirements.txt", "-r", "requirements-dev.txt"]
    call([*PIP, *wanted], "The Python packages for the tests could not be installed: is a package index reachable?")


def _install_node_modules() -> None:
    call(["npm", "ci"], "The packages for the pages could not be installed: is an npm registry reachable?")


def _bundle() -> None:
    call(["node", "setup/bundle.mjs"], "The pages' scripts could not be bundled.")


def _compile_translations() -> None:
    if any(ROOT.glob("locale/*/LC_MESSAGES/virke.po")):
        pybabel = [str(ENVIRONMENT_PYTHON), "-m", "babel.messages.frontend", "compile"]
        call([*pybabel, "--directory", "locale", "--domain", "virke"], "The translations could not be compiled.")


def _translations_stand() -> bool:
    return all(catalog.with_suffix(".mo").exists() for catalog in ROOT.glob("locale/*/LC_MESSAGES/virke.po"))


ENVIRONMENT = Step("Making the virtual environment", (), FOLDER / "made", _make_environment, ENVIRONMENT_PYTHON.exists)
PACKAGES = Step("Installing Python packages", ("requirements.txt",), FOLDER / "packages", _install_packages)
TEST_PACKAGES = Step(
    "Installing Python packages for tests and checks",
    ("requirements.txt", "requirements-dev.txt"),
    FOLDER / "test-packages",
    _install_test_packages,
)
NODE_MODULES = Step(
    "Installing packages for the pages",
    ("package.json", "package-lock.json", ".npmrc"),
    ROOT / "node_modules" / ".made",
    _install_node_modules,
)
BUNDLE = Step(
    "Bundling the pages' scripts",
    ("package-lock.json", "tsconfig.json", "setup/bundle.mjs", "ui/src/**/*"),
    ROOT / "ui" / "static" / "build" / ".made",
    _bundle,
)
TRANSLATIONS = Step(
    "Compiling translations",
    ("locale/*/LC_MESSAGES/virke.po",),
    NOTES / "translations",
    _compile_translations,
    _translations_stand,
)
