"""Files kept with a case."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, func, select

from intake.attachments import MOST_BYTES, MOST_FILES
from intake.cipher import FieldCipher
from intake.desk import IntakeDesk
from intake.domain import Move, Role
from intake.errors import BadFile, NoteRequired, TooManyReveals, UnknownAttachment, UnknownStaff
from intake.files import FileKind
from intake.reports import Person
from intake.rulebook import Rulebook
from intake.tables import attachment_parts, attachments
from storage.engine import reading
from tests.intake.sample_files import JPEG, PDF
from tests.intake.samples import LI, StoppedClock, a_report, of_neighbour


@pytest.fixture
def number(desk: IntakeDesk) -> str:
    """A case."""
    return desk.file(a_report()).case_number


def _kept(engine: Engine) -> tuple[int, int]:
    with reading(engine) as connection:
        files, parts = (
            connection.execute(select(func.count()).select_from(one)).scalar_one()
            for one in (attachments, attachment_parts)
        )
    return files, parts


def test_a_file_comes_back_as_it_was(desk: IntakeDesk, number: str, county: int, engine: Engine) -> None:
    """Whatever its size; the list shows what staff wrote of it, the name given is the case's."""
    large = PDF[:-6] + b"0" * 600_000 + PDF[-6:]
    photo, bill = (desk.attachments.add(number, county, *told) for told in (("照片", JPEG), ("票据", large)))
    listed = desk.attachments.of(number)

    assert [(one.id, one.kind, one.about, one.size) for one in listed] == [
        (photo, FileKind.JPEG, "照片", len(JPEG)),
        (bill, FileKind.PDF, "票据", len(large)),
    ]
    assert {one.added_by for one in listed} == {"周县长"}
    assert desk.attachments.view(number, photo, county, "核对").content == JPEG
    assert desk.attachments.view(number, bill, county, "核对").content == large
    assert desk.attachments.view(number, photo, county, "核对").name == f"{number}-{photo}.jpg"
    assert _kept(engine) == (2, 4)


def test_adding_viewing_and_removing_are_written_down(desk: IntakeDesk, number: str, county: int) -> None:
    """In the case's history with the reason, and in the audit log without."""
    attachment = desk.attachments.add(number, county, "票据", JPEG)
    desk.attachments.view(number, attachment, county, "核对票据")
    desk.attachments.remove(number, attachment, county, "传错了")

    told = [(event.kind, event.staff, event.note) for event in desk.case(number).events[1:]]
    assert told == [
        ("attached", "周县长", "票据"),
        ("attachment_viewed", "周县长", "核对票据"),
        ("attachment_removed", "周县长", "传错了"),
    ]
    rows = desk.audit.rows(3)
    assert [row.act for row in rows] == ["attachment_removed", "attachment_viewed", "attached"]
    assert "票据" not in repr(rows)
    assert desk.attachments.of(number) == ()
    with pytest.raises(UnknownAttachment):
        desk.attachments.view(number, attachment, county, "核对")


@pytest.mark.parametrize("content", [b"", b"<html>", JPEG + b"\x00" * MOST_BYTES])
def test_what_cannot_be_kept_leaves_nothing(
    desk: IntakeDesk, number: str, county: int, engine: Engine, content: bytes
) -> None:
    """Empty, of another kind, too large; nor without a word on what it is, nor from nobody."""
    with pytest.raises(BadFile):
        desk.attachments.add(number, county, "票据", content)
    with pytest.raises(NoteRequired):
        desk.attachments.add(number, county, " ", JPEG)
    with pytest.raises(UnknownStaff):
        desk.attachments.add(number, county + 1, "票据", JPEG)

    assert _kept(engine) == (0, 0)
    assert [event.kind for event in desk.case(number).events] == ["opened"]


def test_a_case_has_room_for_ten(desk: IntakeDesk, number: str, county: int, engine: Engine) -> None:
    """Also when several are added at the same moment."""

    def add(_: int) -> bool:
        try:
            desk.attachments.add(number, county, "票据", JPEG)
        except BadFile:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        kept = list(pool.map(add, range(MOST_FILES + 3)))

    assert kept.count(True) == MOST_FILES
    assert _kept(engine) == (MOST_FILES, MOST_FILES)


def test_a_file_belongs_to_one_case(desk: IntakeDesk, number: str, county: int) -> None:
    """Its number under another case leads nowhere, so that the region of the case is what counts."""
    other = desk.file(of_neighbour("li", LI)).case_number
    attachment = desk.attachments.add(number, county, "票据", JPEG)

    for act in (desk.attachments.view, desk.attachments.remove):
        with pytest.raises(UnknownAttachment):
            act(other, attachment, county, "核对")
    with pytest.raises(NoteRequired):
        desk.attachments.view(number, attachment, county, " ")


