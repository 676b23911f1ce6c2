"""The demo company: a Danish wholesaler with its people, products, customers, opening stock, sales and purchases."""

from __future__ import annotations

from sqlalchemy.orm import Session

from packs.demo.buying import open_purchasing
from packs.demo.house import PASSWORD, PEOPLE, DemoUser, company_of, open_house
from packs.demo.selling import open_pipeline
from packs.demo.trade import stock_shelves
from people.companies import Company

__all__ = ["PASSWORD", "PEOPLE", "DemoUser", "company_of", "is_empty", "seed"]


def is_empty(session: Session) -> bool:
    """Whether nobody has made a company here yet."""
    return session.query(Company.id).first() is None


def seed(session: Session) -> int:
    """Make what is missing of the demo company, and nothing twice; gives the company's key."""
    company = open_house(session)
    stock_shelves(session, company)
    open_pipeline(session, company)
    open_purchasing(session, company)
    return company
