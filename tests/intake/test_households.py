"""Which household a report is about."""

import pytest
from cryptography.fernet import Fernet

from intake.cipher import FieldCipher
from intake.domain import Who
from intake.households import HouseholdKeys, household_keys, merged_person, name_key, place_key, shown_place
from intake.reports import NewReport, Person
from tests.intake.samples import a_report, of_neighbour

_CIPHER = FieldCipher([Fernet.generate_key().decode()])


def _keys(report: NewReport) -> HouseholdKeys:
    return household_keys(report, _CIPHER)


@pytest.mark.parametrize(
    "told",
    [
        "东山镇天星村3组",
        "华容县东山镇天星村三组",
        "湖南省岳阳市华容县 东山镇 天星村 第三村民小组",
        "華容縣東山鎮天星村3組",
        "东山镇天星村委会3组",
        "东山镇,天星村,3小组。",
    ],
)
def test_one_place_told_in_different_ways_is_one_place(told: str) -> None:
    """Upper levels, spaces, width, script and numerals do not matter."""
    assert place_key(told) == "东山镇天星村3组"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("东山镇天星村3组", "东山镇天星村4组"),
        ("东山镇和平村", "三封寺镇和平村"),
        ("东山镇幸福小区3栋", "东山镇平安小区3栋"),
        ("东山镇天星社区3组", "东山镇明星社区3组"),
        ("幸福小区3栋", "平安小区3栋"),
    ],
)
def test_different_places_stay_different(one: str, other: str) -> None:
    """Two households taken for one would hide one of them; two cases of one can be merged."""
    assert place_key(one) != place_key(other)


@pytest.mark.parametrize("county", ["宁乡市", "湘乡市", "湘西州凤凰县", "永州市宁远县", "岳阳市君山区", "湖南省沅江市"])
def test_cities_counties_and_districts_are_left_out(county: str) -> None:
    """宁乡 and 湘乡 are cities for all their 乡."""
    assert place_key(f"{county}沙市镇天星村") == place_key("沙市镇天星村") == "沙市镇天星村"


def test_a_name_is_compared_without_spaces_and_signs() -> None:
    """王 建国 is 王建国, in traditional characters too."""
    assert name_key(" 王 建國。") == name_key("王建国")


def test_name_and_place_make_the_household_whoever_reports() -> None:
    """The neighbour's report is about the same household as one's own, with or without a phone."""
    own = _keys(a_report())
    neighbours = _keys(of_neighbour("n", Person("王建国", "东山镇天星村三组")))

    assert own.main == neighbours.main


def test_without_a_place_a_phone_of_ones_own_makes_the_household() -> None:
    """However it is written."""
    one, other = Person(phone="139-1234-5678"), Person(name="王建国", phone="+86 13912345678")

    assert _keys(a_report(person=one)).main == _keys(a_report(person=other, conversation="other")).main


def test_a_cadre_who_leaves_one_phone_for_two_names_reports_two_households() -> None:
    """The phone is the cadre's own."""
    one, other = Person(name="王建国", phone="13912345678"), Person(name="李秀英", phone="13912345678")

    assert _keys(of_neighbour("1", one, who=Who.CADRE)).main != _keys(of_neighbour("2", other, who=Who.CADRE)).main


def test_a_self_report_that_tells_nothing_belongs_to_its_conversation() -> None:
    """Two messages of one chat are one household; another chat is another."""
    one, same, other = (a_report(person=Person(), conversation=name) for name in ("a", "a", "b"))

    assert _keys(one).main == _keys(same).main != _keys(other).main


def test_an_unknown_household_of_somebody_else_gets_a_key_of_its_own() -> None:
    """Nothing says that two such reports are about the same people."""
    report = of_neighbour("n", Person(place="东山镇天星村"))

    assert _keys(report).main != _keys(report).main


def test_keys_tell_nothing_of_the_household() -> None:
    """They are digests: 64 hex digits."""
    keys = _keys(a_report())

    assert keys.contact is not None
    assert all(len(key) == 64 and set(key) <= set("0123456789abcdef") for key in (keys.main, keys.contact))


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("华容县东山镇天星村3组", "华容县东山镇"),
        ("长沙县星沙街道12号", "长沙县星沙街道"),
        ("天星村3组", "天**"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_place_is_shown_down_to_the_township(place: str | None, shown: str) -> None:
    """And masked when the township cannot be told from the rest."""
    assert shown_place(place) == shown


def test_what_several_reports_tell_is_put_together() -> None:
    """The first that tells a thing wins."""
    told = (Person(name="王建国"), Person(name="王大国", phone="13912345678", household_size=4))

    assert merged_person(told) == Person(name="王建国", phone="13912345678", household_size=4)
