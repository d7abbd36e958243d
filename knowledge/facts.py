"""The sourced policy facts that sheets are written from (`knowledge/facts.jsonl`)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FACTS_FILE = Path(__file__).parent / "facts.jsonl"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was published; `reliability` 5 (government page) to 1 (common knowledge)."""

    title: str
    url: str
    reliability: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One paraphrased policy fact with its place, time and sources."""

    key: str
    text: str
    region: str
    period: str
    reliability: int
    sources: tuple[Source, ...]

    @property
    def best_source(self) -> Source:
        """Return the most reliable source (the first of equals)."""
        return max(self.sources, key=lambda source: source.reliability)


def load_facts(path: Path = FACTS_FILE) -> Mapping[str, Fact]:
    """Return all facts by key; raises OSError or ValueError when the file cannot be read."""
    with path.open(encoding="utf-8") as file:
        facts = [_fact(json.loads(line)) for line in file if line.strip()]
    return {fact.key: fact for fact in facts}


def _fact(row: Mapping[str, object]) -> Fact:
    sources = row["sources"]
    assert isinstance(sources, list)
    return Fact(
        key=str(row["key"]),
        text=str(row["fact"]),
        region=str(row["region"]),
        period=f"{row['valid_from']} {row['valid_to']}",
        reliability=int(str(row["reliability"])),
        sources=tuple(Source(str(s["title"]), str(s["url"]), int(s["reliability"])) for s in sources),
    )
