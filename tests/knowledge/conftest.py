"""What the tests of the knowledge base share; `built` is in tests/conftest.py."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.answerer import Answerer
from knowledge.answers import TEXTS_FILE
from knowledge.thresholds import Thresholds
from language.texts import Texts
from tests.knowledge.small import SHEET
from tests.knowledge.small import TINY as TINY
from tests.knowledge.small import Built as Built


@pytest.fixture
def sheet_text() -> str:
    return SHEET


@pytest.fixture
def write_sheet(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str, name: str = "demo.md") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def answerer(built: Built) -> Answerer:
    return Answerer(lambda: built.edition, Thresholds.load(), Texts.load(TEXTS_FILE), lambda: date(2026, 11, 23))
