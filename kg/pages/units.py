"""The units that the lines of a page form: titles, paragraphs, bylines, captions, filler, jumps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.model import light, replace
from kg.pages.blocks import TITLE_LINE, page_blocks
from kg.pages.cues import PageCues
from kg.pages.kinds import (
    BYLINE,
    CAPTION,
    DATELINE,
    FILLER,
    FOOT,
    JUMP_FROM,
    JUMP_TO,
    META,
    NAMES,
    PROSE,
    TITLE,
    WHOLE_LINE,
    find_lead,
    line_kind,
    split_head,
    split_jumps,
)
from kg.pages.lines import ENDS, STOPS, Line, are_paragraphs, column_width

PLACE_LINE = 6
CAPTION_LENGTH = 200
SHORT = 0.75  # of the column: a shorter first line is a title, a shorter last line ends a paragraph
FULL = 0.8  # of the column: a line that was wrapped
CREDIT = 30  # characters; a photographer's credit is shorter
SIGNATURE = 60  # characters; so is （通讯员 …） behind the last sentence
SENTENCE = 20  # characters; a shorter one may be a slogan in a title
SHORT_SENTENCE = 8  # characters, with a full stop
_GOES_ON = "，、；：,;:"
_SLIPPED_SIGN = "姻"  # ■ in a page whose font has another sign at its code


@light
@dataclass(frozen=True, slots=True)
class Unit:
    """One or more lines that play one part; `lead`: the raw offset behind 本报讯 (记者 …), if there is one."""

    kind: str
    lines: tuple[Line, ...]
    text: str  # without white space
    lead: int | None = None
    signed: bool = False  # ends with （王某某）
    end: int | None = None  # raw offset before （王某某） or a photographer's credit, if there is one
    dateline: str = ""

    @property
    def heading(self) -> int:
        """The level in Markdown of the highest heading, 0 for none."""
        return min((line.heading for line in self.lines if line.heading), default=0)

    @property
    def complete(self) -> bool:
        return self.text[-1:] in ENDS


def page_units(lines: Sequence[Line], cues: PageCues) -> list[Unit]:
    """Units in order."""
    lines = list(split_jumps(list(split_head(lines, cues)), cues))
    column = column_width(lines)
    kinds = {line.span.start: line_kind(line, cues) for line in lines}
    if are_paragraphs([line for line in lines if not kinds[line.span.start]]):
        column = max(column, WHOLE_LINE)
    units: list[Unit] = []
    for block in page_blocks(lines, column):
        for unit in _block_units(block, kinds, cues, column):
            if _goes_on(units, unit, cues):
                units.append(replace(unit, kind=PROSE))
            elif unit.kind == TITLE and units and _is_place(units[-1], cues):
                units[-1] = _title((*units[-1].lines, *unit.lines))
            elif units and _is_credit_of(units[-1], unit, cues):
                before = units[-1]
                units[-1] = Unit(CAPTION, (*before.lines, *unit.lines), before.text + unit.text, end=unit.end)
            else:
                units.append(unit)
    return [_settled(units, at) for at in range(len(units))]


def _is_place(unit: Unit, cues: PageCues) -> bool:
    """某县 on a line of its own opens the title that follows."""
    return unit.kind == TITLE and len(unit.text) <= PLACE_LINE and bool(cues.not_name.search(unit.text))


def _is_credit_of(before: Unit, unit: Unit, cues: PageCues) -> bool:
    """本报记者 王某某 摄 on the line below a short paragraph that tells of a picture."""
    credit = unit.kind == CAPTION and unit.end is not None and unit.end == unit.lines[0].span.start
    told = before.kind == PROSE and before.lead is None and len(before.text) <= CAPTION_LENGTH
    near = before.lines[-1].block == unit.lines[0].block
    return credit and told and near and cues.picture.match(before.text) is not None


def _block_units(
    block: Sequence[Line], kinds: Mapping[int, str], cues: PageCues, column: float
) -> Iterator[Unit]:
    """`kinds` are those of the lines by where they start."""
    run: list[Line] = []
    for at, line in enumerate(block):
        kind = kinds[line.span.start]
        if kind == FILLER and at + 1 < len(block) and _is_wrapped(line, column):
            kind = ""
        if _inside_prose(run, column) and kind not in (JUMP_TO, JUMP_FROM, META, FOOT):
            kind = ""
        if kind or find_lead(line, cues):
            yield from _run_units(run, cues, column)
            run = []
        if kind:
            yield Unit(kind, (line,), line.squeezed)
        else:
            run.append(line)
    yield from _run_units(run, cues, column)


def _inside_prose(run: Sequence[Line], column: float) -> bool:
    """The line before was wrapped: what follows goes on with its sentence."""
    return bool(run) and len(run[-1]) >= FULL * column and run[-1].squeezed[-1] not in ENDS


def _is_wrapped(line: Line, column: float) -> bool:
    """A line of a sentence that tells of 星期一 is no masthead."""
    return FULL * column <= len(line) and "，" in line.squeezed[:-1] and column < WHOLE_LINE


def _run_units(run: Sequence[Line], cues: PageCues, column: float) -> Iterator[Unit]:
    if not run:
        return
    lead = find_lead(run[0], cues)
    if lead is None and _is_caption(run, "".join(line.squeezed for line in run), cues):
        yield _unit(run, None, cues, column)
        return
    head = 0 if lead else _head(run, column)
    tail = _tail(run[head:], column) + head
    if head:
        yield _title(run[:head])
    if tail > head:
        yield _unit(run[head:tail], lead, cues, column)
    if tail < len(run):
        yield _title(run[tail:])


def _head(run: Sequence[Line], column: float) -> int:
    """How many lines at the head are a title that is glued to its body."""
    limit = min(SHORT * column, TITLE_LINE)
    count = 0
    while count < len(run) and len(run[count]) < limit and run[count].squeezed[-1] not in STOPS + _GOES_ON:
        count += 1
    rest = run[count:]
    if not rest or count == 0 or any(sign in line.squeezed for line in run[:count] for sign in STOPS):
        return 0
    return count if any(sign in line.squeezed for line in rest for sign in STOPS) else 0


def _tail(run: Sequence[Line], column: float) -> int:
    """Where a title begins that is glued behind its body."""
    at = len(run)
    while at > 1 and len(run[at - 1]) < SHORT * column and not _sentence(run[at - 1]):
        at -= 1
    before = run[at - 1] if at else None
    ended = before is not None and before.squeezed[-1] in ENDS and len(before) < 0.95 * column
    return at if ended else len(run)


def _sentence(line: Line) -> bool:
    return line.squeezed[-1] in ENDS + _GOES_ON or any(sign in line.squeezed for sign in STOPS)


def _title(lines: Sequence[Line]) -> Unit:
    return Unit(TITLE, tuple(lines), "".join(line.squeezed for line in lines))


def _unit(lines: Sequence[Line], lead: tuple[int, str] | None, cues: PageCues, column: float) -> Unit:
    text = "".join(line.squeezed for line in lines)
    if lead is not None and lead[0] >= lines[-1].span.end:
        return Unit(DATELINE, tuple(lines), text, dateline=lead[1])
    if lead is not None:
        end = _signature(lines, text, cues)
        return Unit(PROSE, tuple(lines), text, lead[0], end is not None, end, lead[1])
    if _is_caption(lines, text, cues):
        return Unit(CAPTION, tuple(lines), text, end=_credit(lines[-1], cues))
    if not _is_prose(lines, text, column):
        return Unit(TITLE, tuple(lines), text)
    end = _signature(lines, text, cues)
    return Unit(PROSE, tuple(lines), text, signed=end is not None, end=end)


def _is_caption(lines: Sequence[Line], text: str, cues: PageCues) -> bool:
    if len(text) > CAPTION_LENGTH:
        return False
    last = lines[-1].text[-CREDIT:]
    return any(match.end() == len(last) for match in cues.credit.finditer(last))


def _credit(line: Line, cues: PageCues) -> int | None:
    """Raw offset of the credit that ends a caption: behind a stop or a space, or with a sign of its own."""
    for at in range(max(0, len(line.text) - CREDIT), len(line.text)):
        match = cues.credit.match(line.text, at)
        if match and match.end() == len(line.text) and _stands_apart(line.text, at):
            return line.span.start + at
    return None


def _stands_apart(text: str, at: int) -> bool:
    signed = not text[at].isalpha() or text[at] == _SLIPPED_SIGN
    return signed or at == 0 or text[at - 1].isspace() or text[at - 1] in ENDS


def _is_prose(lines: Sequence[Line], text: str, column: float) -> bool:
    widest = max(len(line) for line in lines)
    if widest > TITLE_LINE or len(text) > 3 * TITLE_LINE:
        return True
    stops = [at for at, sign in enumerate(text) if sign in STOPS]
    if stops and (len(text) >= SENTENCE or "。" in text[:-1]):
        return True
    if text[-1] == "。" and len(text) >= SHORT_SENTENCE:
        return True
    wrapped = len(lines) >= 2 and all(len(line) >= FULL * column for line in lines[:-1])
    return wrapped and (len(lines) >= 3 or (len(lines[-1]) >= FULL * column and "，" in text))


def _signature(lines: Sequence[Line], text: str, cues: PageCues) -> int | None:
    """Raw offset of （田某某） behind the last sentence, if it is there."""
    for match in cues.tail_byline.finditer(text, max(0, len(text) - SIGNATURE)):
        if match.end() == len(text) and match.start() and text[match.start() - 1] in ENDS:
            return _raw_offset(lines, match.start())
    return None


def _raw_offset(lines: Sequence[Line], index: int) -> int:
    """The raw offset of a character of the text without white space."""
    for line in lines:
        if index < len(line):
            places = [at for at, sign in enumerate(line.text) if not sign.isspace()]
            return line.span.start + places[index]
        index -= len(line)
    return lines[-1].span.end


def _goes_on(units: Sequence[Unit], unit: Unit, cues: PageCues) -> bool:
    """A short block that goes on with an unfinished paragraph is no title."""
    if unit.kind != TITLE or unit.heading or not units or units[-1].kind != PROSE:
        return False
    if cues.orphan.match(unit.text):
        return True
    before = units[-1]
    return before.text[-1] in _GOES_ON or (not before.complete and unit.text[-1] in STOPS)


def _settled(units: Sequence[Unit], at: int) -> Unit:
    """Names alone on a line are a byline, unless they stand where only a title can stand."""
    unit = units[at]
    if unit.kind != NAMES:
        return unit
    before = units[at - 1] if at else None
    after = units[at + 1] if at + 1 < len(units) else None
    closed = before is None or before.kind in (BYLINE, NAMES, CAPTION, FILLER) or before.signed
    is_title = closed and after is not None and after.lead is not None
    return replace(unit, kind=TITLE if is_title else BYLINE)
