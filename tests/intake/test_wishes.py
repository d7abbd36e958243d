"""Wishes for training, from the first answer to the list."""

import pytest

from intake.cipher import FieldCipher
from intake.desk import IntakeDesk
from intake.domain import Channel, Role
from intake.regions import Sight, sight_of
from intake.wishes import WishFilter, subject_of
from tests.intake.samples import a_report

ALL, EVERY = Sight(everything=True), WishFilter()


def _wish(desk: IntakeDesk, who: str, subject: str, place: str) -> None:
    wish = desk.wishes.begin(who, Channel.WEB, subject)
    desk.wishes.locate(wish, who, place)
    assert desk.wishes.confirm(wish, who)


@pytest.mark.parametrize(
    ("told", "subject"),
    [
        ("电工", "电工"),
        ("我想学一下电工技术。", "电工"),
        ("想学怎么养蜂", "养蜂"),
        ("学开挖掘机吧,电话13800001234", "开挖掘机"),
        ("电工13800001234", "电工"),
        ("学习", "学习"),
        ("", ""),
        ("很长" * 20, "很长" * 10),
    ],
)
def test_a_subject_is_counted_without_the_words_around_it(told: str, subject: str) -> None:
    """And never with a phone number."""
    assert subject_of(told) == subject


def test_only_what_is_confirmed_is_on_the_list(desk: IntakeDesk) -> None:
    """What was begun is forgotten when the same person begins anew; another person's is out of reach."""
    first = desk.wishes.begin("web-a", Channel.WEB, "焊工")
    assert desk.wishes.locate(first, "web-b", "华容县东山镇天星村") is None
    assert not desk.wishes.confirm(first, "web-b")
    assert desk.wishes.page(ALL, EVERY, 10) == ()

    second = desk.wishes.begin("web-a", Channel.WEB, "我想学电工,电话13800001234")
    assert desk.wishes.locate(second, "web-a", "华容县东山镇天星村3组") == "电工"
    assert desk.wishes.confirm(second, "web-a")
    assert not desk.wishes.confirm(second, "web-a")

    (wish,) = desk.wishes.page(ALL, EVERY, 10)
    assert (wish.subject, wish.place, wish.phone) == ("电工", "华容县东山镇", "138****1234")
    (told,) = desk.wishes.page(ALL, EVERY, 10, identities=True)
    assert (told.place, told.phone) == ("华容县东山镇天星村3组", "13800001234")


def test_the_same_wish_twice_is_one(desk: IntakeDesk) -> None:
    """Two subjects of one person are two."""
    for subject in ("电工", "想学电工", "养蜂"):
        _wish(desk, "web-a", subject, "华容县东山镇天星村")

    assert desk.wishes.subjects(ALL, EVERY) == {"养蜂": 1, "电工": 1}


def test_filters_and_sight_bound_the_list(desk: IntakeDesk, cipher: FieldCipher) -> None:
    """By township as typed, by subject, and never beyond one's own township."""
    _wish(desk, "web-a", "电工", "华容县东山镇天星村")
    _wish(desk, "web-b", "电工", "华容县三封寺镇松木桥村")
    _wish(desk, "web-c", "养蜂", "东山镇五星村,电话13800001234")

    assert desk.wishes.subjects(ALL, EVERY) == {"电工": 2, "养蜂": 1}
    assert desk.wishes.subjects(ALL, WishFilter(township="东山镇")) == {"养蜂": 1, "电工": 1}
    assert [one.phone for one in desk.wishes.page(ALL, WishFilter(subject="养蜂"), 10)] == ["138****1234"]
    sight = sight_of(Role.TOWNSHIP, "华容县三封寺镇", cipher)
    assert [one.place for one in desk.wishes.page(sight, EVERY, 10)] == ["华容县三封寺镇"]
    assert desk.wishes.page(sight_of(Role.ADMIN, "", cipher), EVERY, 10) == ()


def test_a_wish_can_be_dropped_copied_and_erased(desk: IntakeDesk) -> None:
    """It is part of what a person may ask about their own data."""
    dropped = desk.wishes.begin("web-wang", Channel.WEB, "焊工")
    desk.wishes.drop(dropped, "web-wang")
    _wish(desk, "web-wang", "电工", "华容县东山镇天星村")
    (copied,) = desk.own_data.copy("web-wang")["wishes"]
    assert (copied["subject"], copied["place"]) == ("电工", "华容县东山镇天星村")

    receipt = desk.file(a_report())
    desk.withdraw(receipt.number, "web-wang")
    desk.own_data.delete(receipt.number, "web-wang")
    assert desk.own_data.copy("web-wang")["wishes"] == []
