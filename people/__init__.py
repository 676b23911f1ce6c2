"""People: companies, access, notices."""
