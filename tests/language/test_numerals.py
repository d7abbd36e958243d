import pytest

from language.numerals import chinese_number, parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3), ("\uff13个", 3), ("三口人", 3), ("叁", 3), ("两个", 2), ("十二", 12), ("第一个", 1), ("②", 2),
        ("三百零五", 305), ("两万五千", 25000), ("二零二三", 2023), ("屋里4个人,借了两万", 4),
    ],
)  # fmt: skip
def test_numbers_in_any_writing(text: str, number: int) -> None:
    """The first number is understood however it is written."""
    assert parse_number(text) == number


def test_no_number() -> None:
    """A text without a number gives none."""
    assert parse_number("没有电话") is None


def test_ten_without_a_digit_is_ten() -> None:
    """十 alone counts as ten, 百 as a hundred."""
    assert (chinese_number("十"), chinese_number("百")) == (10, 100)
