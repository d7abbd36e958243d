"""html and txt: decoded as Chinese offices write them, read without any outside reference."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from knowledge.importing.document import Block, BlockKind, Limits
from knowledge.importing.errors import ImportRefused

_SILENT = frozenset({"script", "style", "template", "noscript", "head"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "col", "wbr", "source", "area", "base", "embed"})
_BREAKING = frozenset({"p", "div", "li", "ul", "ol", "section", "article", "br", "tr", "table", "body", "title"})
_HEADING = re.compile(r"h[1-6]")
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,4}[章节])\S{1,38}")
_ENDS = "。;;!?,,"


def decoded(content: bytes) -> str:
    """Return the text of UTF-8, UTF-16 with a mark, or GB18030 bytes; raises ImportRefused."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in content:
        raise ImportRefused("unknown")
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum(not (char.isprintable() or char.isspace()) for char in text) <= len(text) // 100:
            return text
    raise ImportRefused("unknown")


def txt_blocks(content: bytes, _: Limits) -> Iterator[Block]:
    """Yield a paragraph a line; a short numbered line without an end mark is a heading."""
    for number, line in enumerate(decoded(content).splitlines(), start=1):
        text = line.strip()
        if text:
            is_heading = bool(_NUMBERED.fullmatch(text)) and text[-1] not in _ENDS
            kind = BlockKind.HEADING if is_heading else BlockKind.PARAGRAPH
            yield Block(kind, f"第{number}行", text, int(is_heading))


def html_blocks(content: bytes, limits: Limits) -> Iterator[Block]:
    """Yield headings, paragraphs and tables of a page; scripts, styles and outside references are passed over."""
    reader = _Reader(limits)
    reader.feed(decoded(content))
    reader.close()
    reader.end_paragraph()
    return iter(reader.blocks)


class _Reader(HTMLParser):
    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._limits, self._open, self._text, self._level = limits, list[str](), list[str](), 0
        self._rows: list[list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._open.append(tag)
            if len(self._open) > self._limits.depth:
                raise ImportRefused("nested")
        if tag == "table":
            self.end_paragraph()
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in ("td", "th"):
            self._text.clear()
        elif _HEADING.fullmatch(tag):
            self.end_paragraph()
            self._level = int(tag[1])
        elif tag in _BREAKING and self._rows is None:
            self.end_paragraph()

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag in ("td", "th") and self._rows:
            self._rows[-1].append(self._taken())
        elif tag == "table" and self._rows is not None:
            rows, self._rows = tuple(tuple(row) for row in self._rows if any(row)), None
            if rows:
                self._add(Block(BlockKind.TABLE, self._anchor(), rows=rows))
        elif (tag in _BREAKING or _HEADING.fullmatch(tag)) and self._rows is None:
            self.end_paragraph()

    def handle_data(self, data: str) -> None:
        if not _SILENT.intersection(self._open):
            self._text.append(data)

    def end_paragraph(self) -> None:
        """Close what is being read as a heading or paragraph."""
        text = self._taken()
        if text:
            kind = BlockKind.HEADING if self._level else BlockKind.PARAGRAPH
            self._add(Block(kind, self._anchor(), text, self._level))
        self._level = 0

    def _taken(self) -> str:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        return text

    def _anchor(self) -> str:
        return f"第{len(self.blocks) + 1}段"

    def _add(self, block: Block) -> None:
        self.blocks.append(block)
