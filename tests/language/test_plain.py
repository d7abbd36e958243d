"""A message as it was meant."""

import pytest

from language.plain import plain


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("低寶點樣申請", "低保点样申请"),
        ("ＤＩＢＡＯ　ｚｅｎｍｅ　ｓｈｅｎｑｉｎｇ", "低保怎么申请"),
        ("检测户有么子好处", "监测户有什么好处"),
        ("嗲嗲何里去了", "爷爷哪里去了"),
        ("haizi fashao, jiao bu xing", "孩子发烧, 叫不醒"),
        ("", ""),
    ],
)
def test_everything_is_read_at_once(typed: str, meant: str) -> None:
    """Script, width, pinyin, wrong characters and dialect."""
    assert plain(typed) == meant


def test_a_very_long_text_is_only_spelt() -> None:
    """Beyond a thousand characters wrong characters stay: nobody asks a question that long."""
    assert plain("低宝" * 501) == "低宝" * 501
