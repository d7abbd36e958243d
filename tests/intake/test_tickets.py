"""Complaints and wishes to speak with a person."""

import pytest
from sqlalchemy import Engine

from intake.cipher import FieldCipher
from intake.desk import IntakeDesk
from intake.domain import Channel, TicketKind
from intake.errors import IntakeBusy, UnknownTicket
from intake.tickets import NewTicket
from storage.engine import writing
from tests.intake.samples import ScriptedNumbers, StoppedClock

_COMPLAINT = NewTicket(TicketKind.COMPLAINT, "web-wang", Channel.WEB, "村里不给登记", "13912345678")
_HUMAN = NewTicket(TicketKind.HUMAN, "web-li", Channel.WEB, "想找人问问", None)


def test_a_ticket_waits_for_staff_with_all_it_said(desk: IntakeDesk, clock: StoppedClock) -> None:
    """Text and phone come back as they were given."""
    number = desk.open_ticket(_COMPLAINT)
    (ticket,) = desk.tickets()

    assert number.startswith("T261123-")
    assert (ticket.number, ticket.kind, ticket.opened_at) == (number, TicketKind.COMPLAINT, clock.now)
    assert (ticket.text, ticket.phone) == ("村里不给登记", "13912345678")


def test_the_oldest_ticket_comes_first(desk: IntakeDesk) -> None:
    """A page at a time."""
    numbers = [desk.open_ticket(_COMPLAINT), desk.open_ticket(_HUMAN)]

    assert [ticket.number for ticket in desk.tickets()] == numbers
    assert [ticket.number for ticket in desk.tickets(limit=1, offset=1)] == numbers[1:]


def test_a_closed_ticket_waits_no_more(desk: IntakeDesk, county: int) -> None:
    """It can be closed once; another number is unknown."""
    number = desk.open_ticket(_HUMAN)
    desk.close_ticket(number, county)

    assert desk.tickets() == ()
    for unknown in (number, "T000101-000000", "x"):
        with pytest.raises(UnknownTicket):
            desk.close_ticket(unknown, county)


def test_a_number_that_is_taken_is_replaced(engine: Engine, cipher: FieldCipher, clock: StoppedClock) -> None:
    """Six digits collide now and then."""
    desk = IntakeDesk(engine, cipher, clock, ScriptedNumbers(T=["T1", "T1", "T2"]))

    assert [desk.open_ticket(_HUMAN), desk.open_ticket(_COMPLAINT)] == ["T1", "T2"]


def test_a_locked_database_is_said_to_be_busy(sqlite_desk: IntakeDesk, sqlite: Engine) -> None:
    """No number is given for what was not kept."""
    with writing(sqlite), pytest.raises(IntakeBusy):
        sqlite_desk.open_ticket(_HUMAN)

    assert sqlite_desk.tickets() == ()
