"""Facts read off clauses: what a clause says that happens, to what, and when."""
