"""A document as a draft sheet: its headings are sections, each with the place it came from."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.errors import KnowledgeError
from knowledge.importing.document import Block, BlockKind
from knowledge.importing.reader import TEXTS_FILE
from language.texts import Texts

_MARKUP = (
    (re.compile(r"^(?=[>#])"), "\u3000"),
    (re.compile(r"^([a-z_]+):"), "\\1\uff1a"),
    (re.compile(r"^---"), "———"),
)
_ENDING = "今年以本县通知为准;不收任何费用。"


@dataclass(frozen=True, slots=True)
class SheetAbout:
    """What an editor tells of the sheet; nothing of it is guessed from the document."""

    id: str
    title: str
    topic: str
    region: str
    issuer: str
    valid_from: date
    valid_to: date | None


def sheet_about(told: Mapping[str, object]) -> SheetAbout:
    """Read what an editor typed; raises KnowledgeError that names what is missing or no date."""
    names = ("id", "title", "topic", "region", "issuer", "valid_from", "valid_to")
    values = {name: str(told.get(name, "")).strip() for name in names}
    if missing := [name for name, value in values.items() if not value]:
        raise KnowledgeError(f"还要填:{'、'.join(missing)}(没有截止日期写 open)")
    try:
        until = None if values["valid_to"] == "open" else date.fromisoformat(values["valid_to"])
        dates = {"valid_from": date.fromisoformat(values["valid_from"]), "valid_to": until}
    except ValueError as error:
        raise KnowledgeError("日期要写成 2026-01-31 这样,没有截止日期写 open") from error
    texts = {name: values[name] for name in names[:5]}
    return SheetAbout(**texts, **dates)  # type: ignore[arg-type]  # mypy joins the two kinds of values


def draft_text(blocks: Sequence[Block], about: SheetAbout) -> str:
    """Return the text of a draft sheet; figures carry no fact yet, so a check lists them before it is published."""
    until = about.valid_to.isoformat() if about.valid_to else "open"
    lines = [
        "---", f"id: {about.id}", f"title: {about.title}", f"topic: {about.topic}", f"region: {about.region}",
        f"valid_from: {about.valid_from.isoformat()}", f"valid_to: {until}", f"issuer: {about.issuer}",
        "status: draft", "---", "", f"# {about.title}", "",
    ]  # fmt: skip
    for number, (title, section) in enumerate(_sections(blocks, about.title), start=1):
        anchors = list(dict.fromkeys(block.anchor for block in section))
        place = anchors[0] if len(anchors) == 1 else f"{anchors[0]}—{anchors[-1]}"
        lines += [f"## {title} {{#s{number}}}", "kind: other", f"anchor: {place}", "", *_body(section), ""]
    return "\n".join([*lines, "---", _ENDING, ""])


def preview(name: str, blocks: Sequence[Block]) -> str:
    """Return what was read of the document for a person to look over."""
    counts = {kind: sum(block.kind is kind for block in blocks) for kind in BlockKind}
    head = Texts.load(TEXTS_FILE)(
        "preview.head",
        name=name,
        sections=counts[BlockKind.HEADING],
        paragraphs=counts[BlockKind.PARAGRAPH],
        tables=counts[BlockKind.TABLE],
    )
    marks = {BlockKind.HEADING: "# ", BlockKind.PARAGRAPH: "", BlockKind.TABLE: ""}
    shown = [f"{marks[block.kind]}{line}  [{block.anchor}]" for block in blocks for line in _lines(block)]
    return "\n".join([head, *shown])


def _sections(blocks: Sequence[Block], title: str) -> Iterator[tuple[str, list[Block]]]:
    heading, section = title, list[Block]()
    for block in blocks:
        if block.kind is not BlockKind.HEADING:
            section.append(block)
            continue
        if section:
            yield heading, section
        heading, section = re.sub(r"[{}#\s]+", " ", block.text).strip(), []
    if section:
        yield heading, section


def _body(section: Sequence[Block]) -> Iterator[str]:
    for block in section:
        for line in _lines(block):
            for pattern, harmless in _MARKUP:  # no line of a stranger's document is read as a sheet's markup
                line = pattern.sub(harmless, line)
            yield line


def _lines(block: Block) -> list[str]:
    if block.kind is BlockKind.TABLE:
        return [" | ".join(" ".join(cell.split()) for cell in row) for row in block.rows]
    return [" ".join(block.text.split())]
