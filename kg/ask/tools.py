"""All that answering needs besides the graph, loaded once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.ask.load import load_questions
from kg.ask.model import QuestionBook
from kg.ask.passages import Pages
from kg.ask.understand import normal, whole_names
from kg.ontology import ontology_folder, own_folders
from kg.rules.bodies import load_bodies
from kg.schema import Schema, load_schema
from kg.text.traditional import Traditional, is_traditional, load_traditional, simplify
from kg.text.units import Units, load_units


@dataclass(frozen=True, slots=True)
class QuestionTools:
    folder: Path
    book: QuestionBook
    schema: Schema
    units: Units
    traditional: Traditional
    pages: Pages | None = None  # the texts behind the graph, where they are kept

    def plain(self, question: str) -> str:
        """The question as it is read: widths folded, in simplified characters, without white space and the mark at its end."""
        text = normal(question)
        plain = simplify(text, self.traditional) if is_traditional(text, self.traditional) else text
        return whole_names(plain, self.book)


def load_question_tools(ontology: Path | None = None) -> QuestionTools:
    folder, own = ontology_folder(ontology), own_folders(ontology)
    schema = load_schema(folder, own)
    bodies = load_bodies([folder, *own], {}).full
    book = load_questions(folder, schema, own, bodies)
    return QuestionTools(folder, book, schema, load_units(folder, own), load_traditional(folder))
