import pytest

from language.choices import pick

WHO = [("我自己", "自己家", "本人"), ("邻居", "隔壁", "亲戚"), ("村干部", "干部")]


@pytest.mark.parametrize(
    ("said", "index"),
    [
        ("1", 0), ("\uff11", 0), ("一", 0), ("壹", 0), ("第一个", 0), ("选2", 1), ("②", 1), ("2.", 1), ("三", 2),
        ("帮隔壁报", 1), ("我是村干部", 2), ("報我自己", 0),
    ],
)  # fmt: skip
def test_a_choice_in_any_form(said: str, index: int) -> None:
    """A choice is understood by its number in any writing and by its words."""
    assert pick(said, WHO) == index


@pytest.mark.parametrize("said", ["4", "0", "不晓得", "", "隔壁干部"])
def test_no_single_choice(said: str) -> None:
    """A number that is not offered, no known word, or words of two choices alike give none."""
    assert pick(said, WHO) is None
