"""Explainer sheets (明白纸): Markdown with front matter, read strictly (docs/sheet-format.md)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from knowledge.errors import SheetError
from knowledge.passages import Kind

SHEETS_FOLDER = Path(__file__).parent / "sheets"
_REQUIRED = ("id", "title", "topic", "region", "valid_from", "valid_to", "issuer", "status")
_STATUSES = ("live", "draft", "retired")
_ID = re.compile(r"[a-z][a-z0-9_]{0,11}")
_HEADING = re.compile(r"##\s+(?P<title>.+?)\s*\{#(?P<id>[^}]*)\}\s*")
_PROPERTY = re.compile(r"(kind|facts|anchor|region|valid):\s*(.*)")
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})\s*[–—-]\s*(\d{4}-\d{2}-\d{2}|open)")


@dataclass(frozen=True, slots=True)
class Validity:
    """Days of force, both included; `end` None means that no end is known."""

    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a sheet; `line` is where it starts in the file."""

    id: str
    title: str
    kind: Kind
    facts: tuple[str, ...]
    region: str
    validity: Validity
    questions: tuple[str, ...]
    body: str
    line: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One explainer sheet."""

    id: str
    title: str
    topic: str
    region: str
    validity: Validity
    issuer: str
    status: str
    keywords: tuple[str, ...]
    sections: tuple[Section, ...]
    ending: str
    path: Path


def read_sheets(folder: Path = SHEETS_FOLDER) -> tuple[Sheet, ...]:
    """Read every sheet of `folder` in order of file name; raises SheetError, also when an id stands twice."""
    sheets: dict[str, Sheet] = {}
    for path in sorted(folder.glob("*.md")):
        sheet = read_sheet(path)
        if sheet.id in sheets:
            raise SheetError(path, 2, "id", f"编号“{sheet.id}”已经用在 {sheets[sheet.id].path.name}")
        sheets[sheet.id] = sheet
    return tuple(sheets.values())


def read_sheet(path: Path) -> Sheet:
    """Read one sheet; raises SheetError that names file, line and field."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SheetError(path, 1, "文件", "不是 UTF-8 文本,请另存为 UTF-8") from error
    return parse_sheet(text, path)


