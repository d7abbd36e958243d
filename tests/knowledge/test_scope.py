import pytest

from knowledge.scope import scope_of


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2023年监测线", 2023), ("23年的低保", 2023), ("二零二四年还有吗", 2024), ("去年的标准", 2025),
        ("今年监测线", 2026), ("3年以内还清", None), ("十年前", None), ("干了15年前的事", None),
    ],
)  # fmt: skip
def test_the_year_asked_for(text: str, year: int | None) -> None:
    """A year said in figures, in words or by today's year is known; a number of years is none."""
    assert scope_of(text, 2026).year == year


@pytest.mark.parametrize(
    ("text", "province"),
    [("广东的低保多少钱", "广东"), ("我在广东打工路费补多少", None), ("湖南和广东", None), ("低保多少钱", None)],
)
def test_another_province_is_named(text: str, province: str | None) -> None:
    """A province that is asked about is known; one where somebody only works is not taken for it."""
    assert scope_of(text, 2026).province == province
