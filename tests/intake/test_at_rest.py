"""What stands on the disk."""

from datetime import UTC, datetime
from pathlib import Path

from intake.desk import IntakeDesk
from intake.domain import Channel, Move, Role, TicketKind, Urgency
from intake.drafts import Draft
from intake.reports import Person
from intake.tickets import NewTicket
from tests.intake.samples import WANG, StoppedClock, a_report

_SECRETS = ("王建国", "天星村", "13912345678", "八万", "430623", "李秀英", "邻居的女儿", "村里不给登记", "去过他家")


def _everything_that_holds_personal_data(desk: IntakeDesk) -> None:
    story = "我住院花了八万,身份证430623198001010018"
    receipt = desk.file(a_report(story=story, person=Person(WANG.name, WANG.place, WANG.phone, 4, "邻居的女儿")))
    desk.file(a_report("2", urgency=Urgency.NOW))
    values = {"name": "李秀英", "phone": "13912345678"}
    desk.save_draft("web-li", Draft("k", Channel.WEB, "place", values, datetime(2026, 11, 23, tzinfo=UTC)))
    desk.open_ticket(NewTicket(TicketKind.COMPLAINT, "web-li", Channel.WEB, "村里不给登记", "13912345678"))
    desk.staff.add("张三", Role.COUNTY)
    staff_id = desk.staff.members()[0].id
    desk.move(receipt.case_number, Move.TAKE, staff_id, "昨天去过他家")
    desk.reveal(receipt.case_number, staff_id, "核对13912345678")


def test_no_personal_data_can_be_read_in_the_database_file(sqlite_desk: IntakeDesk, tmp_path: Path) -> None:
    """Neither in the file nor in its log, in any encoding of ours."""
    _everything_that_holds_personal_data(sqlite_desk)
    written = b"".join(path.read_bytes() for path in tmp_path.glob("mingbai.db*"))

    assert b"MB261123-" in written
    for secret in _SECRETS:
        assert secret.encode() not in written
        assert secret.encode("unicode_escape") not in written


def test_representations_hold_no_personal_data(clock: StoppedClock) -> None:
    """They end up in logs and in exception texts."""
    ticket = NewTicket(TicketKind.COMPLAINT, "web-li", Channel.WEB, "村里不给登记", "13912345678")
    draft = Draft("k", Channel.WEB, "place", {"name": "李秀英"}, clock.now)
    shown = repr((a_report(story="住院花了八万"), WANG, ticket, draft))

    assert not [secret for secret in _SECRETS if secret in shown]


def test_passwords_are_kept_as_argon2_hashes(sqlite_desk: IntakeDesk, tmp_path: Path) -> None:
    """The one-time password is nowhere on the disk."""
    password = sqlite_desk.staff.add("李干部", Role.COUNTY)
    written = b"".join(path.read_bytes() for path in tmp_path.glob("mingbai.db*"))

    assert password.encode() not in written
    assert b"$argon2id$" in written
