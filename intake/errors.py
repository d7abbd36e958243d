"""Everything the intake can refuse or fail at; no message carries personal data."""

from intake.procedure import Refusal


class IntakeError(Exception):
    """The intake cannot do what was asked."""


class IntakeBusy(IntakeError):
    """The database is locked or unavailable; nothing was changed, the same call may be made again."""


class DatabaseProblem(IntakeError):
    """The setting DATABASE_URL cannot be used."""


class Conflict(IntakeError):
    """A row that must be the only one of its kind already exists."""


class UnknownReceipt(IntakeError):
    """No report has this receipt number."""


class UnknownCase(IntakeError):
    """No case has this number, and no report of a case has it."""


class UnknownStaff(IntakeError):
    """No active staff account has this id or name."""


class UnknownTicket(IntakeError):
    """No ticket has this number."""


class NotYours(IntakeError):
    """The report was filed from another conversation."""


class MoveNotAllowed(IntakeError):
    """The case's state, or the role of whoever asks, does not allow this move; `refusal` says it as data."""

    def __init__(self, message: str, refusal: Refusal | None = None) -> None:
        super().__init__(message)
        self.refusal = refusal


class TakenByOther(MoveNotAllowed):
    """Somebody else has just moved this case."""


class NoteRequired(MoveNotAllowed):
    """This must be explained: a reason, or for a merge the number of the case that goes on."""


class FieldRequired(NoteRequired):
    """Something that must be told with this move is missing or cannot be."""


class StaffError(IntakeError):
    """A staff account cannot be made or changed as asked."""


class NameTaken(StaffError):
    """A staff account with this name exists."""


class BadName(StaffError):
    """A staff name has 2 to 40 visible characters."""


class WrongPassword(StaffError):
    """The password given as the present one is not it."""


class WeakPassword(StaffError):
    """A password has at least 10 characters, differs from the last one and does not hold the name."""


class NoColleague(StaffError):
    """Whom the work should go to, or come from, is no caseworker, or does not see what it is about."""


class WrongCode(StaffError):
    """The code of the second factor is wrong, was used before, or there were too many wrong ones."""


class FactorOn(StaffError):
    """The account has a second factor already; an administrator must turn it off first."""


class TooManyReveals(IntakeError):
    """The member has looked at as many households within the hour as one may; nothing was shown."""

    def __init__(self, most: object, left: int = 0) -> None:
        super().__init__(str(most))
        self.left = left


class BadFile(IntakeError):
    """A file cannot be attached: too large, empty, too many on the case, or of a kind that is not taken."""


class UnknownAttachment(IntakeError):
    """The case has no attachment of this number."""


class KeyProblem(IntakeError):
    """The field keys are missing, unreadable, malformed, or not those the data was written with."""


class RuleProblem(ValueError):
    """What is wrong in a table that the county may edit: `code` is a key of `rule_problem` in texts.toml."""

    def __init__(self, message: str, code: str, where: str) -> None:
        super().__init__(message)
        self.code, self.where = code, where


class BadRuleFile(IntakeError):
    """A table that the county may edit (holidays, deadlines, measures, retention) cannot be used."""

    def __init__(self, message: str, problem: RuleProblem | None = None) -> None:
        super().__init__(message)
        self.problem = problem


class UnknownDelivery(IntakeError):
    """No delivery has this id, or not in the state that this is for."""


class NotErasable(IntakeError):
    """What the office has decided upon, or is working on, is not deleted at the reporter's wish."""


class BadWorkbook(IntakeError):
    """The file is no xlsx workbook that can be imported."""


class ChainBroken(IntakeError):
    """The audit log is not as it was written."""


class NotYourRight(IntakeError):
    """The staff member's role may not do this."""


class UnknownCampaign(IntakeError):
    """No campaign in sight has this number."""


class CampaignNotAllowed(IntakeError):
    """The campaign's state does not allow this: it was sent or closed by now."""


class BadCampaign(IntakeError):
    """A campaign cannot be made as told; `fields` are the names of what is wrong."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(f"not fit: {', '.join(fields)}")
        self.fields = fields


class RuleChanged(IntakeError):
    """Somebody else has saved these rules since they were opened."""
