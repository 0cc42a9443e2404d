"""The language of messages: one catalogue for the command line and whoever else tells them to people."""

from kg.messages import LANGUAGES, Catalogue, catalogue, language

__all__ = ["LANGUAGES", "Catalogue", "catalogue", "language"]
