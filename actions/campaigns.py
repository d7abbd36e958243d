"""Answers to a campaign's question: all is well, or the way into the self-report."""

from collections.abc import Callable
from dataclasses import replace

from actions.heard import Heard
from actions.replies import Button, Outcome, Reply, Status
from actions.voice import Voice
from intake.campaigns import CheckIn
from intake.desk import IntakeDesk


class Campaigns:
    """Takes the answer that a button carries; each method may raise IntakeBusy."""

    def __init__(self, desk: IntakeDesk, voice: Voice, report: Callable[[Heard], Outcome]) -> None:
        self._desk, self._voice, self._report = desk, voice, report

    def __call__(self, heard: Heard) -> Outcome:
        """Keep the answer; trouble opens the self-report, whether or not the campaign is still open."""
        answer = self._kept(heard)
        if answer is CheckIn.TROUBLE:
            return self._report(replace(heard, intent="start_report", text="/start_report", payload={}))
        return self._thanks()

    def within_report(self, heard: Heard) -> Outcome:
        """Keep the answer of somebody who is reporting already."""
        return Outcome(()) if self._kept(heard) is CheckIn.TROUBLE else self._thanks()

    def _kept(self, heard: Heard) -> CheckIn:
        answer = CheckIn.TROUBLE if heard.value("v") == CheckIn.TROUBLE.value else CheckIn.FINE
        number = heard.value("c")
        if number.isascii() and number.isdecimal() and len(number) < 10:
            self._desk.campaign_answers.answer(int(number), heard.conversation, answer)
        return answer

    def _thanks(self) -> Outcome:
        start = Button(self._voice("button.start"), "/start_report")
        return Outcome((Reply(self._voice("campaign.fine"), Status.SMALLTALK, (start,)),))
