"""A wish for training, as it is told in chat."""

import pytest

from intake.desk import IntakeDesk
from intake.regions import Sight
from intake.wishes import Wish, WishFilter
from tests.actions.talking import Conversation
from tests.intake.samples import a_report


def _kept(desk: IntakeDesk) -> tuple[Wish, ...]:
    return desk.wishes.page(Sight(everything=True), WishFilter(), 10, identities=True)


def test_an_answer_about_training_offers_to_put_a_wish_down(person: Conversation) -> None:
    """Other answers do not."""
    assert "/wish" in person.say("技能培训有哪些", "ask_policy").payloads
    assert "/wish" not in person.say("低保补多少", "ask_policy").payloads


def test_two_questions_and_a_yes(person: Conversation, desk: IntakeDesk) -> None:
    """What is read back is what is kept; nothing before the yes."""
    assert "想学什么" in person.say("/wish").text
    assert "哪个乡镇" in person.say("我想学电工", "ask_policy").text
    replies = person.say("华容县东山镇天星村,电话13800001234")
    assert "想学电工" in replies.text
    assert replies.payloads == ["/affirm", "/deny"]
    assert _kept(desk) == ()

    assert "登记好了" in person.say("/affirm").text
    (wish,) = _kept(desk)
    assert (wish.subject, wish.place, wish.phone) == ("电工", "华容县东山镇天星村", "13800001234")


@pytest.mark.parametrize("intent", ["inform", "nlu_fallback", "out_of_scope", "ask_policy", "report_risk"])
def test_whatever_the_classifier_takes_an_answer_for(person: Conversation, desk: IntakeDesk, intent: str) -> None:
    """The short answer counts; a yes may be typed."""
    person.say("/wish")
    person.say("养蜂", intent)
    person.say("东山镇五星村", intent)
    person.say("对", intent)

    assert [wish.subject for wish in _kept(desk)] == ["养蜂"]


def test_a_place_that_is_no_place_is_asked_for_once_more(person: Conversation, desk: IntakeDesk) -> None:
    """After that whatever is told is taken."""
    person.say("/wish")
    person.say("养蜂")
    assert "再说细一点" in person.say("老地方").text
    person.say("大塘坳")
    person.say("1")

    assert [wish.place for wish in _kept(desk)] == ["大塘坳"]


@pytest.mark.parametrize("said", [("算了", "stop"), ("不登记了", "deny")])
@pytest.mark.parametrize("answers", [(), ("电工",), ("电工", "东山镇五星村")])
def test_it_can_be_called_off_at_every_question(
    person: Conversation, desk: IntakeDesk, answers: tuple[str, ...], said: tuple[str, str]
) -> None:
    """And then nothing is left."""
    person.say("/wish")
    for answer in answers:
        person.say(answer)

    assert "不登记" in person.say(*said).text
    assert desk.own_data.copy(person.key)["wishes"] == []


@pytest.mark.parametrize(
    ("said", "intent", "status"),
    [
        ("低保补多少", "ask_policy", "answered"),
        ("我老公得了癌症,没钱治病,家里欠了十万", "report_risk", "report_offered"),
        ("我要申报", "start_report", "report_question"),
    ],
)
def test_a_question_or_trouble_in_between_comes_first(
    person: Conversation, desk: IntakeDesk, said: str, intent: str, status: str
) -> None:
    """Neither is taken for a subject."""
    person.say("/wish")

    assert status in person.say(said, intent).statuses
    assert desk.own_data.copy(person.key)["wishes"] == []


def test_within_a_report_the_wish_waits(person: Conversation, desk: IntakeDesk) -> None:
    """The report's question is asked again."""
    person.say("/start_report")
    replies = person.say("/wish")

    assert "等会儿" in replies.text
    assert replies.field == "consent"


def test_a_wish_that_is_gone_is_not_kept(person: Conversation, desk: IntakeDesk) -> None:
    """An answer that comes after the job has tidied up is told so."""
    person.say("/wish")
    person.say("养蜂")
    number = int(str(person.slots["pending"]).rpartition(":")[2])
    desk.wishes.drop(number, person.key)

    assert "没登记完" in person.say("东山镇五星村").text


def _wished(person: Conversation) -> None:
    for said in ("/wish", "我想学电工", "华容县东山镇天星村,电话13800001234", "/affirm"):
        person.say(said)


@pytest.mark.parametrize(("answer", "intent"), [("/affirm", ""), ("删掉", "own_data"), ("1", "nlu_fallback")])
def test_a_wish_is_told_and_erased_from_chat(person: Conversation, desk: IntakeDesk, answer: str, intent: str) -> None:
    """Who has only wished, and never reported, may see it and have it gone, after a question."""
    _wished(person)
    assert "电工" in person.say("你们存了我哪些信息", "own_data").text
    assert person.say("删掉我的信息", "own_data").payloads == ["/affirm", "/deny"]
    assert len(_kept(desk)) == 1
    assert "删掉了" in person.say(answer, intent).text
    assert _kept(desk) == ()
    assert "没有查到" in person.say("你们存了我哪些信息", "own_data").text


def test_a_wish_that_shall_stay_stays(person: Conversation, desk: IntakeDesk) -> None:
    """A no leaves it; beside a report it is erased only where training is spoken of."""
    _wished(person)
    person.say("删掉我的信息", "own_data")
    person.say("/deny")
    assert len(_kept(desk)) == 1
    desk.file(a_report("one", conversation=person.key))
    assert "回执号" in person.say("删掉我的信息", "own_data").text
    assert "电工" in person.say("删掉我的培训登记", "own_data").text
