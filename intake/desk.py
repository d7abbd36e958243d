"""The intake as the processes see it: one object for reporters and staff, over one database."""

from collections.abc import Sequence

from sqlalchemy import Engine

import storage.migrate
from intake.attachments import Attachments
from intake.audit import AuditLog
from intake.campaign_answers import CampaignAnswers
from intake.campaign_book import CampaignBook
from intake.casefile import CaseFile, CaseRow
from intake.casework import Casework, MoveRequest
from intake.cipher import FieldCipher
from intake.clock import Clock, utc_now
from intake.counting import Counting
from intake.deliveries import Deliveries
from intake.domain import CaseState, Move, Role
from intake.drafts import Draft, Drafts
from intake.duplicates import Candidate, Duplicates
from intake.escalation import Escalation
from intake.filing import Filing
from intake.handing import Handing
from intake.importing import Importing, ImportKind, ImportResult, Row
from intake.live_rules import LiveRules
from intake.numbers import NewNumber, new_number
from intake.own_data import OwnData
from intake.queue import Queue
from intake.reports import CaseStatus, NewReport, Person, Receipt
from intake.retention import Retention
from intake.revealing import Revealing
from intake.rotation import Rotation
from intake.rule_editions import RuleEditions
from intake.rulebook import Rulebook
from intake.ruling import Ruling
from intake.second_factor import SecondFactor
from intake.staff import StaffBook
from intake.statuses import Statuses
from intake.tickets import NewTicket, Ticket, Tickets
from intake.transactions import reading
from intake.wishes import Wishes
from intake.worklist import Worklist