def parse_sheet(text: str, path: Path) -> Sheet:
    """Read the text of a sheet; `path` is what an error names. Raises SheetError."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---" or "---" not in lines[1:]:
        raise SheetError(path, 1, "文件头", "开头要有两行 --- 之间的文件头")
    end = lines.index("---", 1)
    front = _FrontMatter(path, lines[1:end])
    sections = tuple(_Sections(path, front).read(lines, end + 1))
    return front.sheet(sections, _ending(path, lines))


class _FrontMatter:
    """The checked front matter of one sheet."""

    def __init__(self, path: Path, lines: Sequence[str]) -> None:
        self._path, self._lines = path, lines
        self._values = self._parse()
        for field in _REQUIRED:
            if self._values.get(field) in (None, ""):
                raise self._error(field, "没有填写")
        if not _ID.fullmatch(self.text("id")):
            raise self._error("id", "只能用小写字母、数字、下划线,字母开头,最多12个")
        if self.text("status") not in _STATUSES:
            raise self._error("status", f"只能是 {'、'.join(_STATUSES)}")
        self.validity = Validity(self._day("valid_from"), self._end())
        if self.validity.end and self.validity.end < self.validity.start:
            raise self._error("valid_to", "比 valid_from 还早")

    def text(self, field: str) -> str:
        return str(self._values[field]).strip()

    def sheet(self, sections: tuple[Section, ...], ending: str) -> Sheet:
        keywords = self._values.get("keywords") or []
        if not isinstance(keywords, list):
            raise self._error("keywords", "要写成 [词, 词]")
        names = {field: self.text(field) for field in ("id", "title", "topic", "region", "issuer", "status")}
        return Sheet(
            **names,
            validity=self.validity,
            keywords=tuple(str(word) for word in keywords),
            sections=sections,
            ending=ending,
            path=self._path,
        )

    def _parse(self) -> Mapping[str, object]:
        try:
            values = yaml.safe_load("\n".join(self._lines))
        except yaml.YAMLError as error:
            mark = getattr(error, "context_mark", None) or getattr(error, "problem_mark", None)
            line = mark.line + 2 if mark else 2
            raise SheetError(self._path, line, "文件头", "写法有误,每行应是“名称: 内容”") from error
        if not isinstance(values, dict):
            raise SheetError(self._path, 2, "文件头", "每行应是“名称: 内容”")
        return values

    def _day(self, field: str) -> date:
        value = self._values[field]
        if isinstance(value, date):
            return value
        raise self._error(field, "要写成日期,例如 2023-01-01")

    def _end(self) -> date | None:
        return None if self.text("valid_to") == "open" else self._day("valid_to")

    def _error(self, field: str, problem: str) -> SheetError:
        numbers = [number for number, line in enumerate(self._lines, start=2) if line.startswith(f"{field}:")]
        return SheetError(self._path, numbers[0] if numbers else 1, field, problem)


class _Sections:
    """Reads the sections below the front matter."""

    def __init__(self, path: Path, front: _FrontMatter) -> None:
        self._path, self._front = path, front

    def read(self, lines: Sequence[str], start: int) -> Iterable[Section]:
        heads = [number for number in range(start, len(lines)) if lines[number].startswith("## ")]
        if not heads:
            raise SheetError(self._path, start + 1, "正文", "没有一个“## 标题 {#编号}”的小节")
        seen: set[str] = set()
        for head, following in zip(heads, [*heads[1:], len(lines)], strict=True):
            section = self._section(lines[head:following], head + 1)
            if section.id in seen:
                raise SheetError(self._path, head + 1, "小节编号", f"“{section.id}”在本表里用了两次")
            seen.add(section.id)
            yield section

    def _section(self, lines: Sequence[str], line: int) -> Section:
        heading = _HEADING.fullmatch(lines[0])
        if not heading or not _ID.fullmatch(heading["id"]):
            raise SheetError(self._path, line, "小节标题", "要写成“## 标题 {#编号}”,编号只用小写字母、数字、下划线")
        properties = {m[1]: m[2].split("#")[0].strip() for text in lines if (m := _PROPERTY.fullmatch(text.strip()))}
        body = "\n".join(_body(lines[1:])).strip()
        if not body:
            raise SheetError(self._path, line, heading["title"], "小节没有正文")
        return Section(
            id=heading["id"],
            title=heading["title"],
            kind=self._kind(properties.get("kind", ""), line),
            facts=tuple(key.strip() for key in properties.get("facts", "").split(",") if key.strip()),
            region=properties.get("region") or self._front.text("region"),
            validity=self._validity(properties.get("valid"), line),
            questions=tuple(text[1:].strip() for text in lines if text.startswith(">") and text[1:].strip()),
            body=body,
            line=line,
        )

    def _kind(self, value: str, line: int) -> Kind:
        try:
            return Kind(value)
        except ValueError as error:
            raise SheetError(self._path, line, "kind", f"只能是 {'、'.join(Kind)}") from error

    def _validity(self, value: str | None, line: int) -> Validity:
        if value is None:
            return self._front.validity
        match = _RANGE.fullmatch(value)
        try:
            if match is None:
                raise ValueError(value)
            end = None if match[2] == "open" else date.fromisoformat(match[2])
            return Validity(date.fromisoformat(match[1]), end)
        except ValueError as error:
            raise SheetError(self._path, line, "valid", "要写成“2023-01-01 – 2023-12-31”") from error


def _body(lines: Sequence[str]) -> Iterable[str]:
    for text in lines:
        if text.strip() == "---":
            return
        if not text.startswith(">") and not _PROPERTY.fullmatch(text.strip()):
            yield text.strip()


def _ending(path: Path, lines: Sequence[str]) -> str:
    marks = [number for number, text in enumerate(lines) if text.strip() == "---"]
    ending = "\n".join(lines[marks[-1] + 1 :]).strip() if len(marks) > 2 else ""
    if not ending:
        raise SheetError(path, len(lines), "结尾", "最后要有 --- 和一句“今年以本县通知为准……”")
    return ending
