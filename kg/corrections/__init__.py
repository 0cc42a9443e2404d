"""Corrections: what a person says of claims, names and things, told by what it says and applied by each build."""
