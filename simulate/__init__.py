"""A company that lives: people at work, acting only through the API, as people do."""

from simulate.employee import Employee, Turned
from simulate.life import Life, Order, Staff
from simulate.state import Facts, Phase, state

__all__ = ["Employee", "Facts", "Life", "Order", "Phase", "Staff", "Turned", "state"]
