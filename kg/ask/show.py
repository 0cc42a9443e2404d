"""An answer as text, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence

from kg.ask.model import Answer, Row
from kg.explain import Fact, Labels, fact_lines
from kg.graph.cells import safe

COLUMNS = (
    *("name", "iri", "value", "subject", "relation", "object", "page", "start", "end", "title"),
    *("quote", "as_written", "rule", "confidence", "modality"),
)


def as_text(answers: Sequence[Answer], labels: Labels, noted: Callable[[str], str] = str) -> str:
    """What was understood, the answer in a line, its rows with their evidence, the query; of several questions each in turn.

    `noted` gives a note in the reader's language.
    """
    parts = ["\n".join(_lines(answer, labels, noted)) for answer in answers]
    if len(parts) > 1:
        parts = [
            f"question    {answer.question}\n{part}" for answer, part in zip(answers, parts, strict=True)
        ]
    return "\n\n\n".join(parts)


def _lines(answer: Answer, labels: Labels, noted: Callable[[str], str]) -> Iterator[str]:
    if answer.reading is not None:
        yield f"understood  {answer.reading.says}"
    yield f"answer      {answer.told}"
    for note in answer.notes:
        yield f"note        {noted(note)}"
    for sentence in answer.sentences:
        yield f"\n    “{sentence.text}”"
        yield f"    {sentence.page} {sentence.start}–{sentence.end} · {sentence.title or '(no title)'}"
    for row in answer.rows:
        yield ""
        yield "  ".join(filter(None, (row.label, row.indicator, row.shown or row.value, f"<{row.iri}>")))
        for fact in row.facts:
            yield from (
                line.strip("\n")
                for line in fact_lines(fact, " ".join(labels.get(fact.relation, (fact.relation,))))
            )
    if answer.sparql:
        yield f"\n{answer.sparql}"


def as_json(question: str, answers: Sequence[Answer]) -> str:
    """Everything in the answer; offsets are raw, in code points, half-open. Several answers are a list under `parts`."""
    tables = [_table(answer) for answer in answers]
    several = {"question": question, "status": "several", "parts": tables}
    return json.dumps(tables[0] if len(tables) == 1 else several, ensure_ascii=False, indent=2)


def _table(answer: Answer) -> dict[str, object]:
    return {
        "question": answer.question,
        "status": answer.status,
        "understood": answer.reading.says if answer.reading else None,
        "answer": answer.told,
        "notes": list(answer.notes),
        "near": list(answer.near),
        "sparql": answer.sparql,
        "sentences": [
            {"page": s.page, "start": s.start, "end": s.end, "title": s.title, "quote": s.text}
            for s in answer.sentences
        ],
        "rows": [
            {
                "name": row.label,
                "iri": row.iri,
                "value": row.value,
                "shown": row.shown or row.value,
                "facts": [_fact(f) for f in row.facts],
            }
            for row in answer.rows
        ],
    }


def _fact(fact: Fact) -> dict[str, object]:
    return {
        "subject": fact.subject,
        "relation": fact.relation,
        "object": fact.object,
        "quotes": [
            {
                "page": q.page,
                "start": q.start,
                "end": q.end,
                "title": q.title,
                "quote": q.text,
                "asWritten": q.written,
                "rule": q.rule,
                "confidence": q.confidence,
                "modality": q.modality,
            }
            for q in fact.quotes
        ],
    }


def as_csv(answers: Sequence[Answer]) -> str:
    """One line a quote, and one for a row that has none; the rows of several answers one after the other.

    What pages say beside a part that is not understood is none of them.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in (row for a in answers if a.understood or len(answers) == 1 for row in a.rows):
        rows = list(_csv_rows(row)) or [(row.label, row.iri, row.value, *[""] * (len(COLUMNS) - 3))]
        writer.writerows(map(safe, rows))
    return text.getvalue()


def _csv_rows(row: Row) -> Iterator[tuple[str, ...]]:
    for fact in row.facts:
        for q in fact.quotes:
            place = (
                q.page,
                str(q.start),
                str(q.end),
                q.title,
                q.text,
                q.written,
                q.rule,
                q.confidence,
                q.modality,
            )
            yield (row.label, row.iri, row.value, fact.subject, fact.relation, fact.object, *place)
