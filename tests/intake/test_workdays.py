"""Working days with the holidays of four years."""

from datetime import date
from pathlib import Path

import pytest

from intake.errors import BadRuleFile
from intake.workdays import Workdays


@pytest.fixture(scope="module")
def calendar() -> Workdays:
    """The table that comes with the package."""
    return Workdays.load()


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        # 国庆 2023: off 29 September to 6 October, worked on Saturday the 7th and Sunday the 8th.
        ("2023-09-28", 1, "2023-10-07"),
        ("2023-09-28", 2, "2023-10-08"),
        ("2023-09-28", 3, "2023-10-09"),
        ("2023-09-27", 2, "2023-10-07"),
        ("2023-10-01", 1, "2023-10-07"),
        ("2023-10-06", 5, "2023-10-11"),
        ("2023-09-25", 5, "2023-10-08"),
        # 春节 2024: worked on Sunday 4 February and on 9 February, off 10 to 17, worked on Sunday the 18th.
        ("2024-02-02", 1, "2024-02-04"),
        ("2024-02-02", 6, "2024-02-09"),
        ("2024-02-02", 7, "2024-02-18"),
        ("2024-02-08", 2, "2024-02-18"),
        ("2024-02-09", 1, "2024-02-18"),
        ("2024-02-09", 2, "2024-02-19"),
        ("2024-02-17", 1, "2024-02-18"),
        # others: 2025's long National Day, and New Year 2026 with Sunday 4 January worked
        ("2025-09-27", 1, "2025-09-28"),
        ("2025-09-30", 1, "2025-10-09"),
        ("2025-10-10", 1, "2025-10-11"),
        ("2025-12-31", 1, "2026-01-04"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 1, "2026-02-24"),
        # a plain weekend
        ("2026-11-20", 1, "2026-11-23"),
    ],
)
def test_the_nth_working_day_after(calendar: Workdays, start: str, count: int, expected: str) -> None:
    """Days worked in exchange count, days off do not; the first day never does."""
    assert calendar.after(date.fromisoformat(start), count) == date.fromisoformat(expected)
    assert calendar.between(date.fromisoformat(start), date.fromisoformat(expected)) == count
    assert calendar.between(date.fromisoformat(expected), date.fromisoformat(start)) == -count


@pytest.mark.parametrize(("year", "days"), [(2023, 249), (2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_as_many_working_days_as_the_notices_leave(calendar: Workdays, year: int, days: int) -> None:
    """Weekdays of the year (260, 262, 261, 261) less the holidays of the law: 11 until 2024, 13 from 2025 on."""
    assert calendar.between(date(year - 1, 12, 31), date(year, 12, 31)) == days


def test_a_year_that_the_table_lacks_is_not_guessed(calendar: Workdays) -> None:
    """Only weekends are known of it, and whoever asks is told."""
    assert calendar.knows(date(2023, 1, 1), date(2026, 12, 31))
    assert not calendar.knows(date(2026, 12, 31), date(2027, 1, 1))
    assert calendar.is_worked(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[2027]\nnotice = "通知"\noff = ["2026-01-01"]\nwork = []', "stands under 2027"),
        ('[2027]\nnotice = "通知"\noff = []\nwork = ["2027-01-04"]', "no weekend day"),
        ('[2027]\nnotice = "通知"\noff = ["2027-01-03/2027-01-01"]\nwork = []', "ends before"),
        ('[2027]\nnotice = ""\noff = []\nwork = []', "notice is empty"),
        ('[2027]\nnotice = "通知"\noff = ["1月1日"]\nwork = []', "Invalid isoformat"),
        ("[2027]\noff = []", "work"),
        ("not toml", "="),
    ],
)
def test_a_mistake_in_the_table_is_named(tmp_path: Path, text: str, said: str) -> None:
    """The county edits it by hand."""
    path = tmp_path / "holidays.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(BadRuleFile, match=r"holidays\.toml") as caught:
        Workdays.load(path)
    assert said in str(caught.value)
