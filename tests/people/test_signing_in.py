"""Who gets in, who is kept out, and when does it end?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy import select

from kit.clock import MovingClock
from kit.db import Database
from kit.errors import Forbidden, Invalid, TooMany, Unauthorized
from people.access import (
    forget_expired,
    issue_api_token,
    passwords,
    session_of,
    set_password,
    sign_in,
    sign_out,
    switch_company,
    throttle,
    who_of,
    who_of_token,
)
from people.access.tables import ApiToken, AppUser, RoleGrant, UserSession
from tests.people.northwind import PASSWORD, build, role

EMAIL = "lise@northwind.example"
DESK = "192.0.2.1"


@pytest.fixture(autouse=True)
def nobody_has_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "_limiter", MovingWindowRateLimiter(MemoryStorage()))


def test_the_right_password_opens_a_session_of_which_only_a_hash_is_kept(database: Database) -> None:
    with database.transaction() as session:
        house = build(session)
        signed_in = sign_in(session, " Lise@Northwind.example ", PASSWORD, address=DESK)

    with database.reading() as session:
        who, csrf = session_of(session, signed_in.token)
        kept = session.scalars(select(UserSession)).one()

        assert who == signed_in.who == who_of(session, house.lise, house.north)
        assert len(csrf) >= 32
        assert signed_in.token not in {kept.token_hash, kept.csrf}


def test_wrong_password_unknown_and_closed_user_and_one_without_a_password_hear_the_same(database: Database) -> None:
    with database.transaction() as session:
        house = build(session)
        session.add(AppUser(email="new@northwind.example", name="New"))
        session.flush()
        said = {_refusal(database, email, "wrong") for email in (EMAIL, "nobody@northwind.example")}
        said.add(_refusal(database, "new@northwind.example", "the password of nobody"))
        session.get_one(AppUser, house.lise).active = False
        session.flush()
        with pytest.raises(Unauthorized) as refused:
            sign_in(session, EMAIL, PASSWORD, address=DESK)

    assert said == {refused.value.message}


def _refusal(database: Database, email: str, password: str) -> str:
    with database.reading() as session, pytest.raises(Unauthorized) as refused:
        sign_in(session, email, password, address=DESK)
    return refused.value.message


def test_an_unknown_user_costs_the_same_work(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(type(passwords._hasher), "verify", lambda _self, _password, kept: asked.append(kept))

    _refusal(database, "nobody@northwind.example", "wrong")

    assert [kept.split("$")[1:4] for kept in asked] == [passwords._nobodys_hash().split("$")[1:4]]


def test_guessing_stops_and_the_right_password_no_longer_helps(database: Database) -> None:
    with database.transaction() as session:
        build(session)
        for _attempt in range(throttle.PER_PAIR.amount):
            with pytest.raises(Unauthorized):
                sign_in(session, EMAIL, "wrong", address=DESK)

        with pytest.raises(TooMany) as refused:
            sign_in(session, EMAIL, PASSWORD, address=DESK)

        assert "15" in refused.value.message
        assert sign_in(session, EMAIL, PASSWORD, address="192.0.2.2").who.name == "Lise"


def test_one_address_cannot_try_everybody_nor_many_addresses_one_person(monkeypatch: pytest.MonkeyPatch) -> None:
    for tries in range(throttle.PER_ADDRESS.amount):
        throttle.count_attempt(f"{tries}@northwind.example", DESK)
    with pytest.raises(TooMany):
        throttle.count_attempt("another@northwind.example", DESK)

    for tries in range(throttle.PER_EMAIL.amount):
        throttle.count_attempt(EMAIL, f"198.51.100.{tries}")
    with pytest.raises(TooMany):
        throttle.count_attempt(EMAIL, "203.0.113.1")


def test_a_session_ends_by_itself(database: Database, moving_clock: MovingClock) -> None:
    with database.transaction() as session:
        build(session)
        token = sign_in(session, EMAIL, PASSWORD, address=DESK).token
        moving_clock.advance(timedelta(hours=12) - timedelta(seconds=1))
        session_of(session, token)
        moving_clock.advance(timedelta(seconds=1))

        with pytest.raises(Unauthorized, match="Sign in again"):
            session_of(session, token)

        forget_expired(session)
        assert session.scalars(select(UserSession)).all() == []


def test_signing_out_ends_it_at_once_and_twice_is_no_trouble(database: Database) -> None:
    with database.transaction() as session:
        build(session)
        token = sign_in(session, EMAIL, PASSWORD, address=DESK).token

        sign_out(session, token)
        sign_out(session, token)

        with pytest.raises(Unauthorized):
            session_of(session, token)


def test_a_new_password_ends_every_session_and_api_token(database: Database) -> None:
    with database.transaction() as session:
        house = build(session)
        signed_in = sign_in(session, EMAIL, PASSWORD, address=DESK)
        api_token = issue_api_token(session, signed_in.who, "report")

        set_password(session, session.get_one(AppUser, house.lise), "another long password")

        with pytest.raises(Unauthorized):
            session_of(session, signed_in.token)
        with pytest.raises(Unauthorized):
            who_of_token(session, api_token)
        with pytest.raises(Invalid) as refused:
            set_password(session, session.get_one(AppUser, house.lise), "short")
        assert set(refused.value.fields) == {"password"}


def test_the_company_changes_only_to_one_where_a_role_is_held(database: Database) -> None:
    with database.transaction() as session:
        house = build(session)
        token = sign_in(session, EMAIL, PASSWORD, address=DESK).token
        with pytest.raises(Forbidden):
            switch_company(session, token, house.south)
        assert session_of(session, token)[0].company_id == house.north

        session.add(RoleGrant(user_id=house.lise, role_id=role(session, "hr"), company_id=house.south))
        session.flush()

        assert switch_company(session, token, house.south) == session_of(session, token)[0]
        assert session_of(session, token)[0].roles == {"hr"}


def test_a_right_taken_away_is_gone_from_the_open_session(database: Database) -> None:
    with database.transaction() as session:
        build(session)
        token = sign_in(session, EMAIL, PASSWORD, address=DESK).token
        session.delete(session.scalars(select(RoleGrant)).one())
        session.flush()

        with pytest.raises(Forbidden):
            session_of(session, token)
        with pytest.raises(Forbidden, match="any company"):
            sign_in(session, EMAIL, PASSWORD, address=DESK)


def test_an_api_token_acts_as_its_person_until_it_expires(database: Database, moving_clock: MovingClock) -> None:
    with database.transaction() as session:
        house = build(session)
        lise = who_of(session, house.lise, house.north)
        token = issue_api_token(session, lise, "report", moving_clock.now() + timedelta(days=1))

        assert who_of_token(session, token) == lise
        assert session.scalars(select(ApiToken.token_hash)).one() != token
        moving_clock.advance(timedelta(days=1))
        with pytest.raises(Unauthorized):
            who_of_token(session, token)
