from language.segment import character_pairs, words


def test_policy_terms_stay_whole() -> None:
    """A term of the project's list is one word; signs are no words."""
    assert {"雨露计划", "低保户"} <= set(words("雨露计划,低保户!"))
    assert not {",", "!"} & set(words("雨露计划,低保户!"))


def test_pairs_skip_signs() -> None:
    """Character pairs run over signs and spaces."""
    assert character_pairs("低 保,户") == ["低保", "保户"]
    assert character_pairs("低") == []
