"""What the operator decides, read from VIRKE_* environment variables."""

from __future__ import annotations

import contextlib
import os
import secrets
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Defaults are the embedded profile: one process and SQLite in the data folder."""

    model_config = SettingsConfigDict(env_prefix="VIRKE_", frozen=True)

    data_dir: Path = Path("data")
    database_url: str = ""
    broker_url: str = ""
    profile: Literal["embedded", "scaled"] = "embedded"
    host: str = "127.0.0.1"
    port: int = 8080
    secret: str = ""
    """Signs CSRF tokens and seals the audit chain; made once in the data folder when empty."""
    secure_cookies: bool = False
    """True behind HTTPS: cookies are then marked Secure."""
    session_hours: int = 12
    time_zone: str = "Europe/Copenhagen"
    request_megabytes: int = 32
    """The largest request that is read; files in a form count too."""
    file_megabytes: int = 16
    """The largest file that a form keeps."""
    simulation: bool = True
    """Let orders come in and people work in the demo company once the server answers."""
    processes_dir: Path = Path(__file__).resolve().parent.parent / "processes"

    def key(self) -> bytes:
        """The secret; made and kept in the data folder, for its owner alone, when none is set."""
        if self.secret:
            return self.secret.encode()
        kept = self.data_dir / "secret"
        if not kept.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileExistsError), os.fdopen(os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(32))
        return kept.read_bytes()

    def url(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'virke.db'}"


@cache
def settings() -> Settings:
    return Settings()
