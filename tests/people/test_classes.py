"""Does a person read only the field classes that their level reaches, in their own company?"""

from __future__ import annotations

from dataclasses import replace

from kit.db import Database
from people.access import Who, readable_classes
from people.access.tables import FieldClass

LEADER = Who(user_id=1, name="Lise", company_id=1, level=2)


def test_a_class_is_read_from_its_level_and_only_in_its_company(database: Database) -> None:
    with database.transaction() as session:
        session.add_all(
            [
                FieldClass(company_id=1, code="credit", minimum_level=2),
                FieldClass(company_id=1, code="salary", minimum_level=3),
                FieldClass(company_id=2, code="margin", minimum_level=1),
            ]
        )
        session.flush()

        assert readable_classes(session, LEADER) == {"credit"}
        assert readable_classes(session, replace(LEADER, level=5)) == {"credit", "salary"}
        assert readable_classes(session, replace(LEADER, level=1)) == frozenset()
