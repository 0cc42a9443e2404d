"""Shards: the facts of some pages in one file that is kept for as long as its pages and our rules stay the same."""
