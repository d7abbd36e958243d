"""The provincial work plan: its 22 numbered clauses, each cut at sentence ends into citable passages."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from knowledge.errors import KnowledgeError
from knowledge.passages import Kind, Passage

PLAN_FILE = Path(__file__).parent / "plan" / "work_plan_2023.txt"
QUESTIONS_FILE = Path(__file__).parent / "plan" / "questions.yml"
TITLE = "湖南省乡村振兴局2023年度工作要点"
ISSUER = "湖南省乡村振兴局"
REGION = "湖南省"
TOPIC = "2023年工作要点"
ISSUED = date(2023, 2, 15)
VALID_FROM, VALID_TO = date(2023, 1, 1), date(2023, 12, 31)
INDEX_NUMBER = "4309030009/2023-1720084"
CLAUSES = 22
PIECE_CHARACTERS = 200
_NUMERALS = "一二三四五六七八九十"
_PART = re.compile(rf"^([{_NUMERALS}]+)、(.+)$")
_CLAUSE = re.compile(rf"^[(\uff08]([{_NUMERALS}]+)[)\uff09]([^。]+)。(.+)$")
_SENTENCE = re.compile(r"[^。]*。")


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered clause: `number` 1–22, `numeral` as printed, its part's title, its sentences in order."""

    number: int
    numeral: str
    title: str
    part: str
    sentences: tuple[str, ...]

    def pieces(self) -> tuple[str, ...]:
        """Return the clause's text in runs of whole sentences of about PIECE_CHARACTERS each."""
        pieces = [""]
        for sentence in self.sentences:
            if pieces[-1] and len(pieces[-1]) + len(sentence) > PIECE_CHARACTERS:
                pieces.append("")
            pieces[-1] += sentence
        return tuple(pieces)


def read_clauses(path: Path = PLAN_FILE) -> tuple[Clause, ...]:
    """Return the plan's clauses in order; raises KnowledgeError unless all 22 are there."""
    part = ""
    clauses: list[Clause] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := _CLAUSE.match(line.strip()):
            sentences = tuple(_SENTENCE.findall(match[3]))
            clauses.append(Clause(len(clauses) + 1, match[1], match[2].strip(), part, sentences))
        elif match := _PART.match(line.strip()):
            part = match[2]
    if len(clauses) != CLAUSES:
        raise KnowledgeError(f"{path.name}:应有 {CLAUSES} 条,读到 {len(clauses)} 条")
    return tuple(clauses)


def plan_passages(path: Path = PLAN_FILE, questions: Path = QUESTIONS_FILE) -> tuple[Passage, ...]:
    """Return the plan as passages `plan.<clause>` or `plan.<clause>_<piece>`."""
    asked: Mapping[str, list[str]] = yaml.safe_load(questions.read_text(encoding="utf-8")) or {}
    passages = tuple(passage for clause in read_clauses(path) for passage in _passages(clause, asked))
    unknown = set(asked) - {passage.id for passage in passages}
    if unknown:
        raise KnowledgeError(f"{questions.name}:没有这些条款:{'、'.join(sorted(unknown))}")
    return passages


def _passages(clause: Clause, asked: Mapping[str, list[str]]) -> Iterable[Passage]:
    pieces = clause.pieces()
    for number, piece in enumerate(pieces, start=1):
        piece_id = f"plan.{clause.number}" + (f"_{number}" if len(pieces) > 1 else "")
        position = f"(第{number}段,共{len(pieces)}段)" if len(pieces) > 1 else ""
        yield Passage(
            id=piece_id,
            document=f"《{TITLE}》",
            section=f"({clause.numeral}){clause.title}{position}",
            topic=TOPIC,
            kind=Kind.OTHER,
            text=piece,
            questions=tuple(asked.get(piece_id, ())),
            keywords=(),
            valid_from=VALID_FROM,
            valid_to=VALID_TO,
            region=REGION,
            issuer=ISSUER,
            source=f"《{TITLE}》({clause.numeral}),{ISSUER},{ISSUED.isoformat()},索引号{INDEX_NUMBER}",
        )
