"""Pages from templates: escaped, with the Chinese words of the intake and Beijing time at hand."""

from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from console.forms import TOKEN
from console.gate import present
from console.sessions import Sessions
from intake.clock import LOCAL_ZONE
from intake.printing import printable
from intake.rights import Right, has_right
from intake.wording import Wording
from language.texts import Texts

_HERE = Path(__file__).parent
# The entries of the bar at the top: who sees them, where they lead, their name.
_PLACES = (
    (Right.SEE_CASES, "/", "queue"),
    (Right.WORK, "/visits/new", "visit"),
    (Right.IMPORT, "/import", "import"),
    (Right.ASSIGN, "/handover", "handover"),
    (Right.TICKETS, "/tickets", "tickets"),
    (Right.DELIVERIES, "/deliveries", "deliveries"),
    (Right.SEE_CAMPAIGNS, "/campaigns", "campaigns"),
    (Right.NUMBERS, "/wishes", "wishes"),
    (Right.NUMBERS, "/numbers", "numbers"),
    (Right.RULES, "/rules", "rules"),
    (Right.AUDIT, "/audit", "audit"),
    (Right.SEE_KNOWLEDGE, "/knowledge", "knowledge"),
    (Right.ACCOUNTS, "/accounts", "accounts"),
)


def load_texts() -> Texts:
    """Read the console's sentences."""
    return Texts.load(_HERE / "texts.toml")


class Pages:
    """Renders the templates; `texts` holds the sentences that depend on what happened."""

    def __init__(self, sessions: Sessions, wording: Wording, texts: Texts) -> None:
        self._sessions = sessions
        self.texts = texts
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_visible,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(word=wording.label, event_word=wording.event, say=texts, token_name=TOKEN)
        self._templates.globals.update(
            reason_word=wording.reason,
            source_word=wording.source,
            may=has_right,
            places=_PLACES,
            place_word=lambda name: texts(f"place.{name}"),
        )
        self._templates.globals.update(answer_word=lambda status: texts(f"answer.{status}"))
        self._templates.globals.update(undelivered_word=self._undelivered)
        self._templates.filters.update(local=local_time)

    def page(self, request: Request, template: str, status: int = 200, /, **context: object) -> HTMLResponse:
        """Return the page of `template`; behind the gate its forms get the session's token."""
        visit = present(request)
        given = {"visit": visit, "token": self._sessions.token(visit.session.id) if visit else ""} | context
        return HTMLResponse(self._templates.get_template(template).render(given), status)

    def _undelivered(self, problem: str) -> str:
        name = f"undelivered.{problem}"
        return self.texts(name if name in self.texts else "undelivered.other")


def local_time(moment: datetime) -> str:
    """Return a moment as staff reads it, in Beijing time."""
    return f"{moment.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}"


def _visible(value: object) -> object:
    # What people type may hold characters that turn the direction of writing or hide text.
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value
