"""Are shipped bundles deployed once, and never over what a person has released?"""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import deploy
from engine.tables import ProcessDefinition
from kit.db import Database
from people.access import Who, ensure_roles
from processes.bundles import Bundle, bundles, seed
from processes.words import teach

DORTE = Who(7, "Dorte", 1, permissions=frozenset({"process.deploy"}))


@pytest.fixture
def shipped(database: Database) -> Bundle:
    teach()
    with database.transaction() as session:
        ensure_roles(session)
    return next(each for each in bundles() if each.name == "order-to-delivery")


def changed(bundle: Bundle, mark: bytes) -> Bundle:
    """The bundle with another model: a comment more."""
    files = {file: content + b"\n<!-- " + mark + b" -->\n" if file.endswith(".bpmn") else content for file, content in bundle.files.items()}
    return dataclasses.replace(bundle, files=files)


def versions(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(ProcessDefinition)) or 0


def test_a_bundle_is_deployed_once_and_again_when_it_has_changed(database: Database, shipped: Bundle) -> None:
    with database.transaction() as session:
        assert seed(session, shipped)
        assert seed(session, shipped)
        assert versions(session) == 1
        assert seed(session, changed(shipped, b"new"))
        assert versions(session) == 2
        assert seed(session, shipped), "an old one is no news"
        assert versions(session) == 2


def test_what_a_person_released_is_not_replaced(database: Database, shipped: Bundle) -> None:
    with database.transaction() as session:
        seed(session, shipped)
        deploy(session, changed(shipped, b"by hand").files, who=DORTE)

        assert seed(session, shipped), "the seed that was there before is no news"
        assert not seed(session, changed(shipped, b"new")), "it is only offered"
        assert versions(session) == 2


def test_every_shipped_bundle_is_deployed_as_it_stands(database: Database, shipped: Bundle) -> None:
    with database.transaction() as session:
        assert all(seed(session, each) for each in bundles())
