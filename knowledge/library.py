"""Everything that is live in the project's own folder, as passages: the sheets and the work plan."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from knowledge.facts import Fact, load_facts
from knowledge.passages import Passage
from knowledge.plan import plan_passages
from knowledge.sheets import SHEETS_FOLDER, Section, Sheet, read_sheets


def load_passages(sheets_folder: Path = SHEETS_FOLDER) -> tuple[Passage, ...]:
    """Return the passages of all live sheets and of the work plan; raises KnowledgeError."""
    return passages_of(read_sheets(sheets_folder))


def passages_of(sheets: Sequence[Sheet]) -> tuple[Passage, ...]:
    """Return the passages of the live ones among `sheets` and of the work plan."""
    facts = load_facts()
    live = [sheet for sheet in sheets if sheet.status == "live"]
    sections = tuple(_passage(sheet, section, facts) for sheet in live for section in sheet.sections)
    return sections + plan_passages()


def _passage(sheet: Sheet, section: Section, facts: Mapping[str, Fact]) -> Passage:
    return Passage(
        id=f"{sheet.id}.{section.id}",
        document=sheet.title,
        section=section.title,
        topic=sheet.topic,
        kind=section.kind,
        text=section.body,
        questions=section.questions,
        keywords=sheet.keywords,
        valid_from=section.validity.start,
        valid_to=section.validity.end,
        region=section.region,
        issuer=sheet.issuer,
        source=_source(section, facts),
        ending=sheet.ending,
    )


def _source(section: Section, facts: Mapping[str, Fact]) -> str:
    named = [facts[key].best_source for key in section.facts if key in facts]
    if not named:
        return ""
    best = max(named, key=lambda source: source.reliability)
    others = len({source.title for source in named}) - 1
    title = best.title.replace("(本库原文)", "")
    return title + (f" 等{others + 1}份材料" if others else "")
