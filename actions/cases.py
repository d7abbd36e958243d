"""How one's reports stand, and taking one back."""

import re
from datetime import datetime

from actions.heard import Heard
from actions.replies import Button, Outcome, Reply, Status
from actions.voice import Voice
from intake.clock import LOCAL_ZONE
from intake.desk import IntakeDesk
from intake.domain import CLOSED
from intake.errors import MoveNotAllowed, NotYours, UnknownReceipt
from intake.numbers import RECEIPT, find_number
from intake.reports import CaseStatus
from intake.wording import Wording
from knowledge.scope import asks_of_a_person
from language.plain import plain

PENDING = "withdraw:"
_KEEP = re.compile(r"[不别莫没冇]")
_SHOWN = 3  # reports listed at most


class Cases:
    """Tells of reports and takes them back; each method may raise IntakeBusy."""

    def __init__(self, desk: IntakeDesk, voice: Voice, wording: Wording) -> None:
        self._desk = desk
        self._voice = voice
        self._wording = wording

    def status(self, heard: Heard) -> Outcome:
        """Return how the report with the number in the message stands, or the conversation's own reports."""
        number = find_number(heard.typed, RECEIPT)
        found = self._desk.status(number=number) if number else self._desk.status(conversation=heard.conversation)
        if not found:
            return self.nothing_kept()
        lines = [self._told(status) for status in found[:_SHOWN]]
        text = "\n\n".join([*lines, self._voice("status.ending")])
        return Outcome((Reply(text, Status.CASE_STATUS),))

    def nothing_kept(self) -> Outcome:
        """Say that nothing was found, and offer to report."""
        start = Button(self._voice("button.start"), "/start_report")
        return Outcome((Reply(self._voice("status.none"), Status.CASE_STATUS, (start,)),))

    def _told(self, status: CaseStatus) -> str:
        name = self._voice("status.name", name=status.masked_name) if status.masked_name else ""
        return self._voice(
            "status.one",
            receipt=status.receipt,
            name=name,
            filed=_day(status.filed_at),
            since=_day(status.state_since),
            state=self._wording.label(status.state),
            next=self._voice(f"next.{status.state}"),
        )

    def withdraw(self, heard: Heard) -> Outcome:
        """Ask once, then take back the report named by the message or the button, else the latest one."""
        if heard.value("v"):
            return self.take_back(heard, heard.value("v"))
        pending = str(heard.slot("pending") or "")
        if pending.startswith(PENDING):  # 「撤回」 is a yes to 「要撤回吗」
            return self.keep() if _KEEP.search(heard.typed) else self.take_back(heard, pending.removeprefix(PENDING))
        number = find_number(heard.typed, RECEIPT)
        found = self._desk.status(number=number) if number else self._own_open(heard.conversation)
        if not found:
            return Outcome((Reply(self._voice("withdraw.none"), Status.CASE_STATUS),))
        return self._ask(found[0])

    def _own_open(self, conversation: str) -> tuple[CaseStatus, ...]:
        return tuple(one for one in self._desk.status(conversation=conversation) if one.state not in CLOSED)

    def _ask(self, status: CaseStatus) -> Outcome:
        text = self._voice("withdraw.ask", receipt=status.receipt, filed=_day(status.filed_at))
        yes = Button(self._voice("button.withdraw"), f'/withdraw_report{{"v":"{status.receipt}"}}')
        reply = Reply(text, Status.CASE_STATUS, (yes, Button(self._voice("button.keep"), "/deny")))
        return Outcome((reply,), {"pending": PENDING + status.receipt})

    def take_back(self, heard: Heard, number: str) -> Outcome:
        """Withdraw the report `number`, if it was filed from here and is still open."""
        meta = {}
        try:
            status = self._desk.withdraw(number, heard.conversation)
        except UnknownReceipt:
            name, kind = "withdraw.none", Status.CASE_STATUS
        except NotYours:
            name, kind = "withdraw.not_yours", Status.CASE_STATUS
        except MoveNotAllowed:
            name, kind = "withdraw.not_allowed", Status.CASE_STATUS
        else:
            name, kind, meta = "withdraw.done", Status.WITHDRAWN, {"receipt": status.receipt}
        return Outcome((Reply(self._voice(name, receipt=number), kind, (), meta),))

    def keep(self) -> Outcome:
        """Return that nothing was taken back."""
        return Outcome((Reply(self._voice("withdraw.kept"), Status.CASE_STATUS),))


def after_another(heard: Heard) -> bool:
    """Tell whether the message asks how another household's affairs stand."""
    return asks_of_a_person(plain(heard.typed)) and not find_number(heard.typed, RECEIPT)


def _day(at: datetime) -> str:
    local = at.astimezone(LOCAL_ZONE)
    return f"{local.month}月{local.day}日"
