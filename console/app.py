"""The console as one ASGI application."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.staticfiles import StaticFiles

from console.accounts import AccountPages
from console.attachments import AttachmentPages
from console.attempts import Attempts
from console.auth import Auth
from console.cases import CasePages
from console.failures import Failures
from console.forms import Forms
from console.gate import PASSWORD, SECOND_STEP, SIGN_IN, SIGN_OUT, Gate
from console.handover import HandoverPages
from console.headers import SecurityHeaders
from console.health import Health
from console.imports import ImportPages
from console.moves import MovePages
from console.pages import Pages, load_texts
from console.papers import PaperPages
from console.queue import QueuePages
from console.second_factor import FactorPages
from console.secret import open_secret
from console.services import ServicePages
from console.sessions import Sessions
from console.settings import ConsoleSettings
from console.uploads import Uploads
from console.visits import VisitPages
from intake.clock import Clock, utc_now
from intake.desk import IntakeDesk
from intake.staff import StaffBook
from intake.wording import Wording

_STATIC = Path(__file__).parent / "static"


def create_app(desk: IntakeDesk, staff: StaffBook, settings: ConsoleSettings, clock: Clock = utc_now) -> Starlette:
    """Return the console over an intake; raises SecretProblem."""
    sessions, wording = Sessions(open_secret(settings.console_secret_file), clock), Wording.load()
    pages, forms = Pages(sessions, wording, load_texts()), Forms(sessions)
    uploads = Uploads(sessions)
    attempts = Attempts()
    auth = Auth(staff, desk.second_factor, sessions, pages, attempts)
    cases = CasePages(desk, pages, wording)
    more = [
        *PaperPages(desk, pages, wording).routes(forms),
        *ServicePages(desk, pages).routes(forms),
        *AccountPages(desk, pages).routes(forms),
        *HandoverPages(desk, pages).routes(forms),
        *ImportPages(desk, pages, wording).routes(uploads),
        *AttachmentPages(desk, cases, wording).routes(forms, uploads),
        *FactorPages(desk, pages, attempts).routes(forms),
        *VisitPages(desk, pages, wording).routes(forms),
    ]
    inside = _inside(forms, auth, QueuePages(desk, pages), cases)
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


def _moves(forms: Forms, moves: MovePages) -> list[BaseRoute]:
    return [
        forms.route("/cases/{number}/moves/{move}", moves.move, fields=20),
        forms.route("/cases/{number}/note", moves.note),
        forms.route("/cases/{number}/assign", moves.assign),
        forms.route("/cases/{number}/merge", moves.merge),
    ]
