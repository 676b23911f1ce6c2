"""Is an operation done once, and is a refused or failed one as if it had never been called?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from pydantic import BaseModel
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kit import operations, outbox
from kit.db import Database, execute
from kit.errors import Conflict
from kit.keys import KeyStr
from kit.operations import BusinessError, Context, Done, Failed, Refused, registry


class Weigh(BaseModel):
    kilos: Decimal
    order: KeyStr = 7


class Weighed(BaseModel):
    grams: Decimal
    order: KeyStr


@pytest.fixture(autouse=True)
def weigh() -> Iterator[None]:
    """An operation that leaves a row before it makes up its mind."""

    @operations.operation("test.weigh", label="Weigh", undo="test.unweigh")
    def weigh(ctx: Context, given: Weigh) -> Weighed:
        outbox.put(ctx.session, "mail", ctx.key, {"kilos": given.kilos}, company_id=ctx.company_id)
        if given.kilos < 0:
            raise BusinessError("TOO_LIGHT", "Nothing weighs less than nothing.")
        if given.kilos > 1000:
            raise LookupError("no scale")
        return Weighed(grams=given.kilos * 1000, order=given.order)

    @operations.operation("test.unweigh", label="Take off the scale")
    def unweigh(ctx: Context, given: Weighed) -> None:
        outbox.put(ctx.session, "mail", f"off:{given.grams}", {}, company_id=ctx.company_id)

    yield
    for name in ("test.weigh", "test.unweigh"):
        registry._operations.pop(name)


def count(session: Session) -> tuple[int, int]:
    calls = session.scalar(select(func.count()).select_from(operations.ServiceCall)) or 0
    items = session.scalar(select(func.count()).select_from(outbox.OutboxItem)) or 0
    return calls, items


def test_a_repeat_with_the_same_key_gives_the_first_result_and_does_nothing(database: Database) -> None:
    with database.transaction() as session:
        first = operations.call(session, "test.weigh", Context(session, 1, None, "k"), {"kilos": "3.50"})

    with database.transaction() as session:
        again = operations.call(session, "test.weigh", Context(session, 1, None, "k"), {"kilos": Decimal("3.5")})

        assert first == Done({"grams": Decimal("3500.00"), "order": "7"})
        assert again == Done({"grams": Decimal(3500), "order": "7"}, again=True)
        assert count(session) == (1, 1)


def test_the_same_key_with_another_request_is_refused(database: Database) -> None:
    with database.transaction() as session:
        operations.call(session, "test.weigh", Context(session, 1, None, "k"), {"kilos": 1})

        with pytest.raises(Conflict, match="another request"):
            operations.call(session, "test.weigh", Context(session, 1, None, "k"), {"kilos": 2})


@pytest.mark.parametrize(("kilos", "kind"), [(-1, Refused), (5000, Failed), ("a stone", Failed)])
def test_what_is_refused_or_fails_leaves_no_row_and_the_rest_of_the_step_stands(database: Database, kilos: object, kind: type) -> None:
    with database.transaction() as session:
        outbox.put(session, "mail", "before", {}, company_id=1)

        answer = operations.call(session, "test.weigh", Context(session, 1, None, "k"), {"kilos": kilos})

        assert isinstance(answer, kind)
    with database.reading() as session:
        assert count(session) == (0, 1)


def test_a_failed_call_can_be_mended_and_called_again_under_its_key(database: Database) -> None:
    with database.transaction() as session:
        operations.call(session, "test.weigh", Context(session, 1, None, "k"), {"kilos": 5000})

        assert operations.call(session, "test.weigh", Context(session, 1, None, "k"), {"kilos": 5}) == Done({"grams": Decimal(5000), "order": "7"})


def test_undo_gets_what_the_operation_was_given_and_gave(database: Database) -> None:
    with database.transaction() as session:
        operations.call(session, "test.weigh", Context(session, 1, None, "k"), {"kilos": 2})

        operations.undo(session, "test.weigh", Context(session, 1, None, "k:undo"), "k")

        off = session.scalars(select(outbox.OutboxItem.item_key).where(outbox.OutboxItem.item_key != "k")).one()
        undone = session.scalars(select(operations.ServiceCall).filter_by(call_key="k:undo")).one()
        assert Decimal(off.removeprefix("off:")) == 2000
        assert undone.compensates == "k"


def test_plain_statements_of_a_failed_operation_are_rolled_back_too(database: Database) -> None:
    @operations.operation("test.scribble", label="Scribble")
    def scribble(ctx: Context, given: Weigh) -> None:
        outbox.put(ctx.session, "mail", "before", {}, company_id=1)
        execute(ctx.session, "DELETE FROM outbox")
        raise LookupError("no pen")

    with database.transaction() as session:
        outbox.put(session, "mail", "kept", {}, company_id=1)
        session.flush()
        outcome = operations.call(session, "test.scribble", Context(session, 1, None, "s"), {"kilos": "1"})
    registry._operations.pop("test.scribble")

    assert isinstance(outcome, Failed)
    with database.reading() as session:
        assert count(session) == (0, 1)
