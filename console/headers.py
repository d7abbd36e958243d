"""What every response tells the browser: nothing from elsewhere, no frames, scripts of our own only, keep no copy."""

from collections.abc import Mapping
from types import MappingProxyType

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY: Mapping[str, str] = MappingProxyType(
    {
        "content-security-policy": "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
        "cache-control": "no-store",
    }
)

# A file that is taken away may be opened from the browser all the same: it can do nothing there.
DOWNLOAD_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


def secure(headers: MutableHeaders) -> None:
    """Put the security headers into a response."""
    headers.update(SECURITY)
    if headers.get("content-disposition", "").startswith("attachment"):
        headers["content-security-policy"] = DOWNLOAD_POLICY


class SecurityHeaders:
    """Puts the security headers into whatever the application answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def wrapped(message: Message) -> None:
            if message["type"] == "http.response.start":
                secure(MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, wrapped)
