"""Where a question is not understood as a whole, or nothing is found: what the graph has on the things that it names.

In turn: a work that is called as the thing (白石水库工程 for 白石水库), a reading without words that the page says beside the
answer, the figure whose indicator has the question's words, and at last what pages say of the thing, told as no answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kg.ask.alike import pairs
from kg.ask.answerer import Answerer
from kg.ask.figure_words import FIGURE
from kg.ask.figures import Match, matching, undated
from kg.ask.graph import GraphLexicon
from kg.ask.loose import Loose, loosely
from kg.ask.model import Answer, Constraint, QuestionBook, Reading, Row
from kg.ask.passages import Pages
from kg.ask.pieces import change_said, from_to, times_asked
from kg.ask.said import said_of
from kg.ask.sentences import telling_sentences
from kg.ask.shown import with_shown
from kg.ask.sparql import rows_query
from kg.ask.topics import Topic, topics
from kg.ask.wanted import wanted_figure
from kg.text.units import Units

SAME_PAGE = "?named kg:mentionedIn ?article . ?told rdf:subject ?x ; rdf:object ?figure ; prov:wasDerivedFrom ?article ."
RELATIVE = "refuse.relative"  # 去年: a figure is found by the page's own 去年
SAID = 6  # facts of a thing that are told
_YEAR = re.compile(r"(?:19|20)\d\d")
LONG_WORD = 4  # characters of a word that may be two: 锂电产业
OFFERED = 3  # indicators that fit as well


@dataclass(frozen=True, slots=True)
class Asking:
    """A question, and all that it is asked with."""

    question: str
    text: str
    lexicon: GraphLexicon
    book: QuestionBook
    units: Units
    answerer: Answerer
    read_anew: Callable[[str], Answer | None]
    pages: Pages | None = None


def further(answer: Answer, asking: Asking) -> Answer:
    """`answer` itself where nothing better is found."""
    named = topics(asking.text, asking.lexicon, asking.book, asking.units)
    one = times_asked(asking.text, asking.book) < 2  # an answer to one of two looks like that to both
    for way in (_namesake, _figure, _loose) if one else ():
        found = way(answer, asking, named)
        if found is not None:
            return replace(found, notes=(*answer.taken, *found.notes), taken=answer.taken)
    return _sentences(answer, asking, named) or _about(answer, asking, named)


def _sentences(answer: Answer, asking: Asking, named: Sequence[Topic]) -> Answer | None:
    """The sentences of pages that have the question's words, told as no fact."""
    if asking.pages is None or answer.refused not in ("", RELATIVE):
        return None
    articles = asking.lexicon.articles
    found = telling_sentences(asking.text, named, asking.pages, asking.book, lambda t: articles(t.names))
    if not found:
        return None
    says = asking.book.says
    quoted = says["and"].join(says["quoted"].format(s.text, s.page) for s in found)
    head = says["sentences" if answer.status == "unknown" else "sentences_unstated"]
    return replace(answer, sentences=found, told=head.format(quoted))


def _namesake(answer: Answer, asking: Asking, named: Sequence[Topic]) -> Answer | None:
    """白石水库 has no sum, but 白石水库工程."""
    if answer.status != "unstated":
        return None
    for topic in named:
        written = asking.text[topic.span.start : topic.span.end]
        for word in sorted(asking.book.class_words):
            other = topic.label + word if not topic.label.endswith(word) else topic.label.removesuffix(word)
            things = [n for n in asking.lexicon.find(other) if n.label != topic.label]
            if len({n.term for n in things}) == 1:
                asked = asking.text[: topic.span.start] + other + asking.text[topic.span.end :]
                found = asking.read_anew(asked)
                if found is not None and found.status == "answered":
                    note = asking.book.says["namesake"].format(written, things[0].label)
                    return replace(found, question=asking.question, notes=(note, *found.notes))
    return None


