"""A company that lives: people at work, acting only through the API, as people do."""

from simulate.employee import Employee
from simulate.life import BETWEEN, ORDERS, Life, Staff
from simulate.person import Person, Turned
from simulate.state import Facts, Phase, state
from simulate.trading import Books, Hands, Trading

__all__ = ["BETWEEN", "ORDERS", "Books", "Employee", "Facts", "Hands", "Life", "Person", "Phase", "Staff", "Trading", "Turned", "state"]
