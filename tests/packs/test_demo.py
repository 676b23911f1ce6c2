"""Is the demo company whole, and is it made only once?"""

from __future__ import annotations

from sqlalchemy import func, select

from erp.inventory.tables import StockBalance
from erp.parties.tables import Party
from erp.products.tables import Product
from kit.db import Database
from packs import demo
from people.access import who_of
from people.access.tables import AppUser, RoleGrant


def test_everybody_has_their_role_in_the_demo_company(database: Database) -> None:
    with database.transaction() as session:
        assert demo.is_empty(session)
        company = demo.seed(session)
        assert not demo.is_empty(session)
        for person in demo.PEOPLE:
            user = session.scalars(select(AppUser).filter_by(email=person.email)).one()
            assert who_of(session, user.id, company).roles == {person.role}


def test_making_it_again_makes_nothing_twice(database: Database) -> None:
    seen = []
    for _time in range(2):
        with database.transaction() as session:
            demo.seed(session)
        with database.reading() as session:
            stock = session.scalar(select(func.sum(StockBalance.quantity)))
            seen.append((stock, *(session.scalar(select(func.count()).select_from(table)) for table in (Product, Party, AppUser, RoleGrant))))

    assert seen[0] == seen[1]
    assert seen[0][0]
