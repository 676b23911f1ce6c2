"""How do tests lead a sale through the funnel, on the store and by a clock that moves?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

import engine
import main
from crm.sales.deals.tables import Deal
from crm.sales.leads.tables import Lead
from crm.sales.pipelines.tables import Stage
from crm.sales.quotes.tables import Quote
from engine.queries.views import TaskView
from erp.products.tables import Product
from kit.clock import MovingClock
from kit.db import Database
from people.access import Who
from processes.bundles import bundle
from tests.crm.stories import LEAD, done, pipeline, seller
from worker.embedded import run_all

FOLDER = Path(__file__).resolve().parents[2] / "processes"
MAY = frozenset({"task.work", "process.start", "process.operate", "record.read", "record.write"})
FORM = {**LEAD, "phone": "+4521222324", "employees": Decimal(60), "amount": Decimal(50000)}
QUALIFIED = {"outcome": "convert", "need": "Paint for the winter", "budget": "approved", "amount": Decimal(40000), "deal_name": "Winter paint"}

Made = TypeVar("Made", Lead, Deal, Quote)


@dataclass
class Funnel:
    """A company with two sellers, a manager and something to sell; and the one instance that runs."""

    database: Database
    clock: MovingClock
    anna: int = 0
    bent: int = 0
    mona: int = 0
    products: dict[str, int] = field(default_factory=dict)
    instance: int = 0

    @classmethod
    def opened(cls, database: Database, clock: MovingClock, *, sellers: bool = True) -> Funnel:
        main.teach()
        funnel = cls(database, clock)
        with database.transaction() as session:
            pipeline(session)
            funnel.mona = seller(session, "Mona", role="sales-manager")
            if sellers:
                funnel.anna, funnel.bent = seller(session, "Anna"), seller(session, "Bent")
            for sku, price, cost in (("CHAI", "18", "9"), ("TOFU", "23.25", "20"), ("SILO", "60000", "20000")):
                made = Product(company_id=1, sku=sku, name=sku.title(), unit_price=Decimal(price), cost=Decimal(cost))
                session.add(made)
                session.flush()
                funnel.products[sku] = made.id
            for folder in ("approve", "order-to-delivery", "sales-funnel"):
                engine.deploy(session, bundle(FOLDER / folder).files)
        return funnel

    def hires(self, name: str) -> int:
        with self.database.transaction() as session:
            return seller(session, name)

    def who(self, user: int, *roles: str) -> Who:
        return Who(user, "Somebody", 1, level=2, roles=frozenset(roles), permissions=MAY)

    @property
    def everybody(self) -> Who:
        return self.who(self.anna, "marketing", "sales", "sales-manager", "manager")

    def begins(self, **lead: object) -> None:
        """Somebody writes down a lead."""
        with self.database.transaction() as session:
            self.instance = engine.start(session, "sales-funnel", {**FORM, **lead}, who=self.everybody)
        run_all(self.database)

    def open_tasks(self) -> list[str]:
        with self.database.reading() as session:
            return sorted(task.element_id for task in self._tasks(session))

    def finishes(self, element: str, by: int = 0, **answers: object) -> None:
        """Whoever has the task does it, or somebody who may take it."""
        with self.database.transaction() as session:
            task = next(each for each in self._tasks(session) if each.element_id == element)
            user = by or (int(task.assignee) if task.assignee else self.anna)
            worker = self.who(user, "marketing", "sales", "sales-manager", "manager")
            engine.claim(session, task.key, who=worker)
            engine.complete_task(session, task.key, answers, who=worker)
        run_all(self.database)

    def _tasks(self, session: Session) -> list[TaskView]:
        return list(engine.search_tasks(session, engine.TasksWanted(state="CREATED"), who=self.everybody).items)

    def does(self, operation: str, **given: object) -> dict[str, object]:
        """Somebody does it on a page."""
        with self.database.transaction() as session:
            result = done(session, operation, given)
        run_all(self.database)
        return result

    def waits(self, **how_long: float) -> None:
        self.clock.advance(timedelta(**how_long))
        run_all(self.database)

    def to_the_quote(self, **lead: object) -> None:
        """As far as *Prepare quote*."""
        self.begins(**lead)
        self.finishes("make_contact", kind="call", text="Rang them up")
        self.finishes("qualify", 0, **QUALIFIED)
        self.finishes("discovery", need="Paint for the winter")

    def quotes(self, sku: str = "CHAI", quantity: int = 100, discount: int | None = None, **terms: object) -> None:
        line = {"product": str(self.products[sku]), "quantity": Decimal(quantity), "unit_price": None, "discount": discount and Decimal(discount)}
        self.finishes("prepare_quote", 0, lines=[line], **terms)

    def lead(self) -> Lead:
        return self._read(select(Lead))

    def deal(self) -> Deal:
        return self._read(select(Deal))

    def stage(self) -> str:
        with self.database.reading() as session:
            return session.scalars(select(Stage.code).join(Deal, Deal.stage_id == Stage.id)).one()

    def quote(self) -> Quote:
        """The last revision."""
        return self._read(select(Quote).order_by(Quote.revision.desc(), Quote.id.desc()).limit(1))

    def _read(self, statement: Select[Made]) -> Made:
        """The one row, as it is now."""
        with self.database.reading() as session:
            found = session.scalars(statement).one()
            session.expunge_all()
            return found

    def ended_at(self) -> str:
        """The end event that the instance reached; nothing while it runs, or where something is wrong."""
        with self.database.reading() as session:
            assert engine.incidents(session, who=self.everybody) == []
            view = engine.instance(session, self.instance, who=self.everybody).instance
            steps = engine.history(session, self.instance, who=self.everybody)
            ends = [step.element_id for step in steps if step.element_type == "END_EVENT"]
            return ends[-1] if view.state == "COMPLETED" else ""
