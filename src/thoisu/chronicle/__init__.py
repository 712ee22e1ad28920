"""Across pages: copies, stories, entries, and what became of the plans.

All that is derived here is a function of the set of pages in the store and of the corrections made by hand, never of
the order in which the pages came. Every relation is therefore one between two records (is a copy of, belongs with,
tells the same act as), and families, stories and entries are its connected components.
"""
