"""Wrong characters of the right sound are put right; right ones stay."""

import pytest

from language.homophones import mend_homophones


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("低宝怎么身请", "低保怎么申请"),
        ("检测户有什么好处", "监测户有什么好处"),
        ("雨路计划要带什么才料", "雨露计划要带什么材料"),
        ("危防改造", "危房改造"),
        ("小鹅信贷", "小额信贷"),
    ],
)
def test_the_meant_word_is_found(typed: str, meant: str) -> None:
    """A word that the lexicon knows is read for one that only sounds like it."""
    assert mend_homophones(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "低保怎么申请", "农产品质量检测在哪里做", "住院报销比例是多少", "我家今年遭了水灾", "明天下雨吗", "", "好",
        "雨露计划一学期补1500元",
    ],
)  # fmt: skip
def test_right_words_stay(text: str) -> None:
    """Nothing is changed in a text whose words are words: 「检测」 is not 「监测」."""
    assert mend_homophones(text) == text
