"""All that reading a page needs, loaded once."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from pathlib import Path

from kg.facts.stage_words import StageWords, load_stage_words
from kg.faults import Faults
from kg.gazetteer import Gazetteer, load_gazetteer
from kg.names.find import NameFinder
from kg.names.places import PlaceFinder, make_finder, short_places
from kg.names.scorer import NameScorer, load_scorer
from kg.ontology import ontology_folder, own_folders
from kg.pages.cues import PageCues, load_cues
from kg.rules.bodies import Bodies, load_bodies
from kg.rules.indicators import Indicators
from kg.rules.load import load_rules
from kg.rules.load_indicators import load_indicators
from kg.rules.model import RuleBook
from kg.schema import Schema, load_schema
from kg.story.home import SceneWords, scene_words
from kg.text.values import Units, load_units
from kg.text.words import part_of_speech, words


@dataclass(frozen=True, slots=True)
class Tools:
    """All that reading a page needs, loaded once."""

    folder: Path
    schema: Schema
    rules: RuleBook
    gazetteer: Gazetteer
    cues: PageCues
    units: Units
    indicators: Indicators
    bodies: Bodies
    finder: NameFinder
    scorer: NameScorer
    places: PlaceFinder
    scene_words: SceneWords
    stage_words: StageWords


def load_tools(ontology: Path | None = None) -> Tools:
    """Load ontology, rules and tables; a folder without kg.ttl adds to ours. Raises DataError for the first mistake.

    What is loaded stays for the life of the process: Python's collector, which would go over its half a million
    objects again and again, is told to leave it alone.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        return _load(ontology)
    finally:
        gc.freeze()
        if collects:
            gc.enable()


def _load(ontology: Path | None) -> Tools:
    folder, own = ontology_folder(ontology), own_folders(ontology)
    schema = load_schema(folder, own)
    rules = load_rules(folder, schema, own)
    gazetteer = load_gazetteer(folder / "gazetteer", [each / "gazetteer" for each in own])
    _check_places(rules, gazetteer)
    short = short_places(gazetteer)
    scorer = load_scorer(folder, words, part_of_speech, frozenset(short), own=own, classes=schema.own)
    return Tools(
        folder,
        schema,
        rules,
        gazetteer,
        load_cues(folder),
        load_units(folder, own),
        load_indicators(folder, own),
        load_bodies(
            [folder, *own],
            {a: w.name for w in gazetteer.waters.values() for a in w.aliases},
        ),
        NameFinder(
            rules.names,
            rules.words,
            words,
            {w.name: w.kind for w in gazetteer.waters.values()},
            scorer,
            short,
            gazetteer.words["street"][0],
            rules.own,
        ),
        scorer,
        make_finder(gazetteer),
        scene_words(rules),
        load_stage_words(folder, scorer.verbs),
    )


def _check_places(rules: RuleBook, gazetteer: Gazetteer) -> None:
    """Raises DataError for each example that plays where there is no place."""
    faults = Faults()
    for kinds in (rules.names, rules.anaphors, rules.relations, rules.frames, rules.gazetteer):
        for rule in kinds:
            for place in {example.place for example in rule.examples} - {""}:
                if not gazetteer.named(place):
                    faults.add(
                        f"{rule.source}: rule '{rule.id}': example: there is no place '{place}'; its full name is wanted"
                    )
    faults.end()


def load_rule_book(ontology: Path | None = None) -> RuleBook:
    """Only the rules, without the gazetteer. Raises DataError for the first mistake in them."""
    folder = ontology_folder(ontology)
    own = own_folders(ontology)
    return load_rules(folder, load_schema(folder, own), own)


def load_figure_book(ontology: Path | None = None) -> Indicators:
    """Only what figures are read by. Raises DataError for the first mistake in it."""
    return load_indicators(ontology_folder(ontology), own_folders(ontology))
