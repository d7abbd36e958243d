"""Forms with a file: the token comes first and is checked before a byte of the file is kept, all within limits."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from anyio import CapacityLimiter
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from console.errors import FormRefused
from console.forms import TOKEN, Form
from console.gate import visit_of
from console.sessions import Sessions

_AT_ONCE = 3  # files held in memory
_FORM_BYTES = 16_384  # everything but the file
_MOST_PARTS = 10
_LONGEST_NAME = 100
_TYPE = b"multipart/form-data"


@dataclass(frozen=True, slots=True)
class Upload:
    """A form with its file, b"" when none was chosen; `name` is the sender's, to be shown and never to be opened."""

    form: Form
    content: bytes = field(repr=False)
    name: str = ""


Handler = Callable[[Request, Upload], Awaitable[Response]]


class Uploads:
    """Makes the routes that take files; they stand behind the gate."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._at_once = CapacityLimiter(_AT_ONCE)

    def route(self, path: str, handler: Handler, size: int) -> Route:
        """Return the POST route that hands `handler` a form of the session with a file of at most `size` bytes."""

        async def endpoint(request: Request) -> Response:
            session = visit_of(request).session.id
            async with self._at_once:
                upload = await _read(request, lambda token: self._sessions.fits(session, token), size)
                return await handler(request, upload)

        return Route(path, endpoint, methods=["POST"])


async def _read(request: Request, fits: Callable[[str], bool], size: int) -> Upload:
    """Return what the form holds; raises FormRefused, HTTPException (413)."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary", b"")
    if kind != _TYPE or not 0 < len(boundary) <= 70:
        raise FormRefused("not a form with a file")
    parts = _Parts(fits, size)
    parser = MultipartParser(boundary, parts.callbacks())  # type: ignore[arg-type]
    taken = 0
    try:
        async for chunk in request.stream():
            taken += len(chunk)
            if taken > size + _FORM_BYTES:
                raise HTTPException(413)
            parser.write(chunk)
        parser.finalize()
    except MultipartParseError as error:
        raise FormRefused("not a form with a file") from error
    return parts.upload()


class _Parts:
    """Takes the parts of a form as they come in; the first file part is the file, and needs the token before it."""

    def __init__(self, fits: Callable[[str], bool], size: int) -> None:
        self._fits, self._size = fits, size
        self._fields: dict[str, bytearray] = {}
        self._file: bytearray | None = None
        self._name = ""
        self._header, self._disposition = (bytearray(), bytearray()), b""
        self._into = bytearray()
        self._parts = 0
        self._ended = False

    def callbacks(self) -> dict[str, Callable[..., None]]:
        """Return what the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._header[0].extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._header[1].extend(data[start:end]),
            "on_header_end": self._keep_header,
            "on_headers_finished": self._start,
            "on_part_data": self._take,
            "on_end": self._end,
        }

    def upload(self) -> Upload:
        """Return the whole form; raises FormRefused when it was cut off or its token is not the session's."""
        if not self._ended or not self._is_ours():
            raise FormRefused("the form is not whole, or does not belong to this session")
        form = {name: _text(value) for name, value in self._fields.items()}
        return Upload(form, bytes(self._file or b""), self._name)

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise FormRefused("too many parts")
        self._disposition = b""

    def _keep_header(self) -> None:
        name, value = self._header
        if bytes(name).lower() == b"content-disposition":
            self._disposition = bytes(value)
        self._header = (bytearray(), bytearray())

    def _start(self) -> None:
        options = parse_options_header(self._disposition)[1]
        if b"filename" not in options:
            self._into = self._fields.setdefault(_text(options.get(b"name", b"")), bytearray())
            return
        if self._file is not None or not self._is_ours():
            raise FormRefused("a second file, or a file before the session's token")
        self._file = self._into = bytearray()
        self._name = _text(options[b"filename"])[-_LONGEST_NAME:]

    def _take(self, data: bytes, start: int, end: int) -> None:
        if len(self._into) + end - start > (self._size if self._into is self._file else _FORM_BYTES):
            raise HTTPException(413)
        self._into.extend(data[start:end])

    def _end(self) -> None:
        self._ended = True

    def _is_ours(self) -> bool:
        return self._fits(_text(self._fields.get(TOKEN, b"")))


def _text(value: bytes | bytearray) -> str:
    return value.decode("utf-8", "replace").replace("\0", "")
