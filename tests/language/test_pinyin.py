"""Pinyin typed in letters is read as characters; other letters are left alone."""

import pytest

from language.pinyin import from_pinyin


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dibao zenme shenqing", "低保怎么申请"),
        ("dibaozenmeshenqing", "低保怎么申请"),
        ("di1 bao3 zen3 me shen1 qing3", "低保怎么申请"),
        ("di'bao zenme shenqing", "低保怎么申请"),
        ("kan bing mei qian", "看病没钱"),
        ("zhao shei", "找谁"),
        ("linsi jiuzu zenme senqing", "临时救助怎么申请"),
        ("yulu计划补多少", "雨露计划补多少"),
    ],
)
def test_pinyin_is_read(typed: str, meant: str) -> None:
    """With spaces, without, with tones, as it is spoken here, and beside characters."""
    assert from_pinyin(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "ok", "hello how are you", "can i apply for it", "app在哪下", "qq群", "12345", "mb20231124abc", "😀"]
)
def test_other_letters_stay(typed: str) -> None:
    """English, abbreviations, receipts and signs are no pinyin."""
    assert from_pinyin(typed) == typed


def test_one_foreign_word_is_kept() -> None:
    """A word that is no pinyin stands where it was."""
    assert from_pinyin("wifi mima zenme shezhi").split() == ["wifi", "密码怎么设置"]
