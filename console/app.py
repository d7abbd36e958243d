"""The console as one ASGI application."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route, Router
from starlette.staticfiles import StaticFiles

from console.attempts import Attempts
from console.auth import Auth
from console.cases import CasePages
from console.failures import Failures
from console.forms import Forms
from console.gate import PASSWORD, SIGN_IN, SIGN_OUT, Gate
from console.headers import SecurityHeaders
from console.health import Health
from console.pages import Pages, load_texts
from console.queue import QueuePages
from console.secret import open_secret
from console.sessions import Sessions
from console.settings import ConsoleSettings
from intake.clock import Clock, utc_now
from intake.desk import IntakeDesk
from intake.staff import StaffBook
from intake.wording import Wording

_STATIC = Path(__file__).parent / "static"


def create_app(desk: IntakeDesk, staff: StaffBook, settings: ConsoleSettings, clock: Clock = utc_now) -> Starlette:
    """Return the console over an intake; raises SecretProblem."""
    sessions, wording = Sessions(open_secret(settings.console_secret_file), clock), Wording.load()
    pages, forms = Pages(sessions, wording, load_texts()), Forms(sessions)
    auth = Auth(staff, sessions, pages, Attempts())
    inside = _inside(forms, auth, QueuePages(desk, pages), CasePages(desk, pages, wording))
    app = Starlette(
        routes=[
            Route("/healthz", Health(desk).show),
            Route(SIGN_IN, auth.sign_in_page),
            forms.route(SIGN_IN, auth.sign_in),
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
