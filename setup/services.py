"""Are PostgreSQL and Redis here for the tests? Use what answers, else start our own, and note the addresses."""

import json
import os
import shutil
import sys
from pathlib import Path

from setup import postgresql, redis_server
from setup.root import NOTES, SERVICES_ENV
from setup.steps import StepFailed

STARTED = NOTES / "started.json"
SERVICES = {"VIRKE_TEST_POSTGRES_URL": postgresql, "VIRKE_TEST_REDIS_URL": redis_server}


def start() -> int:
    """Find or start each service; the number of those that are not there."""
    NOTES.mkdir(exist_ok=True)
    addresses, started, missing = _noted(), _started(), 0
    for variable, service in SERVICES.items():
        try:
            address = service.answering((os.environ.get(variable), addresses.get(variable), *service.usual()))
            if address is None:
                address, folder = service.start()
                started[variable] = str(folder)
            addresses[variable] = address
            print(f"{service.NAME} answers at {address}", flush=True)
        except StepFailed as trouble:
            addresses.pop(variable, None)
            missing += 1
            print(trouble, file=sys.stderr)
    SERVICES_ENV.write_text("".join(f"{name}={address}\n" for name, address in addresses.items()), encoding="utf-8")
    STARTED.write_text(json.dumps(started), encoding="utf-8")
    return missing


def stop() -> int:
    """Stop what we started and remove its data."""
    for variable, folder in _started().items():
        SERVICES[variable].stop(Path(folder))
        shutil.rmtree(folder, ignore_errors=True)
    STARTED.unlink(missing_ok=True)
    SERVICES_ENV.unlink(missing_ok=True)
    return 0


def _noted() -> dict[str, str]:
    if not SERVICES_ENV.exists():
        return {}
    return dict(line.split("=", 1) for line in SERVICES_ENV.read_text(encoding="utf-8").splitlines())


def _started() -> dict[str, str]:
    noted: dict[str, str] = json.loads(STARTED.read_text(encoding="utf-8")) if STARTED.exists() else {}
    return noted


if __name__ == "__main__":
    sys.exit({"start": start, "stop": stop}[sys.argv[1]]())
