"""What do tests in a real browser share? Chromium, the demo company behind a server, and the eyes of axe."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from sqlalchemy import select

import engine
import main
from cli.serving import Server, address, listen
from erp.parties.tables import PartyCompany
from erp.products.tables import Product
from kit import operations
from kit.db import Base, Database
from kit.operations import Context, Done
from packs import demo
from processes.bundles import bundles, seed
from processes.words import teach
from setup.debian import BROWSERS
from tests.conftest import _load_tables
from tests.engine.commands.test_decisions import USUAL, process
from ui.pulse import end_all

ROOT = Path(__file__).resolve().parents[3]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
PEOPLE = {"en": "palle@nordlys.example", "da": "lise@nordlys.example"}
"""Two who work in the warehouse, by the language that they read."""


@dataclass(frozen=True)
class Nordlys:
    """The demo company with its server."""

    base: str
    database: Database
    company: int

    def order(self, nth: int = 0) -> int:
        """A new order that waits to be picked, of another product and customer for each number; gives its instance."""
        with self.database.transaction() as session:
            product = session.scalars(select(Product).filter_by(company_id=self.company).order_by(Product.sku).offset(nth).limit(1)).one()
            customers = select(PartyCompany.party_id).filter_by(company_id=self.company, is_customer=True).order_by(PartyCompany.party_id)
            party = session.scalars(customers.offset(nth).limit(1)).one()
            lines = [{"product": product.id, "quantity": 2, "unit_price": product.unit_price, "discount": "0"}]
            given = {"party": party, "currency": "DKK", "lines": lines}
            context = Context(session, self.company, None, f"browser {threading.get_ident()} {os.urandom(4).hex()}")
            made = operations.call(session, "sales.create-order", context, given)
            assert isinstance(made, Done), made
            return engine.start(session, "order-to-delivery", {"order": made.result["order"]}, company_id=self.company)

    def decided(self) -> int:
        """An instance that has asked for a decision."""
        with self.database.transaction() as session:
            engine.deploy(session, {"orders.bpmn": process(), "rebates.dmn": USUAL}, company_id=self.company)
            return engine.start(session, "orders", {"amount": Decimal(1200), "rating": "A"}, company_id=self.company)


@pytest.fixture(scope="session")
def chromium() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("There is no Chromium: `make setup` installs it.")
        pytest.skip("There is no Chromium: `make setup` installs it.")
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium: str) -> dict[str, Any]:
    return {"executable_path": chromium, "args": ["--no-sandbox"] if os.geteuid() == 0 else []}


@pytest.fixture(scope="session")
def scripts() -> None:
    """The pages' scripts; `make` has bundled them, a bare pytest may come first, and in several processes."""
    with (ROOT / "setup/bundle.mjs").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (ROOT / "ui/static/build/icons.svg").exists():
            subprocess.run(["node", "setup/bundle.mjs"], cwd=ROOT, check=True)


@pytest.fixture(scope="session")
def day_one(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The demo company before its first order, as a file to copy, and the company's key."""
    _load_tables()
    teach()
    file = tmp_path_factory.mktemp("nordlys") / "virke.db"
    database = Database(f"sqlite:///{file}")
    Base.metadata.create_all(database.engine)
    with database.transaction() as session:
        company = demo.seed(session)
    for bundle in bundles(ROOT / "processes"):
        with database.transaction() as session:
            seed(session, bundle)
    database.dispose()
    return file, company


@pytest.fixture
def nordlys(tmp_path: Path, day_one: tuple[Path, int], scripts: None) -> Iterator[Nordlys]:
    """A server of its own for each test, on a free port of loopback."""
    file, company = day_one
    database = Database(f"sqlite:///{shutil.copy(file, tmp_path)}")
    listener, ready = listen("127.0.0.1", 18080), threading.Event()
    config = uvicorn.Config(main.assemble(database), log_level="warning", ws="none", timeout_graceful_shutdown=1)
    server = Server(config, ready.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    assert ready.wait(20)
    host, port = address(listener)
    yield Nordlys(f"http://{host}:{port}", database, company)
    end_all()
    server.should_exit = True
    thread.join(20)
    listener.close()


@dataclass(frozen=True)
class Reader:
    """A person at a browser."""

    page: Page
    base: str

    def goes_to(self, path: str) -> None:
        self.page.goto(f"{self.base}{path}")

    def signs_in(self, email: str) -> None:
        self.goes_to("/sign-in")
        self.page.fill("#email", email)
        self.page.fill("#password", demo.PASSWORD)
        self.page.click("button.primary")
        self.page.wait_for_url("**/inbox")

    def finds_no_barrier(self) -> None:
        """What axe finds that keeps people out, by rule and place."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html).slice(0, 3)])")
        assert found == [], (self.page.url, found)


def is_trouble(message: ConsoleMessage) -> bool:
    """A page with a refusal is no trouble; a script or style that the policy stops is."""
    return message.type == "error" and not message.text.startswith("Failed to load resource: the server responded with a status of 4")


@pytest.fixture
def readers(browser: Browser, nordlys: Nordlys) -> Iterator[Any]:
    """Opens browsers of a width and a language; at the end none of them may have heard of an error."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def opened(size: dict[str, int], language: str = "en", **more: Any) -> Reader:
        context = browser.new_context(viewport={"width": size["width"], "height": size["height"]}, locale=language, **more)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text) if is_trouble(message) else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return Reader(page, nordlys.base)

    yield opened
    for context in contexts:
        context.close()
    assert errors == []
