"""Tools without business meaning: database, errors, clock, money, operations, messages, numbers, links, audit."""
