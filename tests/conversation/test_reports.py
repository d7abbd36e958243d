"""Self-reports led to their end in each channel, against every real process."""

import subprocess
import sys

import httpx
import pytest

from tests.conversation.servers import ROOT, Chat, Servers
from tests.conversation.staff import sign_in
from tests.doubles.telegram import FakeTelegram

pytestmark = pytest.mark.servers
STORY = "屋里男人得了癌症,借了十几万,两个细伢子读书冇钱交学费"
ANSWERS = {
    "consent": "同意", "who": "我自己", "relation": "亲戚", "name": "田小禾", "place": "示范县青山镇石桥村三组",
    "household_size": "4个人", "risk_type": "1", "description": STORY, "phone": "13800001234", "more": "没有了",
    "confirm": "对的",
}  # fmt: skip
LONGEST = 12


def _cases(servers: Servers) -> dict[str, dict[str, object]]:
    return {number: case for case in servers.intake("list") for number in case["receipts"]}


def _lead(chat: Chat) -> str:
    """Answer whatever the form asks until a receipt is given; return its number."""
    for _ in range(LONGEST):
        if receipt := chat.meta("receipt"):
            return str(receipt)
        chat.say(ANSWERS[chat.meta("field")])
    raise AssertionError(f"no receipt after {LONGEST} answers: {chat.text}")


def test_a_story_in_the_web_chat_becomes_a_case(chat: Chat, servers: Servers) -> None:
    """Hardship told without asking is answered kindly and offered the report; the case stands in list and console."""
    chat.say(STORY)
    assert (chat.status, chat.meta("field")) == ("report_offered", "consent")
    receipt = _lead(chat)
    assert chat.status == "report_filed"
    assert "12317" in chat.text
    case = _cases(servers)[receipt]
    assert "disease" in str(case)
    page = _console_page(servers, f"/cases/{case['case']}")
    assert str(case["case"]) in page
    assert "田小禾" not in page


def test_a_cadre_reports_step_by_step(chat: Chat, servers: Servers) -> None:
    """A report asked for without a story is led one question at a time; numbers and full-width forms are answers."""
    chat.say("我要帮隔壁申报")
    assert chat.status == "report_question"
    neighbour = {"who": "\uff12", "name": "李青苗", "description": "老人家八十岁一个人,冇人管", "phone": "没有电话"}
    answers = {**ANSWERS, **neighbour}
    for _ in range(LONGEST):
        if chat.meta("receipt"):
            break
        chat.say(answers[chat.meta("field")])
    assert chat.meta("receipt") in _cases(servers)


def test_no_consent_no_record(chat: Chat, servers: Servers) -> None:
    """Who does not agree is led to the phone and nothing is filed."""
    before = len(_cases(servers))
    chat.say(STORY).say("不同意")
    assert chat.meta("field") is None
    assert "12317" in chat.text
    assert len(_cases(servers)) == before


def test_status_and_withdrawal(chat: Chat, servers: Servers) -> None:
    """The same chat learns where its report stands and can take it back."""
    receipt = _lead(chat.say(STORY + ",我屋里在山里头"))
    assert receipt in chat.say("我报的事到哪一步了").text
    assert chat.status == "case_status"
    chat.say("我不想报了,撤回我的申报")
    if chat.status != "withdrawn":
        chat.say("是的")
    assert chat.status == "withdrawn"


def test_a_question_inside_the_form_is_answered(chat: Chat) -> None:
    """A question asked in the middle is answered and the form goes on where it was."""
    chat.say(STORY).say("同意")
    asked = chat.meta("field")
    chat.say("雨露计划每学期补好多钱?")
    assert "1500" in chat.text
    assert chat.meta("field") == asked


def test_a_crisis_is_answered_at_once(chat: Chat, servers: Servers) -> None:
    """A wish to die gets the right numbers in the same turn and stands in the queue as urgent."""
    before = set(_cases(servers))
    chat.say("活着冇意思了,想喝农药")
    assert chat.status == "crisis"
    assert "12356" in chat.text
    (fresh,) = set(_cases(servers)) - before
    assert _cases(servers)[fresh]["urgency"] == "now"


def test_the_form_through_telegram(telegram: FakeTelegram, servers: Servers) -> None:
    """The same report is led to its end through Telegram's Bot API; a redelivered message makes no second case."""
    person, before = 4711, set(_cases(servers))
    said = iter([STORY, "同意", "我自己", "田小禾", "示范县青山镇石桥村三组", "4", "13800001234", "对的"])
    for text in said:
        seen = len(telegram.sent)
        telegram.write(person, text, times=2)
        telegram.wait_for(seen + 1)
        if "MB" in telegram.sent[-1].text:
            break
    assert "MB" in telegram.sent[-1].text
    receipts = set(_cases(servers)) - before
    assert len(receipts) == 1
    assert receipts.pop() in telegram.sent[-1].text


def test_the_form_in_the_terminal(servers: Servers) -> None:
    """`python -m bot chat` leads the same report to its end."""
    before = set(_cases(servers))
    lines = [STORY, "同意", "我自己", "赵大麦", "示范县绿水乡柳树村一组", "5", "没有电话", "对的", "", ""]
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat"], cwd=ROOT, env=servers.environment, input="\n".join(lines),
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (receipt,) = set(_cases(servers)) - before
    assert receipt in done.stdout


def _console_page(servers: Servers, path: str) -> str:
    """Return a page as a staff member sees it after signing in and changing the one-time password."""
    added = subprocess.run(
        [sys.executable, "-m", "intake", "staff", "add", "queue-reader", "--role", "county"],
        cwd=ROOT, env=servers.environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    with httpx.Client(base_url=servers.url("console"), follow_redirects=True) as client:
        assert "案件队列" in sign_in(client, "queue-reader", added.stdout.splitlines()[-1].strip())
        return client.get(path).text
