"""Companies: the books that are kept apart, and the departments in them."""

from people.companies.tables import Company, Department

__all__ = ["Company", "Department"]
