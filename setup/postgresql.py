"""Which PostgreSQL can the tests use, and how is one with throw-away data started?"""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

import psycopg

from setup import debian
from setup.ports import free_port
from setup.steps import StepFailed, call

NAME = "PostgreSQL"
DIALECT = "postgresql+psycopg"  # SQLAlchemy's name; psycopg itself knows only the part before the plus sign
FOR_SPEED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


def usual() -> tuple[str, ...]:
    """Addresses where a developer's own server may let us in."""
    return (
        f"{DIALECT}://postgres@127.0.0.1:5432/postgres",
        f"{DIALECT}://postgres:postgres@127.0.0.1:5432/postgres",
    )


def answering(addresses: Iterable[str | None]) -> str | None:
    """The first address that lets us in and allows us to create databases."""
    return next((address for address in addresses if address and _lets_us_in(address)), None)


def _lets_us_in(address: str) -> bool:
    try:
        with psycopg.connect(address.replace(DIALECT, "postgresql", 1), connect_timeout=3) as connection:
            row = connection.execute("select rolsuper or rolcreatedb from pg_roles where rolname = current_user").fetchone()
    except psycopg.Error:
        return False
    return row is not None and bool(row[0])


def start() -> tuple[str, Path]:
    """A new server on a free port: its address and the folder that holds all of it."""
    tools = _tools()
    if tools is None and debian.may_install():
        debian.install("PostgreSQL", "postgresql")
        tools = _tools()
    if tools is None:
        raise StepFailed("No PostgreSQL answers on port 5432 and none is installed: install the package postgresql.")
    folder = Path(tempfile.mkdtemp(prefix="virke-postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    port = free_port()
    data, socket = f"{folder}/data", f"-c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    become = _become_postgres()
    initdb = [str(tools / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    call([*become, *initdb], "PostgreSQL's data folder could not be made.", folder)
    pg_ctl = [str(tools / "pg_ctl"), "-D", data, "-l", f"{folder}/log", "-w", "-o", f"-p {port} {socket} {FOR_SPEED}"]
    call([*become, *pg_ctl, "start"], f"PostgreSQL did not start; its log is {folder}/log.", folder)
    return f"{DIALECT}://postgres@127.0.0.1:{port}/postgres", folder


def stop(folder: Path) -> None:
    """Stop the server whose data lies in the folder."""
    tools = _tools()
    if tools is not None and (folder / "data").exists():
        pg_ctl = [str(tools / "pg_ctl"), "-D", f"{folder}/data", "-m", "immediate", "stop"]
        subprocess.run([*_become_postgres(), *pg_ctl], cwd="/", capture_output=True, check=False)


def _become_postgres() -> list[str]:
    """`initdb` and the server refuse to run as root."""
    if os.geteuid() != 0:
        return []
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        raise StepFailed("PostgreSQL refuses to run as root and there is no user postgres: add one.") from None
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]


def _tools() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, of the newest version installed."""
    folders = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if (folder / "initdb").exists()]
    if folders:
        return max(folders, key=lambda folder: int(re.sub(r"\D", "", folder.parent.name) or 0))
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None
