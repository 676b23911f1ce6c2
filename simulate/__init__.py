"""A company that lives: people at work, acting only through the API, as people do."""

from simulate.employee import Employee, Turned
from simulate.life import BETWEEN, ORDERS, Life, Staff
from simulate.state import Facts, Phase, state

__all__ = ["BETWEEN", "ORDERS", "Employee", "Facts", "Life", "Phase", "Staff", "Turned", "state"]
