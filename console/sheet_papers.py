"""A sheet on paper: one A4 page in large type with what matters most, whole sections of the published text only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import segno
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.bench import Bench
from knowledge.figures import figures, is_phone
from knowledge.passages import Kind, Passage
from knowledge.sheets import Sheet
from knowledge.showing import sections_of

# What fits between head and foot of the page, in lines of its type; measured with the style sheet's sizes.
LINES, PER_LINE = 29, 34
_HEADING_LINES = 1.5
_FIRST = (
    Kind.WHAT, Kind.WHO, Kind.AMOUNT, Kind.HOW, Kind.WHERE, Kind.NOT_WHO, Kind.PAPERS, Kind.WHEN, Kind.CHANGES,
    Kind.SCAM, Kind.AFTER, Kind.OTHER,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed: whole sections in the sheet's order, the phone numbers that they name."""

    sections: tuple[Passage, ...]
    phones: tuple[str, ...]
    lines: float

    @property
    def fits(self) -> bool:
        """Tell whether it is one page."""
        return self.lines <= LINES


class SheetPaperPages:
    """The page to print; the address of the web chat stands on it as a QR code when the settings tell one."""

    def __init__(self, bench: Bench, chat: str) -> None:
        self._bench, self._chat = bench, chat

    def routes(self) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [Route("/knowledge/sheets/{sheet}/paper", self.show)]

    async def show(self, request: Request) -> Response:
        """Show the paper with the chosen sections, or those that matter most; raises HTTPException (404)."""
        self._bench.reader(request)
        sheet, _ = await run_in_threadpool(self._bench.sheet, request)
        if sheet is None:
            raise HTTPException(404)  # what is not published is not handed out
        passages = await run_in_threadpool(sections_of, [sheet])
        chosen = frozenset(request.query_params.getlist("section"))
        return self._bench.pages.page(
            request,
            "sheet_paper.html",
            sheet=sheet,
            passages=passages,
            paper=_paper(sheet, passages, chosen, self._bench.today),
            qr=_qr(self._chat),
            chat=self._chat,
            today=self._bench.today,
        )


def _paper(sheet: Sheet, passages: Sequence[Passage], chosen: frozenset[str], today: date) -> Paper:
    if chosen & {passage.id for passage in passages}:
        printed = {passage.id for passage in passages if passage.id in chosen}
    else:
        printed = _what_fits([passage for passage in passages if passage.valid_on(today)])
    sections = tuple(passage for passage in passages if passage.id in printed)
    numbers = figures("\n".join([*(passage.text for passage in sections), sheet.ending]))
    return Paper(sections, tuple(sorted(filter(is_phone, numbers))), sum(map(_lines, sections)))


def _what_fits(passages: Sequence[Passage]) -> set[str]:
    """Return the ids of the sections that go on one page, those first that people ask for most."""
    left, printed, seen = float(LINES), set[str](), Counter[Kind]()
    ranked: list[tuple[int, int, Passage]] = []
    for passage in passages:  # one of each kind before the second of any
        ranked.append((seen[passage.kind], _FIRST.index(passage.kind), passage))
        seen[passage.kind] += 1
    for _, _, passage in sorted(ranked, key=lambda one: one[:2]):
        if _lines(passage) <= left or not printed:
            left -= _lines(passage)
            printed.add(passage.id)
    return printed


def _lines(passage: Passage) -> float:
    return _HEADING_LINES + sum(-(-max(len(line), 1) // PER_LINE) for line in passage.text.splitlines())


def _qr(address: str) -> Markup:
    return Markup(segno.make(address, error="m").svg_inline(omitsize=True, border=2)) if address else Markup("")  # noqa: S704  segno writes no text of the address
