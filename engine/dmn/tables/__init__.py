"""Decision tables: reading, matching, hit policies, and what lint finds in them."""
