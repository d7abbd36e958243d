from dataclasses import replace
from datetime import date

from knowledge.expiring import expiring
from tests.knowledge.conftest import Built

TODAY = date(2026, 11, 24)


def test_only_what_ends_soon_is_listed(built: Built) -> None:
    """Sections in force that end within the days come soonest first; ended, later and open ones do not."""
    one = replace(built.passages[0], valid_from=date(2020, 1, 1))
    ends = {"today": TODAY, "soon": date(2026, 12, 24), "late": date(2027, 3, 1), "over": date(2026, 11, 23)}
    passages = [replace(one, id=name, valid_to=end) for name, end in ends.items()] + [replace(one, valid_to=None)]
    found = [(soon.passage.id, soon.days_left) for soon in expiring(passages, TODAY, 30)]
    assert found == [("today", 0), ("soon", 30)]
