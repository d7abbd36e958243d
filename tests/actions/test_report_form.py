"""The self-report as a conversation, over a real intake."""

from collections.abc import Callable

import pytest

from intake.desk import IntakeDesk
from tests.actions.talking import Conversation

STORY = "屋里男人得了癌症,借了十几万,两个细伢子读书冇钱交学费"
SAID = {
    "consent": "同意", "who": "1", "name": "田小禾", "place": "示范县青山镇石桥村三组", "risk_type": "生病那个",
    "description": STORY, "phone": "13800001234", "confirm": "1", "relation": "邻居", "more": "没有了",
}  # fmt: skip


def _finish(person: Conversation, field: str | None, **said: str) -> tuple[str, int]:
    """Answer until a receipt comes; return it and the number of answers."""
    answers = {**SAID, **said}
    for count in range(1, 12):
        replies = person.say(answers[field or ""])
        if "receipt" in replies[-1]["meta"]:
            return replies.receipt, count
        field = replies.field
    raise AssertionError(replies.text)


def test_a_story_is_offered_and_filed(person: Conversation, desk: IntakeDesk) -> None:
    """Hardship is answered with the offer and its consent; what the story told is not asked again."""
    offered = person.say(STORY, "report_risk")
    assert (offered.statuses, offered.field) == (["report_offered"], "consent")
    receipt, answers = _finish(person, "consent")
    (case,) = desk.queue()
    assert receipt in case.receipts
    assert {"disease", "education", "debt"} <= {str(kind) for kind in case.kinds}
    assert STORY in desk.case(receipt).reports[0].story
    assert 1 + answers <= 9


def test_one_message_that_tells_all_needs_three_more(person: Conversation) -> None:
    """A story with name, place and phone is filed within four messages."""
    told = f"我叫田小禾,住示范县青山镇石桥村三组,电话13800001234,{STORY}"
    offered = person.say(told, "report_risk")
    _, answers = _finish(person, offered.field)
    assert 1 + answers <= 4


@pytest.mark.parametrize("yes", ["1", "\uff11", "一", "同意", "要得", "好咯", "/affirm", '/fill{"value":"yes"}'])
def test_consent_in_any_form(person: Conversation, yes: str) -> None:
    """Consent is understood by number, word, dialect or button; 屋里 has told who it is about, so the name follows."""
    person.say(STORY, "report_risk")
    assert person.say(yes, "affirm").field == "name"


@pytest.mark.parametrize("no", ["2", "不同意", "不要", "/deny"])
def test_without_consent_nothing_is_kept(person: Conversation, desk: IntakeDesk, no: str) -> None:
    """A refusal keeps no draft and no report, and names the phone."""
    person.say(STORY, "report_risk")
    refused = person.say(no, "deny")
    assert refused.field is None
    assert "0731-12317" in refused.text
    assert desk.load_draft(person.key) is None
    assert desk.queue() == ()


def test_a_question_in_the_middle(person: Conversation) -> None:
    """A policy question inside the form is answered and the same field is asked again."""
    person.say(STORY, "report_risk")
    asked = person.say("同意", "affirm").field
    replies = person.say("雨露计划每学期补多少?", "ask_policy")
    assert replies.statuses == ["answered", "report_question"]
    assert replies.field == asked


def test_stopping_says_what_happens(person: Conversation, desk: IntakeDesk) -> None:
    """算了 ends the form, drops the draft and files nothing."""
    person.say(STORY, "report_risk")
    person.say("同意", "affirm")
    assert person.say("算了,不报了", "stop").statuses == ["report_cancelled"]
    assert desk.load_draft(person.key) is None
    assert desk.queue() == ()


def test_a_restart_goes_on_at_the_same_question(person: Conversation) -> None:
    """When Rasa has forgotten the conversation, the draft knows what was asked."""
    person.say(STORY, "report_risk")
    person.say("同意", "affirm")
    asked = person.say("1").field
    person.restart()
    assert person.say(SAID[asked or ""]).field not in (None, asked)


def test_confirming_twice_files_once(person: Conversation, desk: IntakeDesk) -> None:
    """A second yes after the receipt makes no second report and gets the receipt again, also when Rasa forgot all."""
    person.say(STORY, "report_risk")
    receipt, _ = _finish(person, "consent")
    person.restart()
    again = person.say("对,报上去", "affirm")
    assert again.receipt == receipt
    person.loop = "self_report_form"  # the action server died before Rasa heard that the form is over
    assert person.say("对,报上去", "start_report").receipt == receipt
    assert len(desk.everything(10)) == 1


def test_no_phone_is_an_answer(person: Conversation, desk: IntakeDesk) -> None:
    """Somebody without a phone can still report."""
    person.say(STORY, "report_risk")
    receipt, _ = _finish(person, "consent", phone="没有电话")
    assert desk.status(number=receipt)


def test_a_crisis_inside_the_form(person: Conversation, desk: IntakeDesk) -> None:
    """A wish to die in the middle is answered at once and stands in the queue as urgent."""
    person.say(STORY, "report_risk")
    person.say("同意", "affirm")
    replies = person.say("活着冇意思了,想喝农药", "inform")
    assert "crisis" in replies.statuses
    assert "12356" in replies.text
    assert [str(case.urgency) for case in desk.queue()] == ["now"]


def test_two_people_do_not_mix(talk: Callable[[str], Conversation], desk: IntakeDesk) -> None:
    """Two conversations at once give two receipts for two households."""
    first, second = talk("web-a"), talk("web-b")
    first.say(STORY, "report_risk")
    second.say(STORY, "report_risk")
    one, _ = _finish(first, "consent")
    two, _ = _finish(second, "consent", name="李青苗", place="示范县绿水乡柳树村一组", phone="13900005678")
    assert one != two
    assert len(desk.queue()) == 2
