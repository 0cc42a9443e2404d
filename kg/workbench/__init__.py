"""The workbench of `kg serve`: see a sentence as the engine does, mark two things and a relation, try the rule on pages, save it."""