def test_looking_at_files_counts_as_looking_at_people(
    engine: Engine, cipher: FieldCipher, clock: StoppedClock, county: int
) -> None:
    """A photo of an identity card is one."""
    desk = IntakeDesk(engine, cipher, clock, rules=replace(Rulebook.load(), reveals_per_hour=2))
    number = desk.file(a_report()).case_number
    attachment = desk.attachments.add(number, county, "票据", JPEG)
    desk.reveal(number, county, "核对")
    desk.attachments.view(number, attachment, county, "核对")

    with pytest.raises(TooManyReveals):
        desk.attachments.view(number, attachment, county, "核对")
    with pytest.raises(TooManyReveals):
        desk.reveal(number, county, "核对")


def test_files_follow_a_merge(desk: IntakeDesk, number: str, county: int) -> None:
    """To the case that goes on; nothing is put with the one that is closed."""
    other = desk.file(of_neighbour("li", LI)).case_number
    attachment = desk.attachments.add(number, county, "票据", JPEG)
    desk.merge(number, other, county)

    assert [one.id for one in desk.attachments.of(other)] == [attachment]
    assert desk.attachments.of(number) == ()
    with pytest.raises(BadFile):
        desk.attachments.add(number, county, "票据", JPEG)


def test_files_go_with_the_person(
    desk: IntakeDesk, number: str, county: int, clock: StoppedClock, engine: Engine
) -> None:
    """When the time of the case is over, and when the household has its report deleted."""
    desk.attachments.add(number, county, "票据", JPEG)
    desk.move(number, Move.REFER, county, "转民政")
    clock.advance(days=1096)
    assert desk.retention.run()["cases"] == 1
    assert _kept(engine) == (0, 0)

    receipt = desk.file(of_neighbour("li", LI, "web-li"))
    desk.attachments.add(receipt.case_number, county, "票据", JPEG)
    desk.withdraw(receipt.number, "web-li")
    desk.own_data.delete(receipt.number, "web-li")
    assert _kept(engine) == (0, 0)


def test_a_file_added_after_the_person_was_erased_goes_too(
    desk: IntakeDesk, number: str, county: int, clock: StoppedClock, engine: Engine
) -> None:
    """Retention finds a case that has nothing left but a file."""
    desk.move(number, Move.REFER, county, "转民政")
    clock.advance(days=1096)
    desk.retention.run()
    desk.attachments.add(number, county, "票据", JPEG)

    assert desk.retention.due()["cases"] == 1
    desk.retention.run()
    assert _kept(engine) == (0, 0)


def test_new_keys_for_files(engine: Engine, clock: StoppedClock, add_staff: Callable[[str, Role], int]) -> None:
    """After the rotation the old key is not needed to read them."""
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    desk, staff_id = IntakeDesk(engine, FieldCipher([old]), clock), add_staff("周县长", Role.COUNTY)
    number = desk.file(a_report(person=Person("王建国", "天星村"))).case_number
    attachment = desk.attachments.add(number, staff_id, "票据", PDF[:-6] + b"0" * 300_000 + PDF[-6:])
    done = IntakeDesk(engine, FieldCipher([new, old]), clock).rotation.run()

    assert done.fields["attachment_parts.content_encrypted"] == 2
    assert done.fields["attachments.about_encrypted"] == 1
    only = IntakeDesk(engine, FieldCipher([new]), clock)
    assert only.attachments.of(number)[0].about == "票据"
    assert only.attachments.view(number, attachment, staff_id, "核对").content.startswith(b"%PDF")


def test_no_file_can_be_read_on_the_disk(
    sqlite_desk: IntakeDesk, tmp_path: Path, clock: StoppedClock
) -> None:
    """Neither its content nor what was written of it."""
    sqlite_desk.staff.add("张三丰", Role.COUNTY)
    staff_id = sqlite_desk.staff.members()[0].id
    number = sqlite_desk.file(a_report()).case_number
    sqlite_desk.attachments.add(number, staff_id, "诊断证明", PDF[:-6] + "王建国住院".encode() + PDF[-6:])
    written = b"".join(path.read_bytes() for path in tmp_path.glob("mingbai.db*"))

    for secret in (b"%PDF", "王建国".encode(), "诊断证明".encode()):
        assert secret not in written
