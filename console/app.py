"""The console as one ASGI application."""

from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.staticfiles import StaticFiles

from console.accounts import AccountPages
from console.attachments import AttachmentPages
from console.attempts import Attempts
from console.auth import Auth
from console.bench import Bench
from console.calendar_rules import CalendarPages
from console.campaigns import CampaignPages
from console.cases import CasePages
from console.editions import EditionPages
from console.failures import Failures
from console.feedback import FeedbackPages
from console.forms import Forms
from console.gaps import GapPages
from console.gate import PASSWORD, SECOND_STEP, SIGN_IN, SIGN_OUT, Gate
from console.handover import HandoverPages
from console.headers import SecurityHeaders
from console.health import Health
from console.imports import ImportPages
from console.measure_rules import MeasurePages
from console.moves import MovePages
from console.numbers import NumberPages, QuestionsLike
from console.pages import Pages, load_texts
from console.papers import PaperPages
from console.publishing import PublishPages
from console.queue import QueuePages
from console.rules import RulePages
from console.second_factor import FactorPages
from console.secret import open_secret
from console.services import ServicePages
from console.sessions import Sessions
from console.settings import ConsoleSettings
from console.sheet_editor import EditorPages
from console.sheet_import import SheetImportPages
from console.sheet_papers import SheetPaperPages
from console.sheets import SheetPages
from console.uploads import Uploads
from console.visits import VisitPages
from console.wishes import WishPages
from intake.clock import Clock, utc_now
from intake.desk import IntakeDesk
from intake.staff import StaffBook
from intake.wording import Wording
from knowledge.workshop import Workshop

_STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class KnowledgeParts:
    """The knowledge base as the console has it; without `questions` the numbers page shows none of them."""

    workshop: Workshop
    questions: QuestionsLike | None = None


def create_app(
    desk: IntakeDesk,
    staff: StaffBook,
    settings: ConsoleSettings,
    knowledge: KnowledgeParts,
    clock: Clock = utc_now,
) -> Starlette:
    """Return the console over an intake and a knowledge base; raises SecretProblem."""
    sessions, wording = Sessions(open_secret(settings.console_secret_file), clock), Wording.load()
    pages, forms = Pages(sessions, wording, load_texts()), Forms(sessions)
    uploads = Uploads(sessions)
    attempts = Attempts()
    auth = Auth(staff, desk.second_factor, sessions, pages, attempts)
    cases = CasePages(desk, pages, wording)
    more = [
        *PaperPages(desk, pages, wording).routes(forms),
        *ServicePages(desk, pages, wording).routes(forms),
        *NumberPages(desk, pages, knowledge.questions, clock).routes(),
        *AccountPages(desk, pages).routes(forms),
        *HandoverPages(desk, pages).routes(forms),
        *ImportPages(desk, pages, wording).routes(uploads),
        *AttachmentPages(desk, cases, wording).routes(forms, uploads),
        *FactorPages(desk, pages, attempts).routes(forms),
        *VisitPages(desk, pages, wording).routes(forms),
        *CampaignPages(desk, pages).routes(forms),
        *WishPages(desk, pages, wording).routes(forms),
        *_rules(forms, desk, pages),
    ]
    inside = _inside(forms, auth, QueuePages(desk, pages), cases)
    inside.routes += _knowledge(forms, uploads, Bench(desk, knowledge.workshop, pages, clock), desk, settings)
    inside.routes += [*_moves(forms, MovePages(desk, cases, wording)), *more]
    app = Starlette(
        routes=[
            Route("/healthz", Health(desk).show),
            Route(SIGN_IN, auth.sign_in_page),
            forms.route(SIGN_IN, auth.sign_in),
            Route(SECOND_STEP, auth.code_page),
            forms.route(SECOND_STEP, auth.check_code),
            Mount("/static", StaticFiles(directory=_STATIC)),
            Mount("/", Gate(inside, staff, sessions)),
        ],
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers=Failures(pages).handlers(),
    )
    app.router.redirect_slashes = False  # its redirects name whatever host the request claims
    return app


def _inside(forms: Forms, auth: Auth, queue: QueuePages, cases: CasePages) -> Router:
    return Router(
        routes=[
            Route("/", queue.show),
            forms.route("/find", queue.find),
            Route("/cases/{number}", cases.show),
            forms.route("/cases/{number}/take", cases.take),
            forms.route("/cases/{number}/reveal", cases.reveal),
            Route(PASSWORD, auth.password_page),
            forms.route(PASSWORD, auth.change_password),
            forms.route(SIGN_OUT, auth.sign_out),
        ],
        redirect_slashes=False,
    )


def _rules(forms: Forms, desk: IntakeDesk, pages: Pages) -> list[BaseRoute]:
    rules = RulePages(desk, pages, Wording.load())
    return [
        *rules.routes(forms),
        *MeasurePages(rules, pages).routes(forms),
        *CalendarPages(rules, desk, pages).routes(forms),
    ]


def _moves(forms: Forms, moves: MovePages) -> list[BaseRoute]:
    return [
        forms.route("/cases/{number}/moves/{move}", moves.move, fields=20),
        forms.route("/cases/{number}/note", moves.note),
        forms.route("/cases/{number}/assign", moves.assign),
        forms.route("/cases/{number}/merge", moves.merge),
    ]


def _knowledge(
    forms: Forms, uploads: Uploads, bench: Bench, desk: IntakeDesk, settings: ConsoleSettings
) -> list[BaseRoute]:
    return [
        *SheetPages(bench).routes(),
        *EditorPages(bench).routes(forms),
        *SheetImportPages(bench).routes(uploads),
        *PublishPages(bench, desk.audit).routes(forms),
        *EditionPages(bench).routes(forms),
        *GapPages(bench).routes(forms),
        *FeedbackPages(bench).routes(),
        *SheetPaperPages(bench, settings.public_chat_url).routes(),
    ]
