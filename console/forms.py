"""Forms: read within limits, refused without the token of their session, before any page sees them."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from console.errors import FormRefused
from console.gate import present
from console.sessions import Sessions

TOKEN = "csrf"  # noqa: S105 – the field's name
_MAX_BYTES = 16_384
_MAX_FIELDS = 10
_TYPE = "application/x-www-form-urlencoded"

Form = Mapping[str, str]
Handler = Callable[[Request, Form], Awaitable[Response]]


class Forms:
    """Makes the routes that take forms; there is no other way to take one."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def route(self, path: str, handler: Handler, fields: int = _MAX_FIELDS, size: int = _MAX_BYTES) -> Route:
        """Return the POST route that hands `handler` a form of the session (or visitor), of at most `size` bytes."""

        async def endpoint(request: Request) -> Response:
            form = await read_form(request, fields, size)
            self._check(request, form)
            return await handler(request, form)

        return Route(path, endpoint, methods=["POST"])

    def _check(self, request: Request, form: Form) -> None:
        owner = self._owner(request)
        if owner is None or not self._sessions.fits(owner, form.get(TOKEN, "")):
            raise FormRefused("the form does not belong to this session")

    def _owner(self, request: Request) -> str | None:
        visit = present(request)
        return visit.session.id if visit else self._sessions.visitor(request)


async def read_form(request: Request, most_fields: int = _MAX_FIELDS, most_bytes: int = _MAX_BYTES) -> Form:
    """Return the fields of a form; raises FormRefused, HTTPException (413)."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _TYPE:
        raise FormRefused("not a form")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most_bytes:
            raise HTTPException(413)
    try:
        fields = parse_qsl(
            body.decode("ascii", "replace"), keep_blank_values=True, errors="replace", max_num_fields=most_fields
        )
    except ValueError as error:
        raise FormRefused("too many fields") from error
    return {name: value.replace("\0", "") for name, value in fields}


def filled(form: Form) -> Form:
    """Return `form` for a template to fill its fields from; a field that is not there is empty."""
    return defaultdict(str, form)
