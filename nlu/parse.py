"""Batch understanding: `.venv-rasa/bin/python -m nlu.parse IN.jsonl OUT.jsonl`.

IN has {"id", "text"} a line; OUT gets {"id", "intent", "confidence", "risk": {"score", "types", "urgency"}} a line.
"""

import json
import sys
from pathlib import Path
from typing import Any

from language.risk import assess
from nlu.model import understand
from nlu.risk import RISK, as_output


def main(arguments: list[str]) -> None:
    """Parse the file named first into the one named second."""
    if len(arguments) != 2:
        sys.exit("用法:.venv-rasa/bin/python -m nlu.parse 输入.jsonl 输出.jsonl")
    source, target = map(Path, arguments)
    rows = _read(source)
    parsed = understand(row["text"] for row in rows)
    lines = [json.dumps(_line(row, result), ensure_ascii=False) for row, result in zip(rows, parsed, strict=True)]
    target.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{len(lines)} → {target}")  # noqa: T201 - a command line prints


def _read(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        sys.exit(f"没有这个文件:{path}")
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            rows.append({"id": row["id"], "text": str(row["text"])})
        except (ValueError, KeyError, TypeError):
            sys.exit(f'{path}:{number}: 每行要有 {{"id": …, "text": …}}')
    return rows


def _line(row: dict[str, str], result: dict[str, Any]) -> dict[str, Any]:
    intent = result.get("intent") or {}
    risk = result.get(RISK) or as_output(assess(row["text"]), intent.get("name"), 0.0)
    return {
        "id": row["id"],
        "intent": intent.get("name") or "nlu_fallback",
        "confidence": round(float(intent.get("confidence") or 0.0), 4),
        "risk": risk,
    }


if __name__ == "__main__":
    main(sys.argv[1:])
