"""The page of numbers: tables for everybody, a script that draws them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

import console
from knowledge.counting import QuestionCounting
from knowledge.tables import answers, feedback, gaps
from storage.engine import open_engine, writing
from tests.console.office import COUNTY, Browser, Office


def test_the_numbers_count(signed_in: Callable[[str], Browser], office: Office) -> None:
    """How much is overdue, whether anybody was visited, and what came from where."""
    office.file()
    office.clock.advance(days=20)
    office.desk.escalate()
    words = signed_in(COUNTY).get("/numbers").words
    assert "超期占比 100.0%" in words
    assert "还没有入户" in words
    assert "近 30 天各乡镇报来的困难 乡镇 份 大病 东山镇 1 1" in words


def test_questions_are_counted(office: Office, tmp_path: Path) -> None:
    """By day and status, by topic, with the gaps and the ratings."""
    engine, now = open_engine(f"sqlite:///{tmp_path}/mingbai.db"), office.clock.now
    with writing(engine) as connection:
        row = {"edition": "e", "asked_at": now - timedelta(hours=1)}
        for key, status, passages in (("a", "answered", ["dibao.what"]), ("b", "abstained", [])):
            connection.execute(insert(answers).values(**row, id=key, status=status, passage_ids=passages))
        told = {"text": "怎么养鸵鸟", "normalised": "养鸵鸟", "status": "abstained", "conversation": "web-a"}
        connection.execute(insert(gaps).values(**row, **told))
        rated = {"answer_id": "a", "conversation": "web-a", "value": "up", "at": now}
        connection.execute(insert(feedback).values(**rated))
    counted = replace(office, questions=QuestionCounting(engine, {"dibao": "低保"}))
    browser = Browser(counted.app())
    browser.session_cookie = office.cookie(COUNTY)

    words = browser.get("/numbers").words
    assert "说有用的 1 次，说没帮上的 0 次" in words
    assert "日子 答上了 没答上" in words
    assert "2026-11-23 1 1" in words
    assert "低保 1" in words
    assert "怎么养鸵鸟 1" in words


def test_the_chart_library_comes_with_its_licence_and_is_served(county: Browser) -> None:
    """From our own address, as the policy demands."""
    assert "MIT" in (Path(console.__file__).parent / "static/vendor/uplot/LICENSE").read_text(encoding="utf-8")
    for path in ("/static/vendor/uplot/uPlot.iife.min.js", "/static/charts.js", "/static/vendor/uplot/uPlot.min.css"):
        assert path in county.get("/numbers").text
        assert county.get(path).status == 200
