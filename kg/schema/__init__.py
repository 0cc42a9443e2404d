"""The classes and relations of `kg.ttl`, and those that a folder of the user's adds: labels, domain, range."""

from kg.schema.load import load_schema
from kg.schema.values import KG, VALUE_TYPES, OwnClass, Relation, Schema, read_as, year_of

__all__ = ["KG", "VALUE_TYPES", "OwnClass", "Relation", "Schema", "load_schema", "read_as", "year_of"]
