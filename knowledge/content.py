"""The content of an edition on disk: passages, indexes, ranker and the sheets they came from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import bm25s
import faiss
import numpy as np

from knowledge.encoder import Encoder
from knowledge.index import Index, Keywords, Rows, Vectored
from knowledge.passages import Passage
from knowledge.ranker import Ranker
from knowledge.subjects import Subjects


@dataclass(frozen=True)
class Content:
    """What an edition is written from: what answers, and the texts of its sheets by id."""

    index: Index
    ranker: Ranker
    encoder: Encoder
    sheets: Mapping[str, str]


def write_content(folder: Path, content: Content) -> None:
    """Write all files of an edition but its manifest."""
    index = content.index
    with (folder / "passages.jsonl").open("w", encoding="utf-8") as file:
        for passage in index.passages:
            file.write(json.dumps(passage.as_row(), ensure_ascii=False) + "\n")
    index.words.bm25.save(folder / "words", show_progress=False)
    index.pairs.bm25.save(folder / "pairs", show_progress=False)
    faiss.write_index(index.dense, str(folder / "dense.faiss"))
    rows = index.rows
    np.savez(folder / "rows.npz", owner=rows.owner, is_question=rows.is_question, digest=rows.digest)
    index.subjects.save(folder / "subjects")
    content.ranker.save(folder / "ranker.json")
    (folder / "sheets").mkdir()
    for sheet, text in content.sheets.items():
        (folder / "sheets" / f"{sheet}.md").write_text(text, encoding="utf-8")


def read_index(folder: Path) -> Index:
    """Read the index of an edition whose files were held against its manifest."""
    with (folder / "passages.jsonl").open(encoding="utf-8") as file:
        passages = [Passage.from_row(json.loads(line)) for line in file]
    rows = np.load(folder / "rows.npz")
    return Index(
        passages,
        (Keywords(bm25s.BM25.load(folder / "words")), Keywords(bm25s.BM25.load(folder / "pairs"))),
        Vectored(
            faiss.read_index(str(folder / "dense.faiss")), Rows(rows["owner"], rows["is_question"], rows["digest"])
        ),
        Subjects.load(folder / "subjects"),
    )


def read_ranker(folder: Path) -> Ranker:
    """Read the ranker of an edition whose files were held against its manifest."""
    return Ranker.load(folder / "ranker.json")


def read_sheets_of(folder: Path) -> dict[str, str]:
    """Return the texts of an edition's sheets by id."""
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted((folder / "sheets").glob("*.md"))}
