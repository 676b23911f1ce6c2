"""Where does this checkout keep what setting up makes?"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
ENVIRONMENT_PYTHON = ENVIRONMENT / "bin" / "python"
NOTES = ROOT / ".setup"
SERVICES_ENV = NOTES / "services.env"
