from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError
from knowledge.plan import PIECE_CHARACTERS, PLAN_FILE, plan_passages, read_clauses


def test_the_plan_has_22_clauses() -> None:
    """Clauses are numbered as printed, with title and part."""
    clauses = read_clauses()
    assert len(clauses) == 22
    assert (clauses[7].numeral, clauses[7].title) == ("八", "大力提高产业增收带动功能")
    assert clauses[4].part == "坚决守住不发生规模性返贫的底线"


def test_pieces_are_whole_sentences_and_lose_nothing() -> None:
    """A long clause is cut at sentence ends only, and its pieces together are the clause word for word."""
    original = PLAN_FILE.read_text(encoding="utf-8")
    for clause in read_clauses():
        pieces = clause.pieces()
        assert "".join(pieces) in original
        assert all(piece.endswith("。") for piece in pieces)
        assert all(len(piece) <= PIECE_CHARACTERS or piece.count("。") == 1 for piece in pieces)


def test_each_piece_cites_its_clause() -> None:
    """The passage with the 60 % names document, clause, issuer, date, index number, region and year."""
    (passage,) = [p for p in plan_passages() if "60%" in p.text]
    assert passage.section.startswith("(八)大力提高产业增收带动功能")
    assert all(word in passage.source for word in ("(八)", "湖南省乡村振兴局", "2023-02-15", "4309030009/2023-1720084"))
    assert (passage.region, passage.years) == ("湖南省", "2023年")


def test_a_cut_plan_is_refused(tmp_path: Path) -> None:
    """A plan with a clause missing is not taken for whole."""
    path = tmp_path / "plan.txt"
    path.write_text("(一)坚持对标对表。严格落实。\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="22"):
        read_clauses(path)


def test_questions_name_existing_clauses(tmp_path: Path) -> None:
    """Questions for a clause that does not exist are refused."""
    path = tmp_path / "questions.yml"
    path.write_text("plan.99: [问什么]\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"plan\.99"):
        plan_passages(questions=path)
