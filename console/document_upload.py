"""An uploaded file: read within limits, with the fields of its form."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from console.errors import FormRefused

_TYPE = "multipart/form-data"
_MAX_FIELDS = 20
_MAX_PART = 16_384
_OVERHEAD = 65_536  # what the fields and the boundaries may add to the file
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: its name is the sender's, to be shown and never to be opened. Empty when none was chosen."""

    name: str
    content: bytes


async def read_upload(request: Request, most_bytes: int) -> tuple[Mapping[str, str], Upload]:
    """Return the fields and the file of a form with one file; raises FormRefused, HTTPException (413)."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _TYPE:
        raise FormRefused("not a form with a file")
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most_bytes + _OVERHEAD:
        raise HTTPException(413)
    bounded = _bounded(request, most_bytes + _OVERHEAD)
    parser = MultiPartParser(request.headers, bounded, max_files=1, max_fields=_MAX_FIELDS, max_part_size=_MAX_PART)
    try:
        parts = await parser.parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise FormRefused("not a form with a file") from error
    fields: dict[str, str] = {}
    upload = Upload("", b"")
    try:
        for name, value in parts.multi_items():
            if isinstance(value, UploadFile):
                upload = Upload((value.filename or "").replace("\0", "")[-_LONGEST_NAME:], await value.read())
            else:
                fields[name] = value.replace("\0", "")
    finally:
        await parts.close()
    return fields, upload


async def _bounded(request: Request, most_bytes: int) -> AsyncGenerator[bytes, None]:
    seen = 0
    async for chunk in request.stream():
        seen += len(chunk)
        if seen > most_bytes:
            raise HTTPException(413)
        yield chunk
