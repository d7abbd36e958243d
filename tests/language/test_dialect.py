import pytest

from language.dialect import standardize


@pytest.mark.parametrize(
    ("said", "meant"),
    [("一年有好多钱", "一年有多少钱"), ("屋里冇得钱", "家里没有钱"), ("咋个报", "怎么报"), ("低保", "低保")],
)
def test_dialect_becomes_standard(said: str, meant: str) -> None:
    """Hunan words are put into standard Chinese, longer ones first; standard Chinese stays."""
    assert standardize(said) == meant
