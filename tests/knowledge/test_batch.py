import json
from pathlib import Path

import pytest

from knowledge.answerer import Answerer
from knowledge.batch import answer_file
from knowledge.errors import KnowledgeError


def test_one_answer_a_line(answerer: Answerer, tmp_path: Path) -> None:
    """Each question line gives one answer line with its id, in order; date and region are taken from the line."""
    rows = [{"id": 1, "text": "雨露计划补助多少钱", "date": "2023-05-01"}, {"id": "b", "text": "明天会不会落雨"}]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    assert answer_file(answerer, source, target) == 2
    first, second = (json.loads(line) for line in target.read_text(encoding="utf-8").splitlines())
    assert (first["id"], first["status"], first["passages"][0]["topic"]) == (1, "answered", "雨露计划")
    assert (second["id"], second["status"], second["passages"]) == ("b", "abstained", [])


@pytest.mark.parametrize("line", ["{", '{"id": 1}', '["a"]', '{"id": 1, "text": "a", "date": "2023-13-01"}'])
def test_a_bad_line_is_named(answerer: Answerer, tmp_path: Path, line: str) -> None:
    """A line that cannot be read is named by its number."""
    source = tmp_path / "in.jsonl"
    source.write_text(f'{{"id": 0, "text": "低保"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(KnowledgeError, match="第2行"):
        answer_file(answerer, source, tmp_path / "out.jsonl")
