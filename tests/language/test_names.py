import pytest

from language.names import find_said_name, hide_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我叫谭冬生,想问低保", "谭冬生"),
        ("姓名:欧阳小禾", "欧阳小禾"),
        ("我是覃秀家住石板村", "覃秀"),
        ("我叫白水镇", None),
        ("低保怎么办", None),
    ],
)
def test_a_name_that_is_introduced_is_found(text: str, name: str | None) -> None:
    """A name counts where a person gives it; a place is no name."""
    assert find_said_name(text) == name


def test_an_introduced_name_is_hidden_everywhere() -> None:
    """Once a name was introduced, it is hidden wherever it stands; words that only look like names stay."""
    assert hide_names("我叫谭冬生,谭冬生的低保批了没,高中的学费呢") == "我叫〔姓名〕,〔姓名〕的低保批了没,高中的学费呢"
