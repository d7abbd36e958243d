"""Wishes for a person and complaints: a ticket, and the phone numbers."""

from actions.heard import Heard
from actions.replies import Outcome, Reply, Status
from actions.voice import Voice
from intake.desk import IntakeDesk
from intake.domain import TicketKind
from intake.tickets import NewTicket
from language.identity import find_phone


class People:
    """Opens tickets; each method may raise IntakeBusy."""

    def __init__(self, desk: IntakeDesk, voice: Voice) -> None:
        self._desk = desk
        self._voice = voice

    def human(self, heard: Heard) -> Outcome:
        """Return how to reach a person."""
        number, phone = self._open(heard, TicketKind.HUMAN)
        lines = [self._voice("human.text", number=number)]
        if phone:
            lines.append(self._voice("human.callback"))
        return Outcome((Reply("\n".join(lines), Status.HUMAN, (), {"ticket": number}),))

    def complaint(self, heard: Heard) -> Outcome:
        """Return that the complaint is written down, and the warning never to pay."""
        number, _ = self._open(heard, TicketKind.COMPLAINT)
        return Outcome((Reply(self._voice("complaint.text", number=number), Status.COMPLAINT, (), {"ticket": number}),))

    def _open(self, heard: Heard, kind: TicketKind) -> tuple[str, str | None]:
        phone = find_phone(heard.typed)
        text = heard.typed or self._voice("button.human")
        return self._desk.open_ticket(NewTicket(kind, heard.conversation, heard.channel, text, phone)), phone
