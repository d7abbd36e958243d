"""Dialect words become standard Chinese, and what is standard stays."""

import tomllib
from pathlib import Path

import pytest

from language import dialect
from language.dialect import standardize

_FILE = Path(dialect.__file__).parent / "data" / "dialect.toml"
WORDS: dict[str, str] = tomllib.loads(_FILE.read_text("utf-8"))["words"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("一年有好多钱", "一年有多少钱"),
        ("屋里冇得钱", "家里没有钱"),
        ("咋个报", "怎么报"),
        ("低保", "低保"),
        ("什么时候发", "什么时候发"),
        ("几时发", "什么时候发"),
        ("么时候发", "什么时候发"),
    ],
)
def test_dialect_becomes_standard(said: str, meant: str) -> None:
    """Hunan words are put into standard Chinese, longer ones first; standard Chinese stays."""
    assert standardize(said) == meant


@pytest.mark.parametrize("word", WORDS)
def test_what_is_standard_is_not_changed_again(word: str) -> None:
    """No counterpart holds a dialect word that would be put into it once more."""
    assert standardize(standardize(word)) == standardize(word)
