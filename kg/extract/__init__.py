"""From a page to what it says: the stages in their order for one document. `kg.pipeline` does it for many."""

from kg.extract.claims import article_claims
from kg.extract.facts import Reading, article_facts, linked_facts, read_article, read_frames
from kg.extract.names import link_article, read_mentions, read_sentence
from kg.extract.page import page_facts
from kg.extract.tools import Tools, load_figure_book, load_rule_book, load_tools

__all__ = [
    "Reading",
    "Tools",
    "article_claims",
    "article_facts",
    "link_article",
    "linked_facts",
    "load_figure_book",
    "load_rule_book",
    "load_tools",
    "page_facts",
    "read_article",
    "read_frames",
    "read_mentions",
    "read_sentence",
]
