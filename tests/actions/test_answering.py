"""Questions and the fixed replies around them."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from actions.voice import FILE as TEXTS_FILE
from knowledge.records import Records
from language.risk import CRISES
from language.texts import Texts
from tests.actions.doubles import TwoPassages
from tests.actions.talking import Conversation


def test_an_answer_carries_its_passage(person: Conversation) -> None:
    """The knowledge base's text is passed on word for word, with the passage in meta and feedback buttons."""
    replies = person.say("低保补多少", "ask_policy")
    assert replies.text == "低保每月补多少,以本县公布的为准。"
    (passage,) = replies[0]["meta"]["passages"]
    assert (passage["id"], passage["region"], passage["valid_from"]) == ("低保.amount", "湖南省", "2023-01-01")
    assert any(payload.startswith("/rate") for payload in replies.payloads)


def test_a_follow_up_keeps_the_topic(person: Conversation, answerer: TwoPassages) -> None:
    """The next question is asked with the topic of the last answer."""
    person.say("低保补多少", "ask_policy")
    person.say("那要带么子", "ask_policy")
    assert [question.topic for question in answerer.asked] == [None, "低保"]


def test_what_is_not_known_is_a_gap(person: Conversation, engine: Engine) -> None:
    """A question without an answer is on record."""
    assert person.say("怎么养鱼", "ask_policy").statuses == ["abstained"]
    assert Records(engine).gaps() == (("怎么养鱼", 1),)


def test_an_ambiguous_question_offers_choices(person: Conversation) -> None:
    """Each choice is a button that shows its passage."""
    replies = person.say("低保和雨露", "ask_policy")
    assert replies.statuses == ["clarify"]
    assert person.say(replies.payloads[0]).statuses == ["answered"]


def test_an_old_button_is_answered(person: Conversation) -> None:
    """A button of a passage that is gone is answered kindly."""
    assert person.say('/ask{"p":"old.gone"}').statuses == ["abstained"]


def test_no_edition_is_said_with_a_phone(person: Conversation, answerer: TwoPassages) -> None:
    """When no edition can be served, the person hears the fixed sentence with the phone."""
    answerer.gone = True
    replies = person.say("低保补多少", "ask_policy")
    assert replies.statuses == ["degraded"]
    assert "0731-12317" in replies.text


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("想喝农药算了", "self_harm", "12356"),
        ("水冲进屋里哒快来人", "disaster", "119"),
        ("他又在打我", "violence", "110"),
        ("崽不见哒一上午冇看到", "missing_child", "110"),
        ("我爹突然倒在地上，叫不醒", "medical", "120"),
    ],
)
def test_a_crisis_names_the_right_number(person: Conversation, text: str, kind: str, number: str) -> None:
    """Each kind of crisis gets its emergency number in the same turn."""
    replies = person.say(text, "crisis")
    assert replies.statuses[0] == "crisis", kind
    assert number in replies.text


def test_every_crisis_has_words() -> None:
    """No kind of crisis that the rules can name is without its sentence."""
    names = set(Texts.load(TEXTS_FILE).names())
    assert {f"crisis.{kind}" for kind in (*CRISES, "danger")} <= names


def test_a_person_is_always_reachable(person: Conversation) -> None:
    """Asking for a person, and complaining, give a phone number and a record."""
    assert "0731-12317" in person.say("我要找人工", "ask_human").text
    complaint = person.say("村干部要收我手续费", "complain")
    assert complaint.statuses == ["complaint"]
    assert "12345" in complaint.text


def test_nobody_sees_anothers_report(talk: Callable[[str], Conversation]) -> None:
    """A conversation without a report is told so, also when another one has one."""
    talk("web-a").say("屋里男人得了癌症,冇钱治", "report_risk")
    assert talk("web-b").say("我报的到哪一步了", "check_status").statuses == ["case_status"]
    assert not re.search(r"MB\d", talk("web-b").say("我报的到哪一步了", "check_status").text)