def _figure(answer: Answer, asking: Asking, named: Sequence[Topic]) -> Answer | None:
    """The figure that the question means, of a thing that it names or of another on its page."""
    if answer.refused not in ("", RELATIVE):
        return None
    if answer.reading is not None and answer.reading.wants not in ("value", "count", "sum", "list"):
        return None
    if any(word in asking.text for word in asking.book.figures.which):
        return None
    if any(word in asking.text for word in asking.book.together):
        return None
    if not named or not any(w in asking.text for w in asking.book.figures.many) and not _ends_in_noun(asking):
        return None
    for constraint in (None, SAME_PAGE):
        found = [(t, *_best(t, asking, constraint)) for t in named]
        found = [row for row in found if row[2]]
        if found:
            topic, reading, matches = max(found, key=lambda row: row[2][0].score)
            return _told(topic, reading, matches, asking)
    return None


def _ends_in_noun(asking: Asking) -> bool:
    """江宁站的设计装机, 有多长: a figure is asked for by its name alone, or by its size."""
    words = asking.book.figures
    sizes = [word for word in words.asking if word in words.asked]
    return any(word in asking.text for word in (*words.nouns, *sizes))


def _best(topic: Topic, asking: Asking, where: str | None) -> tuple[Reading, tuple[Match, ...]]:
    wanted = wanted_figure(asking.text, [topic.span], asking.book)
    reading = _figures_of(topic, asking.book, where)
    rows = asking.answerer.runner.rows(rows_query(reading), reading)
    matches = matching(rows, wanted, asking.book)
    if where is not None and wanted.words:
        written = asking.text[topic.span.start : topic.span.end]
        matches = tuple(m for m in matches if not m.unused and _speaks_of(m, {topic.label, written}))
    elif where is not None:
        matches = ()
    best = matches[0].score if matches else 0.0
    return reading, tuple(m for m in matches if m.score == best)


def _speaks_of(match: Match, names: set[str]) -> bool:
    """Whether the sentence of a figure of another thing names the thing asked about."""
    quotes = [q.text for row in match.rows for f in row.facts for q in f.quotes]
    return any(name in quote for name in names for quote in quotes)


def _figures_of(topic: Topic, book: QuestionBook, where: str | None) -> Reading:
    phrase = next(p for p in book.phrases if p.id == "property.figure")
    any_figure = Constraint(FIGURE, book.says["figure"], phrase)
    says = f"{topic.label} → {book.says['figure']}"
    if where is None:
        return Reading("value", says, subjects=topic.names, property=any_figure, names=topic.names)
    terms = tuple(dict.fromkeys(n.term for n in topic.names))
    beside = Constraint(where, book.says["same_page"].format(topic.label), phrase, (("named", terms),))
    return Reading("value", says, property=any_figure, constraints=(beside,), names=topic.names)


def _told(topic: Topic, reading: Reading, matches: tuple[Match, ...], asking: Asking) -> Answer | None:
    says = asking.book.says
    if len(matches) > OFFERED:
        return None
    chosen = _narrowed(reading, matches, asking.book)
    rows = with_shown((row for m in matches for row in m.rows), chosen, asking.book)
    other = {row.label for row in rows} - {topic.label}
    told = says["and"].join(
        dict.fromkeys(f"{row.label if row.label in other else ''}{row.indicator} {row.shown}" for row in rows)
    )
    if from_to(asking.text, asking.book):
        told = _change(rows, asking.book)
    notes = [
        says["by_figure"].format(topic.label, says["and"].join(dict.fromkeys(m.indicator for m in matches)))
    ]
    times = [w for w in asking.book.figures.times if w in asking.text]
    notes.extend(says["page_time"].format(word) for word in times)
    unused = list(dict.fromkeys(w for m in matches for w in m.unused))
    if unused:
        notes.append(says["unused"].format(says["and"].join(unused)))
    query = rows_query(chosen)
    if not told:
        return None
    return Answer(
        *(asking.question, "answered", chosen, query.text, rows, "", told, tuple(notes)),
        sure=len({row.value for row in rows}) == 1 and not unused,
    )


def _change(rows: Sequence[Row], book: QuestionBook) -> str:
    """The words with both figures, of 从多少降到多少; '' where a sentence has only one of them."""
    quotes = [q for row in rows for f in row.facts for q in f.quotes]
    found = [change_said(q.text, q.written, book) for q in quotes]
    return book.says["and"].join(dict.fromkeys(found)) if all(found) else ""


