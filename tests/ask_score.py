"""Score `kg ask` on tests/questions.toml: `python -m tests.ask_score GRAPH` (a build's store) lists what is not right.

Of the held questions only the totals are printed, unless --held is given.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.ask.answer import QuestionTools, ask_store, load_question_tools
from kg.ask.model import Answer, Row
from kg.explain import open_graph

QUESTIONS = Path(__file__).with_name("questions.toml")
KINDS = ("right", "refused", "silent", "incomplete", "unsure", "wrong")
Question = dict[str, object]


@dataclass(frozen=True)
class Scored:
    question: Question
    answer: Answer
    outcome: str  # one of KINDS


def questions() -> list[Question]:
    return tomllib.loads(QUESTIONS.read_text("utf-8"))["question"]


def score(store: object, tools: QuestionTools) -> list[Scored]:
    found = []
    for question in questions():
        answer = ask_store(str(question["ask"]), store, tools)  # type: ignore[arg-type]
        found.append(Scored(question, answer, outcome(question, answer)))
    return found


def outcome(question: Question, answer: Answer) -> str:
    """right; else refused (not understood, or asked back), silent (says that no page states it), incomplete, unsure (says
    that it cannot tell), or wrong: an answer that is not the page's, told as if it were."""
    refused, silent = answer.status in ("unknown", "unclear"), answer.status == "unstated"
    if question.get("refused"):
        return "right" if refused else "silent" if silent else "wrong"
    if question.get("silent"):
        return "right" if refused or silent else "wrong"
    if question.get("unstated") or question.get("none"):
        return "right" if silent else "refused" if refused else "wrong"
    if "verdict" in question:
        given = answer.result or "unstated"
        return (
            "right"
            if not refused and given in question["verdict"]
            else "refused"
            if refused
            else "silent"
            if silent
            else "wrong"
        )  # type: ignore[operator]
    if refused:
        return "refused"
    if silent:
        return "silent"
    verdict = _rows(question, answer)
    return "unsure" if verdict != "right" and not answer.sure else verdict


def _rows(question: Question, answer: Answer) -> str:
    if "count" in question:
        low, high = question["count"]  # type: ignore[misc]
        return "right" if answer.result.isdigit() and low <= int(answer.result) <= high else "wrong"
    if "value" in question:
        wanted = str(question["value"])
        given = (
            {answer.result}
            if answer.reading and answer.reading.wants == "sum"
            else {r.value for r in answer.rows}
        )
        if given == {wanted}:
            return "right"
        dates = wanted.replace("-", "").isdigit() and all(v.startswith(f"{wanted}-") for v in given)
        return "right" if dates and given else "wrong"
    return _set(question, answer)


def _set(question: Question, answer: Answer) -> str:
    wanted = [set(str(w).split("|")) for w in question["has"]]  # type: ignore[attr-defined]
    allowed = [set(str(w).split("|")) for w in question.get("may", [])]  # type: ignore[attr-defined]
    barred = {str(w) for w in question.get("not", [])}  # type: ignore[attr-defined]
    rows = [_names(row, answer) for row in answer.rows]
    for names in rows:
        if names & barred:
            return "wrong"
        if not question.get("open") and not any(names & w for w in (*wanted, *allowed)):
            return "wrong"
    return "right" if all(any(w & names for names in rows) for w in wanted) else "incomplete"


def _names(row: Row, answer: Answer) -> set[str]:
    asks_value = answer.reading is not None and answer.reading.wants == "value"
    return {row.value} if asks_value else {row.label, *row.names}


def totals(scored: list[Scored], held: bool) -> Counter[str]:
    return Counter(s.outcome for s in scored if bool(s.question.get("held")) == held)


def lines(scored: list[Scored], show_held: bool) -> Iterator[str]:
    for s in scored:
        if s.outcome != "right" and (show_held or not s.question.get("held")):
            said = s.answer.reading.says if s.answer.reading else ""
            rows = [" ".join(filter(None, (r.label, r.value))) for r in s.answer.rows][:10]
            yield f"{s.outcome:10} {s.question['ask']} | {said} | {s.answer.result} {rows} {list(s.answer.notes)}"
    for held in (False, True):
        counts = totals(scored, held)
        yield f"{'held' if held else 'open'} {sum(counts.values())}: " + ", ".join(
            f"{k} {counts[k]}" for k in KINDS
        )


if __name__ == "__main__":
    scored = score(open_graph(Path(sys.argv[1])), load_question_tools())
    print("\n".join(lines(scored, "--held" in sys.argv)))
