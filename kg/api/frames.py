"""Facts as a table of pandas."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.api.values import Fact, Name, Quote
from kg.model import DataError, Quantity

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    *(
        "subject",
        "subject_class",
        "relation",
        "object",
        "object_class",
        "value",
        "unit",
        "indicator",
        "period",
    ),
    *("stands", "page", "title", "start", "end", "quote", "written", "modality", "confidence", "rule"),
    *("corrected", "subject_iri", "object_iri"),
)


def to_pandas(facts: Iterable[Fact]) -> pd.DataFrame:
    """A row for each quote. `value` is a float (CNY for sums), NaN where the object is no number."""
    try:
        import pandas as pd
    except ImportError as error:
        raise DataError("to_pandas wants pandas: pip install 'shanhe-kg[pandas]'") from error
    rows = [_row(fact, quote) for fact in facts for quote in fact.quotes]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(fact: Fact, quote: Quote) -> tuple[object, ...]:
    value = fact.object
    number = value.value if isinstance(value, Quantity) else value
    figure = (value.unit, value.indicator, value.period) if isinstance(value, Quantity) else ("", "", "")
    thing = value if isinstance(value, Name) else None
    unit = "CNY" if isinstance(value, Decimal) else figure[0]
    return (
        *(fact.subject.label, fact.subject.kind, fact.relation, fact.text, thing.kind if thing else ""),
        *(float(number) if isinstance(number, Decimal) else float("nan"), unit, *figure[1:], fact.stands),
        *(quote.page, quote.title, quote.start, quote.end, quote.text, quote.written, quote.modality),
        *(float(quote.confidence), quote.rule, "; ".join(quote.corrected)),
        *(fact.subject.iri, thing.iri if thing else ""),
    )
