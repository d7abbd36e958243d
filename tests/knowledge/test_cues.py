"""What a question asks for is known by its words; nothing but such words is a question about what was talked of."""

import pytest

from knowledge.cues import asks_only_a_kind, kinds_asked
from language.plain import plain


@pytest.mark.parametrize(("text", "kind"), [("低保多少钱", "amount"), ("要带什么材料", "papers"), ("找哪个", "where")])
def test_the_kind_is_known_by_its_words(text: str, kind: str) -> None:
    """The words of cues.toml name the kind, dialect read as meant."""
    assert kind in kinds_asked(plain(text))


@pytest.mark.parametrize("text", ["多少钱", "好多钱咯", "那要带什么材料呢", "几时发", "找哪个", "什么条件"])
def test_a_question_of_nothing_but_its_kind(text: str) -> None:
    """It goes on with what was talked of."""
    assert asks_only_a_kind(plain(text))


@pytest.mark.parametrize("text", ["猪肉多少钱", "高中的多少钱", "你好", "", "钱", "去哪里玩"])
def test_a_question_of_something_else(text: str) -> None:
    """A word of its own, or no kind at all, is no such question."""
    assert not asks_only_a_kind(plain(text))
