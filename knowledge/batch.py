"""Questions from a file: one JSON object a line in, one answer a line out."""

import json
from datetime import date
from pathlib import Path

from knowledge.answerer import Answerer
from knowledge.answers import Answer, Question
from knowledge.errors import KnowledgeError


def answer_file(answerer: Answerer, source: Path, target: Path) -> int:
    """Answer every line `{"id", "text", "date"?, "region"?}` of `source` into `target`; returns how many.

    Raises KnowledgeError that names the line when one cannot be read.
    """
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        count = 0
        for number, line in enumerate(lines, start=1):
            if line.strip():
                key, question = _question(line, f"{source.name} 第{number}行")
                out.write(json.dumps(as_row(key, answerer.ask(question)), ensure_ascii=False) + "\n")
                count += 1
    return count


def as_row(key: object, answer: Answer) -> dict[str, object]:
    """Return the answer as the batch tool writes it."""
    passages = [quoted.as_meta() for quoted in answer.passages]
    return {"id": key, "status": str(answer.status), "text": answer.text, "passages": passages}


def _question(line: str, where: str) -> tuple[object, Question]:
    try:
        row = json.loads(line)
        day = date.fromisoformat(row["date"]) if row.get("date") else None
        return row["id"], Question(text=str(row["text"]), day=day, region=row.get("region") or None)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KnowledgeError(f'{where}:要写成 {{"id": …, "text": "问题", "date": "2023-05-01"}}') from error