class IntakeDesk:
    """Takes reports, drafts and tickets in, and lets staff work the cases; every method may raise IntakeBusy."""

    def __init__(
        self,
        engine: Engine,
        cipher: FieldCipher,
        clock: Clock = utc_now,
        numbers: NewNumber = new_number,
        rules: Rulebook | None = None,
    ) -> None:
        base, editions = rules or Rulebook.load(), RuleEditions(engine, clock)
        live = LiveRules(base, editions)
        self._engine = engine
        self._filing = Filing(engine, cipher, clock, numbers, live)
        self._statuses = Statuses(engine, cipher, clock, live)
        self._drafts = Drafts(engine, cipher, clock)
        self._tickets = Tickets(engine, cipher, clock, numbers)
        self._queue = Queue(engine, cipher, clock, live)
        self._casework = Casework(engine, cipher, clock, live)
        self.worklist = Worklist(engine, cipher, clock, self._queue)
        self.counting = Counting(engine, cipher, clock)
        self.campaigns = CampaignBook(engine, cipher, clock)
        self.campaign_answers = CampaignAnswers(engine, clock)
        self.wishes = Wishes(engine, cipher, clock)
        self.handing = Handing(engine, cipher, clock)
        self._importing = Importing(self._filing.file, clock, base.wording)
        self._duplicates = Duplicates(engine, cipher)
        self.revealing = Revealing(engine, cipher, clock, base.reveals_per_hour)
        self.attachments = Attachments(engine, cipher, clock, self.revealing)
        self._escalation = Escalation(engine, cipher, clock, live)
        self.rules = live
        self.ruling = Ruling(live, editions, self._escalation, clock)
        self.audit = AuditLog(engine, clock)
        self.deliveries = Deliveries(engine, cipher, clock)
        self.own_data = OwnData(engine, cipher, clock)
        self.retention = Retention(engine, cipher, clock, base.retention)
        self.rotation = Rotation(engine, cipher, clock)
        self.cipher = cipher
        self.staff = StaffBook(engine, clock)
        self.second_factor = SecondFactor(engine, cipher, clock)

    def is_ready(self) -> bool:
        """Tell whether the database answers and has the newest schema; raises IntakeBusy when it does not answer."""
        with reading(self._engine) as connection:
            return storage.migrate.has_newest_schema(connection)

    # what a reporter does

    def file(self, report: NewReport) -> Receipt:
        """Commit `report` before anything else and return its receipt; the same idempotency key gives the same one."""
        return self._filing.file(report)

    def status(self, conversation: str | None = None, number: str | None = None) -> tuple[CaseStatus, ...]:
        """Return the conversation's own reports, newest first, or the one with `number`; () when there is none."""
        return self._statuses.of(conversation, number)

    def withdraw(self, number: str, conversation: str) -> CaseStatus:
        """Take a report back from where it was filed; raises UnknownReceipt, NotYours, MoveNotAllowed."""
        return self._statuses.withdraw(number, conversation)

    def appeal(self, number: str, conversation: str, reason: str = "") -> CaseStatus:
        """Ask for a refusal to be looked at again; raises UnknownReceipt, NotYours, MoveNotAllowed."""
        return self._statuses.appeal(number, conversation, reason)

    def save_draft(self, conversation: str, draft: Draft) -> None:
        """Keep the conversation's unfinished report in place of its last one."""
        self._drafts.save(conversation, draft)

    def load_draft(self, conversation: str) -> Draft | None:
        """Return the conversation's unfinished report, unless it was started over a week ago."""
        return self._drafts.load(conversation)

    def drop_draft(self, conversation: str) -> None:
        """Forget the conversation's unfinished report."""
        self._drafts.drop(conversation)

    def open_ticket(self, ticket: NewTicket) -> str:
        """Commit a complaint or a wish for a person and return its number."""
        return self._tickets.open(ticket)

    # what staff does

    def queue(self, limit: int = 50, offset: int = 0, state: CaseState | None = None) -> tuple[CaseRow, ...]:
        """Return open cases (or those in `state`), the highest triage first, then the newest; names masked."""
        if state is None:
            return self._queue.rows(limit, offset)
        return self._queue.rows(limit, offset, (state,))

    def everything(self, limit: int, offset: int = 0) -> tuple[CaseRow, ...]:
        """Return cases in all states, open ones first, in the queue's order."""
        return self._queue.rows(limit, offset, CaseState)

    def counts(self) -> dict[CaseState, int]:
        """Return how many cases are in each state that has any."""
        return self._queue.count()

    def case(self, number: str) -> CaseFile:
        """Return the file of a case, by its number or a receipt; raises UnknownCase."""
        return self._queue.case(number)

    def reveal(self, number: str, staff_id: int, reason: str) -> Person:
        """Return whom a case is about and write down who asked why.

        Raises UnknownCase, UnknownStaff, NoteRequired, TooManyReveals.
        """
        return self.revealing.reveal([number], staff_id, reason)[0]

    def move(self, number: str, move: Move, staff_id: int, note: str = "") -> CaseState:
        """Move a case; raises UnknownCase, UnknownStaff, MoveNotAllowed (of it TakenByOther, NoteRequired)."""
        return self._casework.make(MoveRequest(number, move, staff_id, note))

    def make(self, request: MoveRequest) -> CaseState:
        """Move a case with all that must be told; raises what `move` raises, and FieldRequired."""
        return self._casework.make(request)

    def file_for(self, report: NewReport, staff_id: int) -> Receipt:
        """Commit a report that a staff member enters (a visit, an alert); the same key gives the same receipt."""
        return self._filing.file(report, staff_id)

    def import_rows(self, kind: ImportKind, rows: Sequence[Row], staff_id: int) -> ImportResult:
        """File visits or alerts, one from a form or many from intake.workbook; names what is wrong row by row."""
        return self._importing.run(kind, rows, staff_id)

    def duplicates(self, number: str) -> tuple[Candidate, ...]:
        """Return open cases that may be the same household's, the surest first; raises UnknownCase."""
        return self._duplicates.of(number)

    def merge(self, number: str, into: str, staff_id: int, reason: str = "") -> CaseState:
        """Merge a case into an open one, which all its receipts lead to afterwards; raises what `move` raises."""
        return self.make(MoveRequest(number, Move.MERGE, staff_id, f"{into} {reason}".strip()))

    def escalate(self) -> dict[str, Role]:
        """Tell the level above of what is overdue; return the newly told by case number."""
        return self._escalation.run()

    def tickets(self, limit: int = 50, offset: int = 0) -> tuple[Ticket, ...]:
        """Return the open tickets, oldest first."""
        return self._tickets.waiting(limit, offset)

    def close_ticket(self, number: str, staff_id: int) -> None:
        """Mark a ticket as done; raises UnknownTicket."""
        self._tickets.close(number, staff_id)