def _narrowed(reading: Reading, matches: Sequence[Match], book: QuestionBook) -> Reading:
    """The reading with the indicators that were chosen."""
    if reading.property is None:
        return reading
    names = tuple(dict.fromkeys(m.indicator for m in matches))
    terms = tuple('"' + n.replace("\\", "\\\\").replace('"', '\\"') + '"@zh' for n in names)
    shown = book.says["and"].join(names)
    own = replace(
        reading.property, where=FIGURE.replace("?indicator", "?what"), says=shown, values=(("what", terms),)
    )
    head = reading.says.partition(" → ")[0]
    return replace(reading, property=own, says=f"{head} → {shown}")


def _loose(answer: Answer, asking: Asking, named: Sequence[Topic]) -> Answer | None:
    """A reading without the words that nothing knows, where the sentences behind the answer have them."""
    if answer.status == "unstated":
        return None
    who = asking.book.says["any"]
    for loose in loosely(asking.text, asking.lexicon, asking.book, asking.units):
        if who in asking.text and who not in loose.reading.says:
            continue
        found = asking.answerer.answer(loose.reading)
        if found.status == "answered" and (kept := _kept(found, loose, asking)) is not None:
            return kept
    return None


def _kept(found: Answer, loose: Loose, asking: Asking) -> Answer | None:
    """The rows whose sentences have the words that were left out; a count or a greatest needs that of all."""
    figures = asking.book.figures
    soft = [w for w in loose.words if w in figures.soft]
    dated = [
        w
        for w in loose.words
        if w not in soft and any(sign in w for sign in figures.dated) and not _YEAR.search(w)
    ]
    hard = [w for w in loose.words if w not in (*soft, *dated)]
    hard += [rest for w in dated if len(rest := undated(w, figures)) > 1]
    rows = tuple(row for row in found.rows if all(_says(row, word) for word in hard))
    whole = loose.reading.wants in ("count", "sum", "best", "verdict")
    if not rows or (whole and len(rows) != len(found.rows)):
        return None
    says = asking.book.says
    notes = [says["left_out"].format(says["and"].join(hard))] if hard else []
    notes += [says["soft"].format(says["and"].join(soft))] if soft else []
    notes += [says["unused"].format(says["and"].join(dated))] if dated else []
    told = found.told if len(rows) == len(found.rows) else asking.answerer.told(loose.reading, rows)
    return replace(
        found, question=asking.question, rows=rows, told=told, notes=(*notes, *found.notes), sure=False
    )


def _says(row: Row, word: str) -> bool:
    """Whether a sentence behind the row has the word, by the pairs of its characters; of a longer one all but one."""
    quotes = [q for f in row.facts for q in f.quotes]
    texts = [row.label, *row.names, *(q.text for q in quotes)]
    if year := _YEAR.search(word):
        return any(year[0] in t for t in (*texts, *(q.title for q in quotes)))
    wanted = pairs(word)
    return any(word in t or len(wanted - pairs(t)) <= (len(word) >= LONG_WORD) for t in texts)


def _about(answer: Answer, asking: Asking, named: Sequence[Topic]) -> Answer:
    """What pages say of the things named: no answer, and so told."""
    if answer.status == "unstated" and len(answer.notes) > len(answer.taken):
        return answer  # it tells the state that is known
    wanted = wanted_figure(asking.text, [t.span for t in named], asking.book)
    rows: list[Row] = []
    for topic in named[:2]:
        rows.extend(said_of(topic, wanted.text, asking.answerer, asking.book)[: SAID // min(2, len(named))])
    if not rows:
        return answer
    says = asking.book.says
    labels = says["and"].join(dict.fromkeys(row.label for row in rows))
    told = says["semicolon"].join(row.shown for row in rows)
    head = says["about" if answer.status == "unknown" else "about_unstated"]
    if answer.status != "unknown":
        return replace(answer, notes=(*answer.notes, head.format(labels, told)))
    return replace(answer, rows=tuple(rows), told=head.format(labels, told))
