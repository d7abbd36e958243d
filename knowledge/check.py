"""What is wrong with the sheets before they are built: figures without a source, unknown facts, weak sources."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.facts import Fact, load_facts
from knowledge.figures import figures, is_phone
from knowledge.sheets import Section, Sheet

QUOTABLE = 3
UNWRITTEN = "【待写】"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing an editor has to mend: where (file and line) and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}:{self.what}"


def check_sheets(sheets: Sequence[Sheet], facts: Mapping[str, Fact] | None = None) -> tuple[Finding, ...]:
    """Return everything wrong with live sheets, in their order; empty when they may be published."""
    known = load_facts() if facts is None else facts
    live = [sheet for sheet in sheets if sheet.status == "live"]
    findings = [finding for sheet in live for section in sheet.sections for finding in _section(sheet, section, known)]
    return (*findings, *_repeated_questions(live))


def _section(sheet: Sheet, section: Section, facts: Mapping[str, Fact]) -> Iterable[Finding]:
    where = f"{sheet.path.name} 第{section.line}行“{section.title}”"
    if UNWRITTEN in section.body:
        yield Finding(where, f"还有没写完的地方({UNWRITTEN})")
    if not section.questions:
        yield Finding(where, "没有写一句问法(> 开头)")
    if not section.facts:
        yield Finding(where, "没有写依据(facts)")
    for key in section.facts:
        if key not in facts:
            yield Finding(where, f"依据“{key}”不在事实库里")
    named = [facts[key] for key in section.facts if key in facts]
    strong = _figures_of(fact for fact in named if fact.reliability >= QUOTABLE)
    weak = _figures_of(fact for fact in named if fact.reliability < QUOTABLE)
    for figure in sorted(figures(section.body) - strong):
        if is_phone(figure):
            continue
        problem = "的来源可靠度不到3,不能写进明白纸" if figure in weak else "在写明的依据里找不到"
        yield Finding(where, f"数字 {figure} {problem}")


def _figures_of(facts: Iterable[Fact]) -> frozenset[str]:
    return frozenset[str]().union(*(figures(f"{fact.text} {fact.region} {fact.period}") for fact in facts))


def _repeated_questions(sheets: Sequence[Sheet]) -> Iterable[Finding]:
    asked = Counter(question for sheet in sheets for section in sheet.sections for question in section.questions)
    for question, times in asked.items():
        if times > 1:
            yield Finding("问法", f"“{question}”写在 {times} 个小节里,只能留一处")
